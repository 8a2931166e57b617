"""Event templates, events, times and calendars as a visitor sees them (api-facts/events-b2c.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..http.refusal import Refusal
from ..state import Record, shaped, some_of
from ..state.events import full, on_sale, select_events, shown_template, sold_through, start_of
from ..state.places import places_left
from ..values import times
from .call import Call, answers
from .will_call import card_of_barcode

_TIME = "%m/%d/%Y %I:%M %p"


@answers("b2c.eventTemplates.list")
def list_templates(call: Call) -> list[Record]:
    return [shown_template(call.state, template) for template in _visible_templates(call)]


@answers("b2c.eventTemplates.listSummaries")
def list_summaries(call: Call) -> list[Record]:
    return [_summary(template) for template in list_templates(call)]


def _summary(template: Record) -> Record:
    updated = times.epoch_milliseconds(times.parse(template["lastUpdated"]))
    return shaped(
        "OnlineEventTemplateSummary",
        template,
        summary=template.get("shortDescription", ""),
        schedules=[some_of(found, ("id", "name")) for found in template.get("schedules", [])],
        lastPublished=updated,
        lastUpdated=updated,
    )


@answers("b2c.eventTemplates.listSlim")
def list_slim(call: Call) -> list[Record]:
    """List the templates that can be bought, with very few fields; no time is ISO 8601 here."""
    return [
        shaped("SlimEventTemplate", each, startTime=f"{times.parse(each['startTime']):{_TIME}}")
        for each in _visible_templates(call)
    ]


@answers("b2c.eventTemplates.get")
def get_template(call: Call) -> Record:
    return shown_template(call.state, _visible_template(call))


@answers("b2c.eventTemplates.listTimes")
def list_times(call: Call) -> list[Record]:
    """List a template's events of a period, by default of today."""
    return _times(call, _visible_template(call))


@answers("b2c.eventTemplates.listTimesOfAll")
def list_times_of_all(call: Call) -> list[Record]:
    """List the events of a period, by default of today, of every template that has some."""
    found = (
        {"eventTemplateId": template["id"], "times": _times(call, template)}
        for template in _visible_templates(call)
    )
    return [entry for entry in found if entry["times"]]


@answers("b2c.eventTemplates.listEvents")
def list_events(call: Call) -> list[Record]:
    return [full(call.state, event) for event in _events_of(call, _visible_template(call)["id"])]


def _events_of(
    call: Call,
    template_id: str | None,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
) -> Iterator[Record]:
    """Yield events of a template or of all, in the query's channel and period or by default this."""
    query = call.query
    return select_events(
        call.state,
        start=query.get("startTime", start),
        end=query.get("endTime", end),
        type="all",
        template_id=template_id,
        channel=query.get("saleChannel", query.get("salesChannel")),
    )


@answers("b2c.eventTemplates.getCalendarOfAll")
def get_calendar_of_all(call: Call) -> Record:
    """Tell the days of a period on which anything is on sale, by default of this month."""
    return _calendar(call, _visible_of_type(call))


@answers("b2c.eventTemplates.getCalendar")
def get_calendar(call: Call) -> Record:
    """Tell the days of a period on which the template is on sale, by default of this month."""
    return _calendar(call, [_visible_template(call)])


def _times(call: Call, template: Record) -> list[Record]:
    """Return the template's events of the period as `EventTime`s."""
    state = call.state
    start: datetime = call.query.get("startTime", times.start_of_day(state.now()))
    return [
        {
            "id": event["id"],
            "date": start_of(event).date().isoformat(),
            "time": start_of(event).strftime("%H:%M"),
            "startTime": event["startTime"],
            "availableSeats": places_left(state, event),
            "addOns": [],
            "event": full(state, event),
        }
        for event in _events_of(call, template["id"], start=start, end=times.end_of_day(start))
    ]


def _calendar(call: Call, templates: list[Record]) -> Record:
    """Return a `Calendar`: each day of the period, and whether anything is on sale on it."""
    state, zone = call.state, call.state.venue.time_zone
    start: datetime = call.query.get("startTime", state.now())
    end: datetime = call.query.get("endTime", times.end_of_month(start))
    wanted = {template["id"] for template in templates}
    active = {
        start_of(event).date()
        for event in _events_of(call, None, start=start, end=end)
        if event["templateId"] in wanted and on_sale(state, event)
    }
    day, days = start.astimezone(zone).date(), []
    last = min(end.astimezone(zone).date(), day + timedelta(days=366))
    while day <= last:
        days.append({"date": day.isoformat(), "name": day.strftime("%A"), "active": day in active})
        day += timedelta(days=1)
    return {"days": days}


def _visible_template(call: Call) -> Record:
    """Return the template that the path names, or refuse with 404 if the buyer may not see it."""
    template = call.state.event_templates.get(call.path["id"])
    if not _is_visible(call, template):
        raise Refusal(404, f"there is no event template {call.path['id']} on sale for this buyer")
    return template


def _visible_templates(call: Call) -> list[Record]:
    """Return the templates of the query's type and period that the buyer may see."""
    start = call.query.get("startTime")
    end = call.query.get("endTime", times.end_of_day(start)) if start else None
    with_events = {
        event["templateId"]
        for event in call.state.events
        if times.within(start_of(event), start, end)
    }
    return [template for template in _visible_of_type(call) if template["id"] in with_events]


def _visible_of_type(call: Call) -> list[Record]:
    kind = call.query.get("type", "standard")
    return [
        template
        for template in call.state.event_templates
        if kind in ("all", template["type"]) and _is_visible(call, template)
    ]


def _is_visible(call: Call, template: Record) -> bool:
    channel = call.query.get("saleChannel")
    return (
        template["reviewState"] == "published"
        and _is_for(call, template, call.query.get("membershipId"))
        and (
            channel is None
            or any(
                event["templateId"] == template["id"] and sold_through(event, channel)
                for event in call.state.events
            )
        )
    )


@answers("b2c.events.get")
def get_event(call: Call) -> Record:
    """Read an event, if the buyer may see it (page 33000250729)."""
    event = call.state.events.get(call.path["id"])
    template = call.state.event_templates.find(event["templateId"])
    if template is not None and not _is_for_buyer(call, template):
        raise Refusal(404, f"there is no event {call.path['id']} on sale for this buyer")
    return full(call.state, event)


@answers("b2c.events.getNextAvailable")
def get_next_available(call: Call) -> Record:
    """Read a template's next event that is on sale."""
    template = call.state.event_templates.get(call.path["templateId"])
    for event in _events_of(call, template["id"]):
        if on_sale(call.state, event) and _is_for_buyer(call, template):
            return full(call.state, event)
    raise Refusal(404, f"event template {template['id']} has no event on sale")


def _is_for_buyer(call: Call, template: Record) -> bool:
    card = card_of_barcode(call.state, call.query.get("barcode", ""))
    return _is_for(call, template, card[0]["id"] if card else call.query.get("membershipId"))


def _is_for(call: Call, template: Record, membership_id: object) -> bool:
    """Tell whether a buyer may see the template: some are for members only."""
    state, level_id = call.state, call.query.get("membershipCategoryId")
    return not template["memberOnlyEvent"] or bool(
        state.memberships.find(membership_id) or state.membership_levels.find(level_id)
    )
