"""What is done to an order afterwards: quantities changed, refunds, moves, memberships made of it.

Pages 33000253334, 33000250661 and 33000250660; api-facts/orders.md and observed.md. What cannot be
done is refused with 400, and nothing of it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..http.refusal import Refusal
from ..state import Record, State, all_but, entries, some_of
from ..state.events import start_of
from ..state.memberships import PURCHASE, apply_membership_line, check_membership_line
from ..state.payments import CREDIT_CARD, read_payment
from ..state.places import give_back, sell
from ..state.pricing import EVENT_ITEM, TICKETS, membership_price, quantity_of
from ..state.sales.orders import add_item, change_item, set_event, set_quantity, settle, tickets_of
from ..values import money
from .call import Call, answers


class _Change(NamedTuple):
    """What is sold more of an item, or taken back of it."""

    item: Record
    quantity: int
    place: str
    ticket_uuids: Sequence[str] | None = None


@answers("b2b.orders.update")
def update(call: Call) -> Record:
    """Change quantities: fewer are refunded, more are sold, none cancels (page 33000253334)."""
    state, order = call.state, _order(call)
    if (call.body.get("payment") or {}).get("manualEntryCardNumber"):
        _check_payment(call, None, "the order cannot be changed")
    changes = [
        _Change(item, quantity_of({**item, **entry}, place) - item["quantity"], place)
        for item, entry, place in _named(order, call.body, "orderItems")
    ]
    if len({change.item["itemId"] for change in changes}) < len(changes):
        raise Refusal(400, "body.orderItems names an item twice")
    more = [change for change in changes if change.quantity > 0]
    less = [change for change in changes if change.quantity < 0]
    wanted = [
        (state.events.referred(item["eventId"], place), quantity, place)
        for item, quantity, place, _ in more
        if item["itemType"] in TICKETS
    ]
    sell(state, wanted)
    for item, quantity, *_ in more + less:
        change_item(state, order, item, quantity)
    order |= some_of(call.body, ("notes",))
    return settle(state, order, call.author, paid=_amount(more), refunded=-_amount(less))


@answers("b2b.refunds.create", "b2b.refunds.createV1")
def refund(call: Call) -> Record:
    """Take back what the body's `refundItems` name, or all that is left."""
    state, order = call.state, _order(call)
    lines = _named_lines(order, call.body, "refundItems") or [
        _Change(item, item["quantity"], "body") for item in order["orderItems"] if item["quantity"]
    ]
    if not lines:
        raise Refusal(400, f"order {order['id']} has nothing left to refund")
    refunded = _amount(lines)
    _take_back(state, order, lines)
    return {
        "incidentNumber": str(state.identifiers.number("incident", 31_001)),
        "refundAmount": money.text(refunded),
        "order": settle(state, order, call.author, refunded=refunded),
        "refundedEvents": _by_event(state, lines),
    }


def _by_event(state: State, lines: list[_Change]) -> list[Record]:
    events: dict[str, Record] = {}
    for line in lines:
        if event := state.events.find(line.item.get("eventId")):
            empty = {
                "startDate": start_of(event).date().isoformat(),
                "startTime": f"{start_of(event):%H:%M}",
                "eventName": event["name"],
                "refundedItems": [],
            }
            item = {
                "ticketType": line.item["ticketingTypeName"],
                "pricePerTicket": line.item["discountedUnitPrice"],
                "refundedCount": line.quantity,
                "totalRefunded": money.text(_amount([line])),
            }
            events.setdefault(event["id"], empty)["refundedItems"].append(item)
    return list(events.values())


@answers("b2b.rebookings.listFees")
def list_rebooking_fees(call: Call) -> list[Record]:
    """List what moving a ticket away from each of some events costs (page 33000250660)."""
    return [
        {
            "eventTemplateId": event["templateId"],
            "rebookingFee": _rebooking_fee(call.state, event),
            "eventId": event["id"],
        }
        for event_id in call.query.get("eventIds", [])
        if (event := call.state.events.find(event_id))
    ]


def _rebooking_fee(state: State, event: Record | None) -> str:
    template = state.event_templates.find(event["templateId"]) if event else None
    return str((template or {}).get("rebookingFee", "0.00"))


@answers("b2b.rebookings.create")
def rebook(call: Call) -> Record:
    """Move tickets to other events; a payment, if one is given, must be a whole card."""
    state, order, wanted = call.state, _order(call), call.body["rebookItems"]
    if call.body.get("payment", {}).get("type") == CREDIT_CARD:
        _check_payment(call, CREDIT_CARD, "the tickets cannot be moved")
    changes = _named_lines(order, call.body, "rebookItems", how_many="rebookQuantity")
    moves = []
    for change, entry in zip(changes, wanted, strict=True):
        if change.item["itemType"] != EVENT_ITEM:
            message = f"{change.place}.orderItemId: {change.item['itemId']} is no ticket"
            raise Refusal(400, message)
        place = f"{change.place}.rebookToEventId"
        moves.append((change, state.events.referred(entry["rebookToEventId"], place)))
    sell(state, [(event, change.quantity, change.place) for change, event in moves])
    fees = money.ZERO
    for (item, count, *_), event in moves:
        source = state.events.find(item["eventId"])
        fees += money.amount(_rebooking_fee(state, source)) * count
        _carry_over(state, order, item, event, count)
    order["orderItems"] = [item for item in order["orderItems"] if item["quantity"]]
    if fees:
        order["notes"] = f"{order.get('notes', '')} Rebooking fees: {money.text(fees)}".strip()
    number = str(state.identifiers.number("incident", 31_001))
    return {"incidentNumber": number, "order": settle(state, order, call.author)}


