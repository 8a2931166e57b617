"""Refunds of whole orders or of parts (page 33000250661, api-facts/orders.md)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...http.refusal import Refusal
from ...values import money, times
from ..events.capacity import give_back
from ..pricing import TICKETS
from ..records import Record
from ..state import State
from .orders import set_quantity, settle, tickets_of
from .transactions import note


@dataclass(frozen=True, slots=True)
class TakenLine:
    """What is taken back of one item."""

    item: Record
    quantity: int
    ticket_uuids: list[str] | None

    @property
    def amount(self) -> Decimal:
        """What was paid for it."""
        return money.amount(self.item["discountedUnitPrice"]) * self.quantity


def refund(state: State, order: Record, wanted: list[Any] | None) -> Record:
    """Take quantities back from an order and return what the refund call answers.

    Args:
        state: the venue.
        order: the order.
        wanted: the body's `refundItems`; None or empty: everything that is left.

    Raises:
        Refusal: 400, an item is not the order's, has too little left, or nothing is left.

    """
    lines = lines_to_take_back(order, wanted, "body.refundItems")
    if not lines:
        raise Refusal(400, f"order {order['id']} has nothing left to refund")
    refunded = sum((line.amount for line in lines), money.ZERO)
    for line in lines:
        take_back(state, order, line.item, line.quantity, line.ticket_uuids)
    pay_back(state, order, refunded)
    return {
        "incidentNumber": str(state.next_number("incident", 31_001)),
        "refundAmount": money.text(refunded),
        "order": order,
        "refundedEvents": _by_event(state, lines),
    }


def take_back(
    state: State,
    order: Record,
    item: Record,
    quantity: int,
    ticket_uuids: list[str] | None = None,
) -> None:
    """Lower an item's quantity, free its places and mark its tickets as refunded.

    A ticket uuid that is not the item's still lowers the quantity, but marks no ticket, as the
    vendor describes; without uuids the first tickets are marked.
    """
    set_quantity(item, item["quantity"] - quantity)
    note(state, order, item, "Refund", quantity)
    if item["itemType"] not in TICKETS:
        return
    give_back(state, item["eventId"], quantity)
    valid = [t for t in tickets_of(state, order, item) if "ticketStatus" not in t]
    if ticket_uuids is not None:
        valid = [ticket for ticket in valid if ticket["uuid"] in ticket_uuids]
    for ticket in valid[:quantity]:
        ticket["ticketStatus"] = "Refunded"


def pay_back(state: State, order: Record, amount: Decimal) -> None:
    """Add to what the order has refunded, and work its totals out again."""
    order["refundAmount"] = money.text(money.amount(order["refundAmount"]) + amount)
    settle(state, order)


def lines_to_take_back(order: Record, wanted: list[Any] | None, where: str) -> list[TakenLine]:
    """Return what is wanted back of an order, all that is left if nothing is named.

    Raises:
        Refusal: 400, an item is not the order's, or has too little left.

    """
    items = {item["itemId"]: item for item in order["orderItems"]}
    if not wanted:
        return [
            TakenLine(item, item["quantity"], None) for item in items.values() if item["quantity"]
        ]
    left = {item_id: item["quantity"] for item_id, item in items.items()}
    lines = []
    for index, entry in enumerate(wanted):
        place = f"{where}[{index}]"
        item_id, quantity = str(entry["orderItemId"]), entry["quantity"]
        if item_id not in items:
            raise Refusal(400, f"{place}.orderItemId: order {order['id']} has no item {item_id}")
        if not 1 <= quantity <= left[item_id]:
            raise Refusal(400, f"{place}.quantity is {quantity}, but {left[item_id]} are left")
        left[item_id] -= quantity
        lines.append(TakenLine(items[item_id], quantity, entry.get("ticketUUIDs")))
    return lines


def _by_event(state: State, lines: list[TakenLine]) -> list[Record]:
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
