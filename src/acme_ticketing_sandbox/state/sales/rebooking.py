"""Moving tickets to another event (page 33000250660, api-facts/orders.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...http.refusal import Refusal
from ...values import money, times
from ..events.capacity import give_back, sell
from ..pricing import EVENT_ITEM
from ..records import Record
from ..state import State
from .orders import set_quantity, settle, tickets_of


def rebooking_fee(state: State, event: Record) -> str:
    """Return what moving a ticket away from an event costs."""
    template = state.event_templates.find(event["templateId"]) or {}
    return str(template.get("rebookingFee", money.text(money.ZERO)))


def rebook(state: State, order: Record, wanted: list[Any]) -> Decimal:
    """Move quantities of order items to other events, all of them or none.

    Args:
        state: the venue.
        order: the order.
        wanted: the body's `rebookItems`.

    Returns:
        The fees.

    Raises:
        Refusal: 400, an item is not the order's or has too little, or an event is unknown or has
            too few places left.

    """
    items = {item["itemId"]: item for item in order["orderItems"]}
    moves = [_move(state, order, items, entry, index) for index, entry in enumerate(wanted)]
    sell(state, [(event, count, f"body.rebookItems[{i}]") for i, (_, event, count) in moves])
    fees = money.ZERO
    for _, (item, event, count) in moves:
        source = state.events.find(item["eventId"])
        if source is not None:
            fees += money.amount(rebooking_fee(state, source)) * count
        _carry_over(state, order, item, event, count)
    order["orderItems"] = [item for item in order["orderItems"] if item["quantity"]]
    settle(state, order)
    return fees


def _move(
    state: State, order: Record, items: dict[str, Record], entry: Record, index: int
) -> tuple[int, tuple[Record, Record, int]]:
    place = f"body.rebookItems[{index}]"
    item = items.get(entry["orderItemId"])
    if item is None or item["itemType"] != EVENT_ITEM:
        raise Refusal(
            400, f"{place}.orderItemId: order {order['id']} has no tickets {entry['orderItemId']}"
        )
    count = entry["rebookQuantity"]
    if not 1 <= count <= item["quantity"]:
        raise Refusal(400, f"{place}.rebookQuantity is {count}, but {item['quantity']} are left")
    event = state.events.referred(entry["rebookToEventId"], f"{place}.rebookToEventId")
    return index, (item, event, count)


def _carry_over(state: State, order: Record, item: Record, event: Record, count: int) -> None:
    moved = {
        **item,
        "itemId": str(state.next_number("order item", 490_700)),
        "eventId": event["id"],
        "eventName": event["name"],
        "itemTypeId": event["id"],
        "itemTypeName": event["name"],
        "displayName": f"{event['name']}, {item['ticketingTypeName']}",
        "eventStartTime": times.epoch_milliseconds(times.parse(event["startTime"])),
        "checkInQuantity": 0,
    }
    good = [t for t in tickets_of(state, order, item) if t.get("ticketStatus") != "Refunded"]
    for ticket in good[:count]:
        ticket["eventId"] = event["id"]
        ticket["ticketDetails"][0] |= {"eventId": event["id"], "orderItemId": moved["itemId"]}
    give_back(state, item["eventId"], count)
    for part, quantity in ((moved, count), (item, item["quantity"] - count)):
        set_quantity(part, quantity)
    order["orderItems"].append(moved)
