"""Events in the back office (api-facts/events-b2b.md, "Event instances")."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..http.refusal import Refusal
from ..state import Record, State, shaped, some_of
from ..state.events import admission_of, full, sale_ends, select_events
from ..state.places import held, places_left
from ..state.pricing import check_prices
from .call import Call, answers
from .listing import page_of

# What a caller cannot change, whatever a replacement says (api-facts/events-b2b.md, "Event").
_READ_ONLY = ("id", "templateId", "type", "admissionType", "soldQuantity", "checkInCount")


def _counted(schema: str, state: State, event: Record) -> Record:
    """Return the event as `EventSummary` or `EventStatement`."""
    return shaped(
        schema,
        event,
        sold=event["soldQuantity"],
        available=places_left(state, event),
        checkedIn=event["checkInCount"],
        reserved=held(state, event),
    )


_summary = partial(_counted, "EventSummary")


def _listed(type: str, show: Callable[[State, Record], Record], call: Call) -> Record:
    """Return a page of the events that the query selects, by default of this type."""
    query, state = call.query, call.state
    listed_from = state.behaviour.listed_from(state.now(), query.get("startTime"))
    found = select_events(
        state,
        {**query, "startTime": listed_from},
        type=query.get("type", type),
        # The vendor honours the template only together with a start.
        template_id=query.get("templateId") if "startTime" in query else None,
    )
    return page_of(call.query, (show(state, event) for event in found), sorted_by="startTime")


answers("b2b.events.list", "b2b.events.listV1")(partial(_listed, "standard", full))
answers("b2b.events.listSummaries")(partial(_listed, "standard", _summary))
answers("b2b.events.listStatements")(partial(_listed, "all", partial(_counted, "EventStatement")))


@answers("b2b.events.replace", "b2b.events.replaceByPost", about="events")
def replace(call: Call, known: Record) -> Record:
    """Replace an event, unless it sold more than it then holds or could not be used any more."""
    state = call.state
    changed: Record = {**known, **call.body, **{name: known[name] for name in _READ_ONLY}}
    if changed["capacity"] < changed["soldQuantity"]:
        message = f"body.capacity is {changed['capacity']}, but {changed['soldQuantity']} are sold"
        raise Refusal(400, message, type="CAPACITY_BELOW_SOLD")
    check_prices(changed.get("priceList", {}), "body.priceList")
    for part, when in (("postStartPurchase", sale_ends), ("checkInWindow", admission_of)):
        try:
            when(changed)
        except OverflowError as error:
            message = f"body.ticketDetails.{part} is more minutes away than the calendar holds"
            raise Refusal(400, message) from error
    changed["lastModified"] = state.timestamp
    shown = full(state, changed)  # what cannot be shown is not kept
    state.events.replace(known["id"], changed)
    return shown


@answers("b2b.events.searchSummaries")
def search_summaries(call: Call) -> Record:
    """List the summaries of a period whose custom fields have the wanted values."""
    state, wanted = call.state, call.body
    ends = some_of(wanted, ("startTime", "endTime"))
    period = {name: state.moment(text, f"body.{name}") for name, text in ends.items()}
    found = select_events(state, period)
    matching = (event for event in found if _matches(event, wanted.get("customFields")))
    asked = dict(wanted.get("pagination", {}))
    if asked.get("sortField") == "startDate":  # the one known program's word: no field has it
        del asked["sortField"]
    shown = (_summary(state, event) for event in matching)
    page = page_of(asked, shown, sorted_by="startTime")
    return {"list": page["list"]}  # no source shows more of its answer


def _matches(event: Record, wanted: Record | None) -> bool:
    """Tell whether any (`or`) or each (`and`) wanted custom field has one of its values."""
    if not wanted or not wanted.get("fields"):
        return True
    values = {field.get("name"): field.get("value") for field in event["customFields"]}
    hits = [values.get(field.get("name")) in field.get("values", ()) for field in wanted["fields"]]
    return any(hits) if str(wanted.get("operator", "and")).lower() == "or" else all(hits)
