"""What is done to an order afterwards: quantities changed, refunds, moves, memberships made of it.

Pages 33000253334, 33000250661 and 33000250660; api-facts/orders.md and observed.md. What cannot be
done is refused with 400, and nothing of it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, cast

from ...http.refusal import Refusal
from ...values import money, times
from ..memberships import PURCHASE, apply_membership_line, check_membership_line
from ..places import give_back, sell
from ..pricing import EVENT_ITEM, MOST_OF_A_KIND, TICKETS, membership_price
from ..records import Record
from ..state import State
from .orders import add_tickets, order_item, set_event, set_quantity, settle, tickets_of
from .transactions import note


class _Change(NamedTuple):
    """What is sold more of an item, or taken back of it."""

    item: Record
    quantity: int
    place: str
    ticket_uuids: Sequence[str] | None = None

    @property
    def amount(self) -> Decimal:
        """What it costs, or did."""
        return money.amount(self.item["discountedUnitPrice"]) * self.quantity


def update_order(state: State, order: Record, wanted: list[Record]) -> None:
    """Give order items other quantities; what the body's `orderItems` do not name stays."""
    changes = [_wanted_change(order, entry, index) for index, entry in enumerate(wanted)]
    if len({change.item["itemId"] for change in changes}) < len(changes):
        raise Refusal(400, "body.orderItems names an item twice")
    more = [change for change in changes if change.quantity > 0]
    less = [change._replace(quantity=-change.quantity) for change in changes if change.quantity < 0]
    sell(
        state,
        [
            (state.events.referred(item["eventId"], place), quantity, place)
            for item, quantity, place, _ in more
            if item["itemType"] in TICKETS
        ],
    )
    for item, quantity, *_ in more:
        set_quantity(item, item["quantity"] + quantity)
        item["originalQuantity"] += quantity
        add_tickets(state, order, item, quantity)
        note(state, order, item, "Sale", quantity)
    _take_back(state, order, less)
    settle(state, order, paid=_amount(more), refunded=_amount(less))


def _wanted_change(order: Record, entry: Record, index: int) -> _Change:
    place = f"body.orderItems[{index}]"
    item = _named_item(order, entry, place)
    quantity: int = entry["quantity"] if "quantity" in entry else item["quantity"]
    if not 0 <= quantity <= MOST_OF_A_KIND:
        raise Refusal(400, f"{place}.quantity is {quantity}: 0 to {MOST_OF_A_KIND} are sold")
    return _Change(item, quantity - item["quantity"], place)


def refund(state: State, order: Record, wanted: list[Record] | None) -> Record:
    """Take back the body's `refundItems`, or all that is left, and return what the call answers."""
    lines = (
        _named_lines(order, wanted, "body.refundItems")
        if wanted
        else [_Change(i, i["quantity"], "body") for i in order["orderItems"] if i["quantity"]]
    )
    if not lines:
        raise Refusal(400, f"order {order['id']} has nothing left to refund")
    refunded = _amount(lines)
    _take_back(state, order, lines)
    settle(state, order, refunded=refunded)
    return {
        "incidentNumber": str(state.next_number("incident", 31_001)),
        "refundAmount": money.text(refunded),
        "order": order,
        "refundedEvents": _by_event(state, lines),
    }


def _named_lines(
    order: Record, wanted: list[Record], where: str, *, how_many: str = "quantity"
) -> list[_Change]:
    """Return what a body's entries name of an order, no more of an item than is left of it."""
    left = {item["itemId"]: item["quantity"] for item in order["orderItems"]}
    lines = []
    for index, entry in enumerate(wanted):
        place = f"{where}[{index}]"
        item, quantity = _named_item(order, entry, place), entry.get(how_many, 0)
        if not 1 <= quantity <= left[item["itemId"]]:
            message = f"{place}.{how_many} is {quantity}, but {left[item['itemId']]} are left"
            raise Refusal(400, message)
        left[item["itemId"]] -= quantity
        lines.append(_Change(item, quantity, place, entry.get("ticketUUIDs")))
    return lines


def _named_item(order: Record, entry: Record, place: str) -> Record:
    """Return the item of an order that an entry names, or refuse with 400."""
    named = str(entry.get("orderItemId"))
    for item in order["orderItems"]:
        if item["itemId"] == named:
            return cast("Record", item)
    raise Refusal(400, f"{place}.orderItemId: order {order['id']} has no item {named}")


