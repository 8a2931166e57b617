"""Event templates, events, times and calendars as a visitor sees them (api-facts/events-b2c.md)."""

from __future__ import annotations

from datetime import datetime

from ..http.refusal import Refusal, refuse
from ..state import Record
from ..state.admission import card_of_barcode
from ..state.events import full, on_sale, select_events, start_of
from ..state.templates import (
    calendar,
    event_times,
    is_for,
    online_summary,
    shown_template,
    slim_template,
    sold_by,
)
from ..values import times
from .call import Call, answers


@answers("b2c.eventTemplates.list")
def list_templates(call: Call) -> list[Record]:
    """List the templates that can be bought."""
    return [shown_template(call.state, template) for template in _visible_templates(call)]


@answers("b2c.eventTemplates.listSummaries")
def list_summaries(call: Call) -> list[Record]:
    """List the templates that can be bought, with few fields."""
    return [online_summary(template) for template in list_templates(call)]


@answers("b2c.eventTemplates.listSlim")
def list_slim(call: Call) -> list[Record]:
    """List the templates that can be bought, with very few fields."""
    return [slim_template(template) for template in _visible_templates(call)]


@answers("b2c.eventTemplates.get")
def get_template(call: Call) -> Record:
    """Read a template as a visitor sees it."""
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
    """List a template's events of a period; all of them by default."""
    held = call.state.reservations.held()
    found = select_events(
        call.state,
        start=call.query.get("startTime"),
        end=call.query.get("endTime"),
        type="all",
        template_id=_visible_template(call)["id"],
    )
    return [full(call.state, event, held) for event in found]


@answers("b2c.eventTemplates.getCalendarOfAll")
def get_calendar_of_all(call: Call) -> Record:
    """Tell the days of a period on which anything is on sale, by default of this month."""
    return _calendar(call, _visible_of_type(call))


@answers("b2c.eventTemplates.getCalendar")
def get_calendar(call: Call) -> Record:
    """Tell the days of a period on which the template is on sale, by default of this month."""
    return _calendar(call, [_visible_template(call)])


def _times(call: Call, template: Record) -> list[Record]:
    start: datetime = call.query.get("startTime", times.start_of_day(call.state.now()))
    end = call.query.get("endTime", times.end_of_day(start))
    return event_times(call.state, template, start, end, call.query.get("saleChannel"))


def _calendar(call: Call, templates: list[Record]) -> Record:
    start: datetime = call.query.get("startTime", call.state.now())
    end = call.query.get("endTime", times.end_of_month(start))
    return calendar(call.state, templates, start, end, call.query.get("saleChannel"))


def _visible_template(call: Call) -> Record:
    """Return the template that the path names, or refuse with 404 if the buyer may not see it."""
    template = call.state.event_templates.get(call.path["id"])
    if not _is_visible(call, template):
        refuse(404, f"there is no event template {call.path['id']} on sale for this buyer")
    return template


def _visible_templates(call: Call) -> list[Record]:
    """Return the templates of the query's type and period that the buyer may see."""
    start = call.query.get("startTime")
    end = call.query.get("endTime", times.end_of_day(start)) if start else None
    with_events = {
        event["templateId"]
        for event in call.state.events
        if start is None or (start <= start_of(event) and (end is None or start_of(event) <= end))
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
    query = call.query
    member, level = query.get("membershipId"), query.get("membershipCategoryId")
    return (
        template["reviewState"] == "published"
        and is_for(call.state, template, member, level)
        and sold_by(call.state, template, query.get("saleChannel"))
    )


@answers("b2c.events.get")
def get_event(call: Call) -> Record:
    """Read an event, if the buyer may see it (page 33000250729)."""
    event = call.state.events.get(call.path["id"])
    template = call.state.event_templates.find(event["templateId"])
    if template is not None and not _is_for(call, template):
        refuse(404, f"there is no event {call.path['id']} on sale for this buyer")
    return full(call.state, event, call.state.reservations.held())


@answers("b2c.events.getNextAvailable")
def get_next_available(call: Call) -> Record:
    """Read a template's next event that is on sale."""
    template = call.state.event_templates.get(call.path["templateId"])
    held = call.state.reservations.held()
    found = select_events(
        call.state,
        start=call.query.get("startTime"),
        type="all",
        template_id=template["id"],
        channel=call.query.get("salesChannel"),
    )
    for event in found:
        if on_sale(call.state, event, held) and _is_for(call, template):
            return full(call.state, event, held)
    raise Refusal(404, f"event template {template['id']} has no event on sale")


def _is_for(call: Call, template: Record) -> bool:
    query = call.query
    card = card_of_barcode(call.state, query.get("barcode", ""))
    membership_id = card[0]["id"] if card else query.get("membershipId")
    return is_for(call.state, template, membership_id, query.get("membershipCategoryId"))
