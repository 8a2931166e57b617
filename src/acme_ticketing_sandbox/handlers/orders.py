"""Orders: found, made, changed, refunded, moved to other events (api-facts/orders.md)."""

from __future__ import annotations

from ..http.refusal import Refusal
from ..state import Record, some_of
from ..state.payments import CREDIT_CARD, Payment, read_payment
from ..state.places import give_back
from ..state.sales.checkout import buy, problems_of, ready_cart
from ..state.sales.order_changes import convert, rebook, rebooking_fee, refund, update_order
from ..state.sales.orders import CONTACT, contact_of, find_orders, tickets_of, without_items
from ..values import money
from .call import Call, answers
from .listing import page_of


@answers("b2c.orders.list")
def list_orders(call: Call) -> list[Record]:
    """Find orders as `search` does, without pages."""
    found = find_orders(call.state, call.query.get("email"), call.query.get("phoneNumber"))
    return list(map(without_items, found))


@answers("b2c.orders.search")
def search(call: Call) -> Record:
    """Find orders by e-mail address or phone number; an empty address finds all."""
    if call.query.get("email") == "":
        call.lenient.append("an empty query email lists the orders of everybody")
    heeded = call.state.duplicates.sorted
    return page_of(call.query, list_orders(call), sorted_by="createdOn", heeded=heeded)


@answers("b2c.orders.listByEvent")
def list_by_event(call: Call) -> list[Record]:
    event_id = call.state.events.get(call.path["eventId"])["id"]
    return [
        order
        for order in call.state.orders
        if any(item.get("eventId") == event_id for item in order["orderItems"])
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


@answers("b2c.orders.replace")
def replace(call: Call) -> Record:
    """Replace what an order says of its contact and its payer; the rest is the server's."""
    order = call.state.orders.get(call.path["id"])
    for name in CONTACT:
        order.pop(name, None)
    order.update(contact_of(call.body))
    order["updatedOn"], order["updatedBy"] = call.timestamp, call.author
    return order


@answers("b2c.orders.delete")
def delete(call: Call) -> Record:
    order = call.state.orders.remove(call.path["id"])
    for item in order["orderItems"]:
        give_back(call.state, item.get("eventId"), item["quantity"])
    for ticket in list(tickets_of(call.state, order)):
        del call.state.tickets[ticket["uuid"]]
    return order


@answers("b2b.orders.update")
def update(call: Call) -> Record:
    """Change quantities: fewer are refunded, more are sold, none cancels (page 33000253334)."""
    order = _order(call)
    payment = call.body.get("payment")
    if payment and payment.get("manualEntryCardNumber"):
        _check_payment(call, None, "the order cannot be changed")
    update_order(call.state, order, call.body.get("orderItems") or [])
    if "notes" in call.body:
        order["notes"] = call.body["notes"]
    order["updatedBy"] = call.author
    return order


@answers("b2b.orders.convertToMembership")
def convert_to_membership(call: Call) -> Record:
    order = _order(call)
    convert(call.state, order, call.body)
    order["updatedBy"] = call.author
    return order


@answers("b2b.orders.sendConfirmation")
def send_confirmation(call: Call) -> Record:
    """Send an order's confirmation again; it is found by its number, not its id."""
    for order in call.state.orders:
        if order["orderNumber"] == str(call.path["orderNumber"]):
            return order
    raise Refusal(404, f"there is no order with the number {call.path['orderNumber']}")


@answers("b2b.refunds.create", "b2b.refunds.createV1")
def create_refund(call: Call) -> Record:
    """Refund an order, or the quantities that the body names."""
    order = _order(call)
    answer = refund(call.state, order, call.body.get("refundItems"))
    order["updatedBy"] = call.author
    return answer


@answers("b2b.rebookings.listFees")
def list_rebooking_fees(call: Call) -> list[Record]:
    """List what moving a ticket away from each of some events costs (page 33000250660)."""
    return [
        {
            "eventTemplateId": event["templateId"],
            "rebookingFee": rebooking_fee(call.state, event),
            "eventId": event["id"],
        }
        for event_id in call.query.get("eventIds", [])
        if (event := call.state.events.find(event_id))
    ]


@answers("b2b.rebookings.create")
def create_rebooking(call: Call) -> Record:
    """Move tickets of an order; a payment, if one is given, must be a whole card."""
    order = _order(call)
    if call.body.get("payment", {}).get("type") == CREDIT_CARD:
        _check_payment(call, CREDIT_CARD, "the tickets cannot be moved")
    fees = rebook(call.state, order, call.body["rebookItems"])
    order["updatedBy"] = call.author
    if fees:
        order["notes"] = f"{order.get('notes', '')} Rebooking fees: {money.text(fees)}".strip()
    return {"incidentNumber": str(call.state.next_number("incident", 31_001)), "order": order}


def _check_payment(call: Call, method: str | None, refusal: str) -> None:
    problems: list[str] = []
    read_payment(call.body["payment"], problems, method=method, place="body.payment")
    if problems:
        raise Refusal.naming(refusal, problems)


def _order(call: Call) -> Record:
    return call.state.orders.referred(call.body.get("orderId"), "body.orderId")
