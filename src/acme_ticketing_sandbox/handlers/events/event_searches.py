"""Searching event summaries by custom fields (api-facts/events-b2b.md, "search with filters")."""

from __future__ import annotations

from datetime import datetime

from ...http.refusal import Refusal
from ...state import Record, State
from ...state.events.events import select_events, summary
from ...values import times
from ..call import Call
from ..listing import DEFAULT_PAGE_SIZE, paged
from ..table import answers


@answers("b2b.events.searchSummaries")
def search_summaries(call: Call) -> Record:
    """List the summaries of a period whose custom fields have the wanted values."""
    wanted, held = call.body, call.state.reservations.held()
    found = select_events(
        call.state,
        start=_moment(call.state, "startTime", wanted),
        end=_moment(call.state, "endTime", wanted),
        type="all",
    )
    pagination = wanted.get("pagination", {})
    field = str(pagination.get("sortField", "startTime"))
    page = paged(
        [summary(event, held) for event in found if _matches(event, wanted.get("customFields"))],
        page=pagination.get("page", 1),
        page_size=pagination.get("pageSize", DEFAULT_PAGE_SIZE),
        field=_FIELDS.get(field, field),
        direction=pagination.get("sortDirection", "asc").lower(),
    )
    return {"list": page["list"]}  # no source shows more of its answer


# What the one known program sorts by is not the name of a field of a summary.
_FIELDS = {"startDate": "startTime"}


def _moment(state: State, name: str, wanted: Record) -> datetime | None:
    """Return a wanted time; one without an offset is read in the venue's zone."""
    if name not in wanted:
        return None
    try:
        return times.parse_loosely(wanted[name], state.venue.time_zone)
    except ValueError as error:
        raise Refusal(400, f"body.{name} is no date and time: {wanted[name]!r}") from error


def _matches(event: Record, wanted: Record | None) -> bool:
    """Tell whether any (`or`) or each (`and`) wanted custom field has one of its values."""
    if not wanted or not wanted.get("fields"):
        return True
    values = {field.get("name"): field.get("value") for field in event["customFields"]}
    hits = [values.get(field.get("name")) in field.get("values", ()) for field in wanted["fields"]]
    return any(hits) if str(wanted.get("operator", "and")).lower() == "or" else all(hits)
