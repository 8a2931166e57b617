"""Changing the quantities of an order that was made (page 33000253334)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...http.refusal import Refusal
from ...values import money
from ..events.capacity import sell
from ..pricing import MOST_OF_A_KIND, TICKETS
from ..records import Record
from ..state import State
from .orders import add_tickets, set_quantity, settle
from .refunds import pay_back, take_back
from .transactions import note


def update_order(state: State, order: Record, wanted: list[Any]) -> None:
    """Give order items other quantities, all of them or none.

    Args:
        state: the venue.
        order: the order.
        wanted: the body's `orderItems`; what they do not name stays.

    Raises:
        Refusal: 400, an item is not the order's, a quantity is none, or an event has too few
            places left.

    """
    items = {item["itemId"]: item for item in order["orderItems"]}
    changes = [_change(order, items, entry, index) for index, entry in enumerate(wanted)]
    more = [(item, change, place) for item, change, place in changes if change > 0]
    sell(
        state,
        [
            (state.events.referred(item["eventId"], place), change, place)
            for item, change, place in more
            if item["itemType"] in TICKETS
        ],
    )
    for item, change, _ in more:
        _add(state, order, item, change)
    refunded = money.ZERO
    for item, change, _ in changes:
        if change < 0:
            take_back(state, order, item, -change)
            refunded += money.amount(item["discountedUnitPrice"]) * -change
    pay_back(state, order, refunded)


def _change(
    order: Record, items: dict[str, Record], entry: Record, index: int
) -> tuple[Record, int, str]:
    place = f"body.orderItems[{index}]"
    item = items.get(str(entry.get("orderItemId")))
    if item is None:
        raise Refusal(
            400, f"{place}.orderItemId: order {order['id']} has no {entry.get('orderItemId')!r}"
        )
    quantity: int = entry["quantity"] if "quantity" in entry else item["quantity"]
    if not 0 <= quantity <= MOST_OF_A_KIND:
        raise Refusal(400, f"{place}.quantity is {quantity}: 0 to {MOST_OF_A_KIND} are sold")
    return item, quantity - item["quantity"], place


def _add(state: State, order: Record, item: Record, change: int) -> None:
    """Sell more of an item; what is charged for it is what it costs."""
    set_quantity(item, item["quantity"] + change)
    item["originalQuantity"] += change
    add_tickets(state, order, item, change)
    note(state, order, item, "Sale", change)
    charged: Decimal = money.amount(item["discountedUnitPrice"]) * change
    order["paidAmount"] = money.text(money.amount(order["paidAmount"]) + charged)
    settle(state, order)
