"""Orders in online sales (api-facts/orders.md, "B2C orders")."""

from __future__ import annotations

from ...http.refusal import Refusal
from ...state import Record
from ...state.events.capacity import give_back
from ...state.payments import Payment
from ...state.sales.checkout import Purchase, buy, problems_of, ready_cart
from ...state.sales.orders import CONTACT, contact_of, find_orders, tickets_of, without_items
from ...values import money, times
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2c.orders.get")
def get(call: Call) -> Record:
    """Read one order with its items."""
    return call.state.orders.get(call.path["id"])


@answers("b2c.orders.list")
def list_orders(call: Call) -> list[Record]:
    """Find orders as `search` does, without pages."""
    found = find_orders(call.state, call.query.get("email"), call.query.get("phoneNumber"))
    return list(map(without_items, found))


@answers("b2c.orders.listByEvent")
def list_by_event(call: Call) -> list[Record]:
    """List the orders that hold tickets of an event."""
    event_id = call.state.events.get(call.path["eventId"])["id"]
    return [
        order
        for order in call.state.orders
        if any(item.get("eventId") == event_id for item in order["orderItems"])
    ]


@answers("b2c.orders.create")
def create(call: Call) -> str:
    """Make an order that is still to be paid, and answer its id."""
    lines = [{**item, "quantity": item.get("quantity", 1)} for item in _items(call)]
    cart = ready_cart(call.state, {"items": lines}, "body")
    problems = list(problems_of(call.state, cart, "body"))
    if problems:
        raise Refusal.naming("the order cannot be made", problems)
    contact, channel = contact_of(call.body), call.body.get("saleChannel", "online")
    payment = Payment("Open", money.ZERO)
    order = buy(call.state, Purchase(cart, contact, payment, channel, "body.orderItems"))
    return str(order["id"])


@answers("b2c.orders.replace")
def replace(call: Call) -> Record:
    """Replace what an order says of its contact and its payer; the rest is the server's."""
    order = call.state.orders.get(call.path["id"])
    for name in CONTACT:
        order.pop(name, None)
    order.update(contact_of(call.body))
    order["updatedOn"], order["updatedBy"] = times.write(call.now()), call.author()
    return order


@answers("b2c.orders.delete")
def delete(call: Call) -> Record:
    """Delete an order, free its places, and answer it as it was."""
    order = call.state.orders.remove(call.path["id"])
    for item in order["orderItems"]:
        give_back(call.state, item.get("eventId"), item["quantity"])
    for ticket in list(tickets_of(call.state, order)):
        del call.state.tickets[ticket["uuid"]]
    return order


def _items(call: Call) -> list[Record]:
    names = ("itemType", "eventId", "ticketingTypeId", "quantity")
    items = call.body.get("orderItems") or []
    return [{name: item[name] for name in names if name in item} for item in items]


@answers("b2c.orders.search")
def search(call: Call) -> Record:
    """Find orders by e-mail address or phone number; an empty address finds all."""
    if call.query.get("email") == "":
        call.lenient("an empty query email lists the orders of everybody")
    found = find_orders(call.state, call.query.get("email"), call.query.get("phoneNumber"))
    heeded = call.state.duplicates.sorted
    return page_of(call, map(without_items, found), sorted_by="createdOn", heeded=heeded)
