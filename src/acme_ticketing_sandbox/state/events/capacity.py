"""How many places an event has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...http.refusal import Refusal
from ..records import Record
from ..state import State


def places_left(event: Record, held: Counter[str]) -> int:
    """Return how many places are neither sold nor held; never below zero."""
    return max(0, int(event["capacity"]) - int(event["soldQuantity"]) - held[event["id"]])


def sell(
    state: State, wanted: Iterable[tuple[Record, int, str]], *, reservation_id: object = None
) -> None:
    """Count places as sold: all of them or none.

    Args:
        state: the venue.
        wanted: events, how many places of each, and where in the request they are asked for.
        reservation_id: a reservation whose places are the buyer's own.

    Raises:
        Refusal: 400, an event has too little left.

    """
    taken = state.reservations.held(except_for=reservation_id)
    lines = list(wanted)
    for event, quantity, place in lines:
        left = places_left(event, taken)
        if quantity > left:
            raise Refusal(400, f"{place}: {event['name']} has {left} places left", type="SOLD_OUT")
        taken[event["id"]] += quantity
    for event, quantity, _ in lines:
        event["soldQuantity"] += quantity


def give_back(state: State, event_id: object, quantity: int) -> None:
    """Count places as free again; an event that is gone needs none."""
    event = state.events.find(event_id)
    if event is not None:
        event["soldQuantity"] -= quantity
