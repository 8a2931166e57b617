"""Events in the back office (api-facts/events-b2b.md, "Event instances")."""

from __future__ import annotations

from datetime import datetime

from ...state import Record
from ...state.events.events import full, replace_event, select_events, statement, summary
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2b.events.list", "b2b.events.listV1")
def list_events(call: Call) -> Record:
    """List full events of a period."""
    query, held = call.query, call.state.reservations.held()
    start = query.get("startTime")
    found = select_events(
        call.state,
        start=_listed_from(call, start),
        end=query.get("endTime"),
        type=query.get("type", "standard"),
        # The vendor honours the template only together with a start.
        template_id=query.get("templateId") if start else None,
        channel=query.get("salesChannel"),
        word=query.get("search"),
    )
    return page_of(call, (full(call.state, event, held) for event in found), sorted_by="startTime")


@answers("b2b.events.get", "b2b.events.getV1")
def get(call: Call) -> Record:
    """Read one event."""
    event = call.state.events.get(call.path["id"])
    return full(call.state, event, call.state.reservations.held())


@answers("b2b.events.replace", "b2b.events.replaceByPost")
def replace(call: Call) -> Record:
    """Replace an event by its changed self."""
    changed = replace_event(call.state, call.body)
    return full(call.state, changed, call.state.reservations.held())


@answers("b2b.events.listSummaries")
def list_summaries(call: Call) -> Record:
    """List events without prices and texts."""
    query, held = call.query, call.state.reservations.held()
    found = select_events(
        call.state,
        start=_listed_from(call, query.get("startTime")),
        end=query.get("endTime"),
        type=query.get("type", "standard"),
        channel=query.get("saleChannel"),
    )
    light = (summary(event, held) for event in found)
    return page_of(call, light, sorted_by="startTime")


@answers("b2b.events.listStatements")
def list_statements(call: Call) -> Record:
    """List what each event sold and how many came."""
    held = call.state.reservations.held()
    found = select_events(call.state, start=_listed_from(call, None), type="all")
    counts = (statement(event, held) for event in found)
    return page_of(call, counts, sorted_by="startTime")


def _listed_from(call: Call, start: datetime | None) -> datetime | None:
    return call.state.behaviour.listed_from(call.now(), start)
