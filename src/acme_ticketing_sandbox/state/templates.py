"""Event templates: their listings, and the times and calendars of their events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..http.refusal import Refusal
from ..values import times
from .events import full, on_sale, places_left, select_events, sold_through, start_of
from .records import Record
from .state import State

_SUMMARY = (
    "id", "name", "description", "shortDescription", "admissionType", "reviewState", "startTime",
    "endTime", "priceLists", "soldQuantity", "ticketDetails", "customFields", "colorCategory",
)  # fmt: skip
_ONLINE = (
    "id", "name", "description", "shortDescription", "type", "admissionType", "startTime",
    "endTime", "emailConfirmationMessage", "priceLists", "images", "membership", "available",
    "thirdPartyEvent", "soldQuantity", "displayOrder",
)  # fmt: skip
_SLIM = ("id", "type", "name", "description", "shortDescription")


def select_templates(
    state: State, *, start: datetime | None, end: datetime | None, type: str
) -> Iterator[Record]:
    """Return the templates of a type whose run overlaps the period."""
    for template in state.event_templates:
        if type not in ("all", template["type"]):
            continue
        if start and times.parse(template["endTime"]) < start:
            continue
        if end and times.parse(template["startTime"]) > end:
            continue
        yield template


def shown_template(state: State, template: Record) -> Record:
    """Return the template with what its events have sold and whether any is on sale."""
    events = [event for event in state.events if event["templateId"] == template["id"]]
    held = state.reservations.held()
    return {
        **template,
        "soldQuantity": sum(event["soldQuantity"] for event in events),
        "available": any(on_sale(state, event, held) for event in events),
    }


def is_for(state: State, template: Record, membership_id: object, level_id: object) -> bool:
    """Tell whether a buyer may see the template: some are for members only."""
    if not template["memberOnlyEvent"]:
        return True
    return bool(state.memberships.find(membership_id) or state.membership_levels.find(level_id))


def event_times(
    state: State, template: Record, start: datetime, end: datetime, channel: str | None
) -> list[Record]:
    """Return the template's events of a period as `EventTime`s."""
    held = state.reservations.held()
    found = select_events(
        state, start=start, end=end, type="all", template_id=template["id"], channel=channel
    )
    return [
        {
            "id": event["id"],
            "date": start_of(event).date().isoformat(),
            "time": start_of(event).strftime("%H:%M"),
            "startTime": event["startTime"],
            "availableSeats": places_left(event, held),
            "addOns": [],
            "event": full(state, event, held),
        }
        for event in found
    ]


def calendar(
    state: State, templates: list[Record], start: datetime, end: datetime, channel: str | None
) -> Record:
    """Return a `Calendar`: each day of the period, and whether anything is on sale on it."""
    wanted = {template["id"] for template in templates}
    held = state.reservations.held()
    active = {
        start_of(event).date()
        for event in select_events(state, start=start, end=end, type="all", channel=channel)
        if event["templateId"] in wanted and on_sale(state, event, held)
    }
    day, days = start.astimezone(state.venue.time_zone).date(), []
    last = min(end.astimezone(state.venue.time_zone).date(), day + timedelta(days=366))
    while day <= last:
        days.append({"date": day.isoformat(), "name": day.strftime("%A"), "active": day in active})
        day += timedelta(days=1)
    return {"days": days}


def sold_by(state: State, template: Record, channel: str | None) -> bool:
    """Tell whether a channel sells any event of the template."""
    return channel is None or any(
        event["templateId"] == template["id"] and sold_through(event, channel)
        for event in state.events
    )


def add_template(state: State, body: Record) -> Record:
    """Keep a new template; what it leaves out gets the platform's defaults."""
    now = times.write(state.now())
    described = body.get("description", "")
    return state.event_templates.add(
        {
            "name": "",
            "shortDescription": described[:300],
            "type": "standard",
            "admissionType": "standard",
            "reviewState": "draft",
            "startTime": now,
            "endTime": times.write(state.now() + timedelta(days=365)),
            "memberOnlyEvent": False,
            "schedules": [],
            "lastUpdated": now,
            **body,
        }
    )


def replace_template(state: State, body: Record, author: str) -> Record:
    """Replace the template whose id the body carries, unless another user holds its lock."""
    known = state.event_templates.referred(body.get("id"), "body.id")
    state.locks.refuse_others(known["id"], author)
    changed = {**known, **body, "lastUpdated": times.write(state.now())}
    return state.event_templates.replace(known["id"], changed)


def delete_template(state: State, id: object, author: str) -> Record:
    """Delete a template and its events, unless it is locked or tickets are sold."""
    template = state.event_templates.get(id)
    state.locks.refuse_others(template["id"], author)
    events = [event for event in state.events if event["templateId"] == template["id"]]
    if any(event["soldQuantity"] for event in events):
        raise Refusal(400, f"event template {id} cannot be deleted: tickets are sold")
    for event in events:
        state.events.remove(event["id"])
    return state.event_templates.remove(id)


def template_summary(template: Record) -> Record:
    """Return a shown template as `EventTemplateSummary`."""
    return _some(template, _SUMMARY)


def online_summary(template: Record) -> Record:
    """Return a shown template as `OnlineEventTemplateSummary`: its moments are numbers here."""
    updated = times.epoch_milliseconds(times.parse(template["lastUpdated"]))
    return {
        **_some(template, _ONLINE),
        "summary": template.get("shortDescription", ""),
        "schedules": [_some(found, ("id", "name")) for found in template.get("schedules", [])],
        "lastPublished": updated,
        "lastUpdated": updated,
    }


def slim_template(template: Record) -> Record:
    """Return a template as `SlimEventTemplate`: its time is not ISO 8601 here."""
    start = times.parse(template["startTime"])
    return {**_some(template, _SLIM), "startTime": start.strftime("%m/%d/%Y %I:%M %p")}


def _some(record: Record, names: tuple[str, ...]) -> Record:
    return {name: record[name] for name in names if name in record}
