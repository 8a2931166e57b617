"""Events: which of them a listing shows, and how (api-facts/events-*.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ..values import times
from .places import places_left
from .records import Record, all_but
from .state import State


def select_events(
    state: State, query: Mapping[str, Any], *, type: str = "all", template_id: str | None = None
) -> Iterator[Record]:
    """Yield the events of the query's period, channel and word, in the order in which they begin."""
    start, end = query.get("startTime"), query.get("endTime")
    channel = query.get("salesChannel", query.get("saleChannel"))
    for event in sorted(state.events, key=start_of):
        text = f"{event['name']} {event.get('description', '')}".lower()
        if (
            not event["manuallyDeleted"]
            and type in ("all", event["type"])
            and times.within(start_of(event), start, end)
            and template_id in (None, event["templateId"])
            and (not channel or sold_through(event, channel))
            and query.get("search", "").lower() in text
        ):
            yield event


def start_of(event: Record) -> datetime:
    return times.parse(event["startTime"])


def sold_through(event: Record, channel: str) -> bool:
    """Tell whether a channel sells an event or a level; case counts for nothing."""
    return any(
        entry.get("channel", "").lower() == channel.lower() and entry.get("enabled", True)
        for entry in event.get("salesChannels", ())
    )


def on_sale(state: State, event: Record) -> bool:
    return sale_ends(event) > state.now() and places_left(state, event) > 0


def sale_ends(event: Record) -> datetime:
    """Return when the last ticket is sold: at the start, or some minutes later."""
    late = event.get("ticketDetails", {}).get("postStartPurchase", {})
    minutes = late.get("minutesAfter", 0) if late.get("allowLateTicketPurchase") else 0
    return start_of(event) + timedelta(minutes=minutes)


def window_of(event: Record) -> Record:
    """Return the event's window of admission; a replaced event may have none."""
    return dict(event.get("ticketDetails", {}).get("checkInWindow", {}))


def admission_of(event: Record) -> tuple[datetime, datetime]:
    """Return when visitors are first and last admitted where scans outside are refused."""
    window = window_of(event)
    before, after = window.get("minutesBefore", 0), window.get("minutesAfter", 0)
    return start_of(event) - timedelta(minutes=before), start_of(event) + timedelta(minutes=after)


def full(state: State, event: Record) -> Record:
    """Return the event as `Event`, which has no name of its schedule."""
    return {**all_but(event, "scheduleName"), "available": on_sale(state, event)}


def shown_template(state: State, template: Record) -> Record:
    """Return the template with what its events have sold and whether any is on sale."""
    events = state.events.where("templateId", template["id"])
    return {
        **template,
        "soldQuantity": sum(event["soldQuantity"] for event in events),
        "available": any(on_sale(state, event) for event in events),
    }
