"""Event templates, times and calendars in online sales (api-facts/events-b2c.md)."""

from __future__ import annotations

from datetime import datetime

from ...http.refusal import refuse
from ...state import Record
from ...state.events.events import full, select_events, start_of
from ...state.events.template_summaries import online_summary, slim_template
from ...state.events.templates import calendar, event_times, is_for, shown_template, sold_by
from ...values import times
from ..call import Call
from ..table import answers


@answers("b2c.eventTemplates.list")
def list_templates(call: Call) -> list[Record]:
    """List the templates that can be bought."""
    return [shown_template(call.state, template) for template in visible_templates(call)]


@answers("b2c.eventTemplates.listSummaries")
def list_summaries(call: Call) -> list[Record]:
    """List the templates that can be bought, with few fields."""
    return [online_summary(template) for template in list_templates(call)]


@answers("b2c.eventTemplates.listSlim")
def list_slim(call: Call) -> list[Record]:
    """List the templates that can be bought, with very few fields."""
    return [slim_template(template) for template in visible_templates(call)]


@answers("b2c.eventTemplates.get")
def get(call: Call) -> Record:
    """Read a template as a visitor sees it."""
    return shown_template(call.state, visible_template(call))


@answers("b2c.eventTemplates.listTimes")
def list_times(call: Call) -> list[Record]:
    """List a template's events of a period, by default of today."""
    start, end = _times_period(call)
    channel = call.query.get("saleChannel")
    return event_times(call.state, visible_template(call), start, end, channel)


@answers("b2c.eventTemplates.listTimesOfAll")
def list_times_of_all(call: Call) -> list[Record]:
    """List the events of a period, by default of today, of every template that has some."""
    start, end = _times_period(call)
    channel = call.query.get("saleChannel")
    found = (
        {"eventTemplateId": t["id"], "times": event_times(call.state, t, start, end, channel)}
        for t in visible_templates(call)
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
        template_id=visible_template(call)["id"],
    )
    return [full(call.state, event, held) for event in found]


@answers("b2c.eventTemplates.getCalendarOfAll")
def get_calendar_of_all(call: Call) -> Record:
    """Tell the days of a period on which anything is on sale, by default of this month."""
    start, end = calendar_period(call)
    channel = call.query.get("saleChannel")
    return calendar(call.state, _visible_of_type(call), start, end, channel)


@answers("b2c.eventTemplates.getCalendar")
def get_calendar(call: Call) -> Record:
    """Tell the days of a period on which the template is on sale, by default of this month."""
    start, end = calendar_period(call)
    channel = call.query.get("saleChannel")
    return calendar(call.state, [visible_template(call)], start, end, channel)


def _times_period(call: Call) -> tuple[datetime, datetime]:
    start = call.query.get("startTime", times.start_of_day(call.now()))
    return start, call.query.get("endTime", times.end_of_day(start))


def calendar_period(call: Call) -> tuple[datetime, datetime]:
    """Return the period of a calendar: from now to the end of the month by default."""
    start = call.query.get("startTime", call.now())
    return start, call.query.get("endTime", times.end_of_month(start))


def visible_template(call: Call) -> Record:
    """Return the template that the path names, if the buyer may see it.

    Raises:
        Refusal: 404.

    """
    template = call.state.event_templates.get(call.path["id"])
    if not _is_visible(call, template):
        refuse(404, f"there is no event template {call.path['id']} on sale for this buyer")
    return template


def visible_templates(call: Call) -> list[Record]:
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
    return (
        template["reviewState"] == "published"
        and is_for(
            call.state, template, query.get("membershipId"), query.get("membershipCategoryId")
        )
        and sold_by(call.state, template, query.get("saleChannel"))
    )
