"""Orders: found, made, replaced, deleted (api-facts/orders.md)."""

from __future__ import annotations

from ..http.refusal import Refusal
from ..state import Record, all_but, some_of
from ..state.payments import Payment
from ..state.places import give_back
from ..state.sales.checkout import buy, problems_of, ready_cart
from ..state.sales.orders import CONTACT, contact_of, tickets_of
from ..values import money, times
from .call import Call, answers
from .listing import page_of


@answers("b2c.orders.list")
def list_orders(call: Call) -> list[Record]:
    """Find orders as `search` does, without pages."""
    return [all_but(order, "orderItems") for order in call.state.orders if _is_found(call, order)]


def _is_found(call: Call, order: Record) -> bool:
    """Tell whether an order is one of the e-mail address, in any case, or of the phone number."""
    state, email, phone = call.state, call.query.get("email"), call.query.get("phoneNumber")
    if not state.duplicates.shows(order, state.now()):
        return False
    if email == "":  # finds all (api-facts/observed.md, "Orders")
        return state.behaviour.is_visible(state.now(), times.parse(order["updatedOn"]))
    emails = [str(order.get(name, "")).lower() for name in ("email", "billingEmail")]
    phones = [order.get(name) for name in ("phoneNumber", "billingPhoneNumber")]
    return bool((email and email.lower() in emails) or (phone and phone in phones))


@answers("b2c.orders.search")
def search(call: Call) -> Record:
    """Find orders by e-mail address or phone number; an empty address finds all."""
    if call.query.get("email") == "":
        call.lenient.append("an empty query email lists the orders of everybody")
    heeded = call.state.duplicates.sorted
    return page_of(call.query, list_orders(call), sorted_by="createdOn", heeded=heeded)


@answers("b2c.orders.listByEvent", about="events")
def list_by_event(call: Call, event: Record) -> list[Record]:
    return [
        order
        for order in call.state.orders
        if any(item.get("eventId") == event["id"] for item in order["orderItems"])
    ]


@answers("b2c.orders.create")
def create(call: Call) -> str:
    """Make an order that is still to be paid, and answer its id."""
    names = ("itemType", "eventId", "ticketingTypeId", "quantity")
    lines = [{"quantity": 1, **some_of(item, names)} for item in call.body.get("orderItems") or []]
    cart = ready_cart(call.state, {"items": lines}, "body")
    if problems := list(problems_of(call.state, cart, "body")):
        raise Refusal.naming("the order cannot be made", problems)
    contact, channel = contact_of(call.body), call.body.get("saleChannel", "online")
    unpaid = Payment("Open", money.ZERO)
    order = buy(call.state, cart, contact, unpaid, sale_channel=channel, place="body.orderItems")
    return str(order["id"])


@answers("b2c.orders.replace", about="orders")
def replace(call: Call, order: Record) -> Record:
    """Replace what an order says of its contact and its payer; the rest is the server's."""
    for name in CONTACT:
        order.pop(name, None)
    order.update(contact_of(call.body))
    order["updatedOn"], order["updatedBy"] = call.state.timestamp, call.author
    return order


@answers("b2c.orders.delete")
def delete(call: Call) -> Record:
    order = call.state.orders.remove(call.path["id"])
    for item in order["orderItems"]:
        give_back(call.state, item.get("eventId"), item["quantity"])
    for ticket in list(tickets_of(call.state, order)):
        call.state.tickets.remove(ticket["uuid"])
    return order


@answers("b2b.orders.sendConfirmation")
def send_confirmation(call: Call) -> Record:
    """Send an order's confirmation again; it is found by its number, not its id."""
    for order in call.state.orders:
        if order["orderNumber"] == str(call.path["orderNumber"]):
            return order
    raise Refusal(404, f"there is no order with the number {call.path['orderNumber']}")
