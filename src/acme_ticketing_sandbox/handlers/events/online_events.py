"""Events as a visitor sees them (page 33000250729, api-facts/events-b2c.md)."""

from __future__ import annotations

from ...http.refusal import Refusal, refuse
from ...state import Record
from ...state.admission import card_of_barcode
from ...state.events.events import full, on_sale, select_events
from ...state.events.templates import is_for
from ..call import Call
from ..table import answers


@answers("b2c.events.get")
def get(call: Call) -> Record:
    """Read an event, if the buyer may see it."""
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
