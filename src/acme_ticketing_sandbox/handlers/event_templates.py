"""Event templates in the back office (api-facts/events-b2b.md, "Event templates")."""

from __future__ import annotations

import re

from ..http.refusal import refuse
from ..state import Record
from ..state.templates import (
    add_template,
    delete_template,
    replace_template,
    select_templates,
    shown_template,
    template_summary,
)
from ..values.images import SIZES, jpeg
from .call import Call, answers
from .listing import page_of

_RED = re.compile(r"#([0-9A-Fa-f]{2})[0-9A-Fa-f]{4}$")


@answers("b2b.eventTemplates.list", "b2b.eventTemplates.listAtPluralPath")
def list_templates(call: Call) -> list[Record]:
    """List a page of the templates whose run overlaps a period, as a bare list."""
    # No field of that name: they stay in the order in which they were made.
    page: list[Record] = page_of(call, _selected(call), sorted_by="")["list"]
    return page


@answers("b2b.eventTemplates.listSummaries")
def list_summaries(call: Call) -> Record:
    """List the templates whose run overlaps a period, in pages and with few fields."""
    return page_of(call, map(template_summary, _selected(call)), sorted_by="name")


def _selected(call: Call) -> list[Record]:
    query = call.query
    found = select_templates(
        call.state,
        start=query.get("startTime"),
        end=query.get("endTime"),
        type=query.get("type", "standard"),
    )
    return [shown_template(call.state, template) for template in found]


@answers("b2b.eventTemplates.get", "b2b.eventTemplates.getAtPluralPath")
def get(call: Call) -> Record:
    """Read one template."""
    return shown_template(call.state, call.state.event_templates.get(call.path["id"]))


@answers("b2b.eventTemplates.listSchedules")
def list_schedules(call: Call) -> list[Record]:
    """List the schedules of a template."""
    schedules: list[Record] = call.state.event_templates.get(call.path["id"])["schedules"]
    return schedules


@answers("b2b.eventTemplates.create")
def create(call: Call) -> str:
    """Make a template and answer its id."""
    return str(add_template(call.state, call.body)["id"])


@answers("b2b.eventTemplates.replace")
def replace(call: Call) -> Record:
    """Replace a template, unless another user holds its lock."""
    return shown_template(call.state, replace_template(call.state, call.body, call.author()))


@answers("b2b.eventTemplates.delete")
def delete(call: Call) -> Record:
    """Delete a template that has sold nothing, with its events."""
    return delete_template(call.state, call.path["id"], call.author())


@answers("b2b.eventTemplates.lock")
def lock(call: Call) -> Record:
    """Take the lock on a template."""
    template_id = call.state.event_templates.get(call.path["eventTemplateId"])["id"]
    return {"success": call.state.locks.take(template_id, call.author()), "objectId": template_id}


@answers("b2b.eventTemplates.unlock")
def unlock(call: Call) -> Record:
    """Release one's lock on a template."""
    template_id = call.state.event_templates.get(call.path["eventTemplateId"])["id"]
    released = call.state.locks.release(template_id, call.author())
    return {"success": released, "objectId": template_id}


@answers("b2b.eventTemplates.getImage")
def get_image(call: Call) -> bytes:
    """Read a template's picture: a plain field of its colour's lightness."""
    template = call.state.event_templates.get(call.path["templateId"])
    size = call.path["size"]
    if size not in SIZES:
        refuse(400, f"path size is one of {', '.join(SIZES)}, not {size!r}")
    red = _RED.match(template.get("colorCategory", {}).get("backgroundColor", ""))
    return jpeg(SIZES[size], int(red[1], 16) if red else 128)