def _take_back(state: State, order: Record, lines: list[_Change]) -> None:
    """Lower quantities, free places and mark tickets as refunded.

    A ticket uuid that is not the item's still lowers the quantity, but marks no ticket, as the
    vendor describes; without uuids the first tickets are marked.
    """
    for item, quantity, _, ticket_uuids in lines:
        set_quantity(item, item["quantity"] - quantity)
        note(state, order, item, "Refund", quantity)
        if item["itemType"] not in TICKETS:
            continue
        give_back(state, item["eventId"], quantity)
        valid = [t for t in tickets_of(state, order, item) if "ticketStatus" not in t]
        if ticket_uuids is not None:
            valid = [ticket for ticket in valid if ticket["uuid"] in ticket_uuids]
        for ticket in valid[:quantity]:
            ticket["ticketStatus"] = "Refunded"


def _amount(changes: list[_Change]) -> Decimal:
    return sum((change.amount for change in changes), money.ZERO)


def _by_event(state: State, lines: list[_Change]) -> list[Record]:
    events: dict[str, Record] = {}
    for line in lines:
        event = state.events.find(line.item.get("eventId"))
        if event is None:
            continue
        start = times.parse(event["startTime"])
        entry = events.setdefault(
            event["id"],
            {
                "startDate": start.date().isoformat(),
                "startTime": start.strftime("%H:%M"),
                "eventName": event["name"],
                "refundedItems": [],
            },
        )
        entry["refundedItems"].append(
            {
                "ticketType": line.item["ticketingTypeName"],
                "pricePerTicket": line.item["discountedUnitPrice"],
                "refundedCount": line.quantity,
                "totalRefunded": money.text(line.amount),
            }
        )
    return list(events.values())


def rebooking_fee(state: State, event: Record) -> str:
    """Return what moving a ticket away from an event costs."""
    template = state.event_templates.find(event["templateId"]) or {}
    return str(template.get("rebookingFee", money.text(money.ZERO)))


def rebook(state: State, order: Record, wanted: list[Record]) -> Decimal:
    """Move what the body's `rebookItems` name to other events, and return the fees."""
    changes = _named_lines(order, wanted, "body.rebookItems", how_many="rebookQuantity")
    moves = [
        (change, _target(state, change, entry["rebookToEventId"]))
        for change, entry in zip(changes, wanted, strict=True)
    ]
    sell(state, [(event, change.quantity, change.place) for change, event in moves])
    fees = money.ZERO
    for (item, count, *_), event in moves:
        source = state.events.find(item["eventId"])
        if source is not None:
            fees += money.amount(rebooking_fee(state, source)) * count
        _carry_over(state, order, item, event, count)
    order["orderItems"] = [item for item in order["orderItems"] if item["quantity"]]
    settle(state, order)
    return fees


def _target(state: State, change: _Change, event_id: str) -> Record:
    """Return the event that tickets are moved to."""
    if change.item["itemType"] != EVENT_ITEM:
        raise Refusal(400, f"{change.place}.orderItemId: {change.item['itemId']} is no ticket")
    return state.events.referred(event_id, f"{change.place}.rebookToEventId")


def _carry_over(state: State, order: Record, item: Record, event: Record, count: int) -> None:
    number = str(state.next_number("order item", 490_700))
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


def convert(state: State, order: Record, body: Record) -> None:
    """Make a membership of an order's tickets, and charge what it costs more than they did."""
    if not body["orderItems"]:
        raise Refusal(400, "body.orderItems names no ticket")
    lines = _named_lines(order, body["orderItems"], "body.orderItems")
    given: Record = body["membershipInfo"]
    cards = [
        # A kept card says `yes` where this body says true.
        {k: v for k, v in card.items() if k != "primaryCard"}
        | {"cardType": str(card.get("cardType", "")).lower()}
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
    item = order_item(state, {**kind, "retailUnitPrice": unit, "unitPrice": unit})
    order["orderItems"].append(item)
    note(state, order, item, "Sale", 1)
    settle(state, order, paid=max(due, money.ZERO), refunded=max(-due, money.ZERO))