def _carry_over(state: State, order: Record, item: Record, event: Record, count: int) -> None:
    number = str(state.identifiers.number("order item", 490_700))
    moved = {**item, "itemId": number, "checkInQuantity": 0}
    set_event(moved, event)
    good = [t for t in tickets_of(state, order, item) if t.get("ticketStatus") != "Refunded"]
    for ticket in good[:count]:
        ticket["eventId"] = event["id"]
        ticket["ticketDetails"][0] |= {"eventId": event["id"], "orderItemId": number}
    give_back(state, item["eventId"], count)
    for part, quantity in ((moved, count), (item, item["quantity"] - count)):
        set_quantity(part, quantity)
    order["orderItems"].append(moved)


@answers("b2b.orders.convertToMembership")
def convert(call: Call) -> Record:
    """Make a membership of an order's tickets, and charge what it costs more than they did."""
    state, body, order = call.state, call.body, _order(call)
    if not body["orderItems"]:
        raise Refusal(400, "body.orderItems names no ticket")
    lines = _named_lines(order, body, "orderItems")
    given: Record = body["membershipInfo"]
    cards = [
        # A kept card says `yes` where this body says true.
        {**all_but(card, "primaryCard"), "cardType": str(card.get("cardType", "")).lower()}
        for card in given.get("membershipCards") or []
    ]
    sold = {"itemType": PURCHASE, "membershipInfo": {**given, "membershipCards": cards}}
    price = membership_price(state, given, "body.membershipInfo")
    if problems := check_membership_line(state, sold, "body"):
        raise Refusal(400, "; ".join(problems), problems=problems)
    due = price - _amount(lines)
    charge = ((body.get("payment") or {}).get("chargeAmount") or {}).get("amount", 0)
    cents = max(due, money.ZERO) * 100
    if charge != cents:
        place = "body.payment.chargeAmount.amount"
        raise Refusal(400, f"{place} is {charge}, but {cents:.0f} cents are due")
    _take_back(state, order, lines)
    order["membershipId"] = apply_membership_line(state, sold)["id"]
    unit = money.text(price)
    kind = {"itemType": "MembershipPurchaseConversion", "quantity": 1}
    add_item(state, order, {**kind, "retailUnitPrice": unit, "unitPrice": unit})
    paid, refunded = max(due, money.ZERO), max(-due, money.ZERO)
    return settle(state, order, call.author, paid=paid, refunded=refunded)


def _order(call: Call) -> Record:
    return call.state.orders.referred(call.body.get("orderId"), "body.orderId")


def _check_payment(call: Call, method: str | None, refusal: str) -> None:
    problems: list[str] = []
    read_payment(call.body["payment"], problems, method=method, place="body.payment")
    if problems:
        raise Refusal.naming(refusal, problems)


def _named_lines(
    order: Record, body: Record, name: str, *, how_many: str = "quantity"
) -> list[_Change]:
    """Return what a list of a body names of an order, no more of an item than is left of it."""
    left = {item["itemId"]: item["quantity"] for item in order["orderItems"]}
    lines = []
    for item, entry, place in _named(order, body, name):
        quantity = entry.get(how_many, 0)
        if not 1 <= quantity <= left[item["itemId"]]:
            message = f"{place}.{how_many} is {quantity}, but {left[item['itemId']]} are left"
            raise Refusal(400, message)
        left[item["itemId"]] -= quantity
        lines.append(_Change(item, quantity, place, entry.get("ticketUUIDs")))
    return lines


def _named(order: Record, body: Record, name: str) -> Iterator[tuple[Record, Record, str]]:
    """Yield the item of an order that each entry of a body's list names, the entry, its place."""
    items = {item["itemId"]: item for item in order["orderItems"]}
    for entry, place in entries(body, name):
        named = str(entry.get("orderItemId"))
        if named not in items:
            raise Refusal(400, f"{place}.orderItemId: order {order['id']} has no item {named}")
        yield items[named], entry, place


def _amount(changes: list[_Change]) -> Decimal:
    """Return what they cost, or did."""
    costs = (money.amount(item["discountedUnitPrice"]) * count for item, count, *_ in changes)
    return sum(costs, money.ZERO)


def _take_back(state: State, order: Record, lines: list[_Change]) -> None:
    for item, quantity, _, ticket_uuids in lines:
        change_item(state, order, item, -quantity, ticket_uuids)
