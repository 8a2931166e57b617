"""The places of events: sold, given back, and held for about ten minutes (api-facts/carts.md)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from ..http.refusal import Refusal
from ..values import times
from .records import Record, entries, some_of
from .state import State

HOLD = timedelta(minutes=10)
Wanted = list[tuple[Record, int, str]]  # events, how many places, and what asks for them


def held(state: State, event: Record, *, except_for: object = None) -> int:
    """Return how many places of an event are held, those of one reservation left out."""
    return sum(
        item["quantity"]
        for found in state.reservations
        for item in found["reservationItems"]
        if item["eventId"] == event["id"] and str(found["id"]) != str(except_for)
    )


def places_left(state: State, event: Record, *, except_for: object = None) -> int:
    """Return how many places are neither sold nor held; never below zero."""
    taken = int(event["soldQuantity"]) + held(state, event, except_for=except_for)
    return max(0, int(event["capacity"]) - taken)


def sell(state: State, wanted: Wanted, *, reservation_id: object = None) -> None:
    """Count places as sold, all or, by a refusal, none; those of the reservation are the buyer's."""
    _refuse_sold_out(state, wanted, reservation_id)
    for event, quantity, _ in wanted:
        event["soldQuantity"] += quantity


def _refuse_sold_out(state: State, wanted: Wanted, reservation_id: object) -> None:
    asked: Counter[str] = Counter()
    for event, quantity, place in wanted:
        left = places_left(state, event, except_for=reservation_id) - asked[event["id"]]
        if quantity > left:
            raise Refusal(400, f"{place}: {event['name']} has {left} places left", type="SOLD_OUT")
        asked[event["id"]] += quantity


def give_back(state: State, event_id: object, quantity: int) -> None:
    """Count places as free again; an event that is gone needs none."""
    if event := state.events.find(event_id):
        event["soldQuantity"] -= quantity


def hold(state: State, body: Record, replaced: object = None) -> Record:
    """Hold what the body's `reservationItems` ask for, or refuse, and return the reservation.

    One that is replaced keeps its number, and stands as it was when the new one is refused.
    """
    wanted: Wanted = []
    for item, place in entries(body, "reservationItems"):
        event = state.events.referred(item.get("eventId"), f"{place}.eventId")
        quantity = item.get("quantity", 0)
        if quantity < 1:
            raise Refusal(400, f"{place}.quantity is at least 1, not {quantity}")
        wanted.append((event, quantity, place))
    _refuse_sold_out(state, wanted, replaced)
    held = {
        "expirationTimestamp": times.write(state.now() + HOLD),
        "reservationItems": [
            {
                "id": item.get("id") or state.identifiers.number("reservation item", 99_101),
                **some_of(item, ("eventId", "quantity")),
            }
            for item, _ in entries(body, "reservationItems")
        ],
    }
    standing = state.reservations
    kept = standing.add(held) if replaced is None else standing.replace(replaced, held)
    for item in kept["reservationItems"]:
        item["reservationId"] = kept["id"]
    return kept
