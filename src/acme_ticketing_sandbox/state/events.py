"""Events: which of them a listing shows, and how; how many places they have left.

api-facts/events-*.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ..http.refusal import Refusal
from ..values import times
from .records import Record
from .state import State

_CHANNELS = (
    ("Online", "online"),
    ("Customer Rep", "customerRep"),
    ("Point of Sale", "pointOfSale"),
    ("Manual Entry", "manualEntry"),
    ("Kiosk", "kiosk"),
    ("Inside Sales", "insideSalesIndividual"),
    ("Reseller", "reseller"),
)


def all_channels() -> list[Record]:
    """Return every sales channel, enabled, as events and prices list them."""
    return [{"name": name, "channel": channel, "enabled": True} for name, channel in _CHANNELS]


def select_events(
    state: State,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    type: str = "standard",
    template_id: str | None = None,
    channel: str | None = None,
    word: str | None = None,
) -> Iterator[Record]:
    """Yield the events that match, from `start` to `end`, in the order in which they begin."""
    for event in sorted(state.events, key=start_of):
        if event["manuallyDeleted"] or type not in ("all", event["type"]):
            continue
        if (start and start_of(event) < start) or (end and start_of(event) > end):
            continue
        if template_id not in (None, event["templateId"]):
            continue
        if channel and not sold_through(event, channel):
            continue
        text = f"{event['name']} {event.get('description', '')}".lower()
        if word and word.lower() not in text:
            continue
        yield event


def start_of(event: Record) -> datetime:
    """Return when the event begins."""
    return times.parse(event["startTime"])


def sold_through(event: Record, channel: str) -> bool:
    """Tell whether a channel sells an event or a level; case counts for nothing."""
    return any(
        entry.get("channel", "").lower() == channel.lower() and entry.get("enabled", True)
        for entry in event.get("salesChannels", ())
    )


def on_sale(state: State, event: Record, held: Counter[str]) -> bool:
    """Tell whether a visitor can still buy the event."""
    return sale_ends(event) > state.now() and places_left(event, held) > 0


def sale_ends(event: Record) -> datetime:
    """Return when the last ticket is sold: at the start, or some minutes later."""
    late = event.get("ticketDetails", {}).get("postStartPurchase", {})
    minutes = late.get("minutesAfter", 0) if late.get("allowLateTicketPurchase") else 0
    return start_of(event) + timedelta(minutes=minutes)


def full(state: State, event: Record, held: Counter[str]) -> Record:
    """Return the event as `Event`, which has no name of its schedule."""
    shown = {**event, "available": on_sale(state, event, held)}
    shown.pop("scheduleName", None)
    return shown


def places_left(event: Record, held: Counter[str]) -> int:
    """Return how many places are neither sold nor held; never below zero."""
    return max(0, int(event["capacity"]) - int(event["soldQuantity"]) - held[event["id"]])


def sell(
    state: State, wanted: Sequence[tuple[Record, int, str]], *, reservation_id: object = None
) -> None:
    """Count places as sold, all of them or, by a refusal, none.

    Args:
        state: the venue.
        wanted: events, how many places of each, and where in the request they are asked for.
        reservation_id: a reservation whose places are the buyer's own.

    """
    taken = state.reservations.held(except_for=reservation_id)
    for event, quantity, place in wanted:
        left = places_left(event, taken)
        if quantity > left:
            raise Refusal(400, f"{place}: {event['name']} has {left} places left", type="SOLD_OUT")
        taken[event["id"]] += quantity
    for event, quantity, _ in wanted:
        event["soldQuantity"] += quantity


def give_back(state: State, event_id: object, quantity: int) -> None:
    """Count places as free again; an event that is gone needs none."""
    event = state.events.find(event_id)
    if event is not None:
        event["soldQuantity"] -= quantity


def shown_template(state: State, template: Record) -> Record:
    """Return the template with what its events have sold and whether any is on sale."""
    events = [event for event in state.events if event["templateId"] == template["id"]]
    held = state.reservations.held()
    return {
        **template,
        "soldQuantity": sum(event["soldQuantity"] for event in events),
        "available": any(on_sale(state, event, held) for event in events),
    }
