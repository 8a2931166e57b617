"""Events as each listing shows them, and which of them it shows (api-facts/events-*.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ...http.refusal import Refusal
from ...values import times
from ..records import Record
from ..state import State
from .capacity import places_left

_SUMMARY_FIELDS = (
    "id", "templateId", "name", "type", "admissionType", "state", "scheduleName", "startTime",
    "endTime",
)  # fmt: skip
# What a caller cannot change, whatever a replacement says (api-facts/events-b2b.md, "Event").
_READ_ONLY = ("id", "templateId", "type", "admissionType", "soldQuantity", "checkInCount")
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
    """Return the events that match, in the order in which they begin.

    Args:
        state: the venue.
        start: only events that begin then or later.
        end: only events that begin then or earlier.
        type: `standard`, `private` or `all`.
        template_id: only events of this template.
        channel: only events that are sold through this channel.
        word: only events with this word in their name or description.

    """
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
    """Tell whether a channel sells the event; channels compare without regard to case."""
    return any(
        entry.get("channel", "").lower() == channel.lower() and entry.get("enabled", True)
        for entry in event["salesChannels"]
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


def summary(event: Record, held: Counter[str]) -> Record:
    """Return the event as `EventSummary`."""
    return {
        **statement(event, held),
        "reserved": held[event["id"]],
        "offSchedule": event["offSchedule"],
        "customFields": event["customFields"],
        "colorCategory": event["colorCategory"],
    }


def statement(event: Record, held: Counter[str]) -> Record:
    """Return the event as `EventStatement`."""
    return {
        **{name: event[name] for name in _SUMMARY_FIELDS if name in event},
        "sold": event["soldQuantity"],
        "available": places_left(event, held),
        "checkedIn": event["checkInCount"],
    }


def replace_event(state: State, body: Record) -> Record:
    """Put a changed event in the place of the one whose id it carries.

    Raises:
        Refusal: 400, there is none, or its capacity would be below what is sold.

    """
    known = state.events.referred(body.get("id"), "body.id")
    kept = {name: known[name] for name in _READ_ONLY}
    changed: dict[str, Any] = {**known, **body, **kept}
    if changed["capacity"] < changed["soldQuantity"]:
        raise Refusal(
            400,
            f"body.capacity is {changed['capacity']}, but {changed['soldQuantity']} are sold",
            type="CAPACITY_BELOW_SOLD",
        )
    changed["lastModified"] = times.write(state.now())
    return state.events.replace(known["id"], changed)
