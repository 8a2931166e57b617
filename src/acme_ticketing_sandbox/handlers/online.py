"""Event templates, events, times and calendars as a visitor sees them (api-facts/events-b2c.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from ..http.refusal import Refusal
from ..state import Record, State, shaped, some_of
from ..state.events import full, on_sale, select_events, shown_template, sold_through, start_of
from ..state.places import places_left
from ..values import times
from .call import Call, answers
from .will_call import card_of_barcode

_TIME = "%m/%d/%Y %I:%M %p"


def _summary(state: State, template: Record) -> Record:
    updated = times.epoch_milliseconds(times.parse(template["lastUpdated"]))
    return shaped(
        "OnlineEventTemplateSummary",
        shown_template(state, template),
        summary=template.get("shortDescription", ""),
        schedules=[some_of(found, ("id", "name")) for found in template.get("schedules", [])],
        lastPublished=updated,
        lastUpdated=updated,
    )


def _slim(_: State, template: Record) -> Record:
    """Return very few fields; no time is ISO 8601 here."""
    start = times.parse(template["startTime"])
    return shaped("SlimEventTemplate", template, startTime=f"{start:{_TIME}}")


def _listed(show: Callable[[State, Record], Record], call: Call) -> list[Record]:
    return [show(call.state, template) for template in _visible_templates(call)]


answers("b2c.eventTemplates.list")(partial(_listed, shown_template))
answers("b2c.eventTemplates.listSummaries")(partial(_listed, _summary))
answers("b2c.eventTemplates.listSlim")(partial(_listed, _slim))


@answers("b2c.eventTemplates.listTimesOfAll")
def list_times_of_all(call: Call) -> list[Record]:
    """List the events of a period, by default of today, of every template that has some."""
    found = (
        {"eventTemplateId": template["id"], "times": _times(call, template)}
        for template in _visible_templates(call)
    )
    return [entry for entry in found if entry["times"]]


@answers("b2c.eventTemplates.getCalendarOfAll")
def get_calendar_of_all(call: Call) -> Record:
    """Tell the days of a period on which anything is on sale, by default of this month."""
    return _calendar(call, *_visible_of_type(call))


def _times(call: Call, template: Record) -> list[Record]:
    """Return the template's events of the period, by default of today, as `EventTime`s."""
    state = call.state
    start: datetime = call.query.get("startTime", times.start_of_day(state.now()))
    period = {"startTime": start, "endTime": times.end_of_day(start), **call.query}
    return [
        shaped(
            "EventTime",
            event,
            date=start_of(event).date().isoformat(),
            time=start_of(event).strftime("%H:%M"),
            availableSeats=places_left(state, event),
            addOns=[],
            event=full(state, event),
        )
        for event in select_events(state, period, template_id=template["id"])
    ]


def _calendar(call: Call, *templates: Record) -> Record:
    """Return each day of the period, by default this month, and whether anything is on sale on it."""
    state, zone = call.state, call.state.venue.time_zone
    start: datetime = call.query.get("startTime", state.now())
    end: datetime = call.query.get("endTime", times.end_of_month(start))
    wanted = {template["id"] for template in templates}
    active = {
        start_of(event).date()
        for event in select_events(state, {**call.query, "startTime": start, "endTime": end})
        if event["templateId"] in wanted and on_sale(state, event)
    }
    day, days = start.astimezone(zone).date(), []
    last = min(end.astimezone(zone).date(), day + timedelta(days=366))
    while day <= last:
        days.append({"date": day.isoformat(), "name": day.strftime("%A"), "active": day in active})
        day += timedelta(days=1)
    return {"days": days}


def _events(call: Call, template: Record) -> Iterator[Record]:
    return select_events(call.state, call.query, template_id=template["id"])


def _visible(answer: Callable[[Call, Record], object], call: Call, template: Record) -> object:
    """Answer about a template, or refuse with 404 if it is not to be seen."""
    if not _is_visible(call, template):
        raise Refusal(404, f"there is no event template {call.path['id']} on sale for this buyer")
    return answer(call, template)


for _id, _answer in (
    ("get", lambda call, template: shown_template(call.state, template)),
    ("listEvents", lambda call, template: [full(call.state, e) for e in _events(call, template)]),
    ("listTimes", _times),
    ("getCalendar", _calendar),
):
    answers(f"b2c.eventTemplates.{_id}", about="event_templates")(partial(_visible, _answer))


@answers("b2c.events.get", about="events")
def get_event(call: Call, event: Record) -> Record:
    """Read an event, if the buyer may see it (page 33000250729)."""
    template = call.state.event_templates.find(event["templateId"])
    if template is not None and not _is_for_buyer(call, template):
        raise Refusal(404, f"there is no event {call.path['id']} on sale for this buyer")
    return full(call.state, event)


@answers("b2c.events.getNextAvailable", about="event_templates")
def get_next_available(call: Call, template: Record) -> Record:
    """Read a template's next event that is on sale."""
    for event in _events(call, template):
        if on_sale(call.state, event) and _is_for_buyer(call, template):
            return full(call.state, event)
    raise Refusal(404, f"event template {template['id']} has no event on sale")


def _visible_templates(call: Call) -> Iterator[Record]:
    """Yield those of the type that have an event in the query's period."""
    start = call.query.get("startTime")
    end = call.query.get("endTime", times.end_of_day(start)) if start else None
    for template in _visible_of_type(call):
        begins = map(start_of, call.state.events.where("templateId", template["id"]))
        if any(times.within(each, start, end) for each in begins):
            yield template


def _visible_of_type(call: Call) -> Iterator[Record]:
    kind = call.query.get("type", "standard")
    for template in call.state.event_templates:
        if kind in ("all", template["type"]) and _is_visible(call, template):
            yield template


def _is_visible(call: Call, template: Record) -> bool:
    channel = call.query.get("saleChannel")
    events = call.state.events.where("templateId", template["id"])
    return (
        template["reviewState"] == "published"
        and _is_for_buyer(call, template)
        and (channel is None or any(sold_through(event, channel) for event in events))
    )


def _is_for_buyer(call: Call, template: Record) -> bool:
    """Tell whether a buyer may see the template: some are for members only."""
    state, query = call.state, call.query
    card = card_of_barcode(state, query.get("barcode", ""))
    membership_id = card[0]["id"] if card else query.get("membershipId")
    return not template["memberOnlyEvent"] or bool(
        state.memberships.find(membership_id)
        or state.membership_levels.find(query.get("membershipCategoryId"))
    )
