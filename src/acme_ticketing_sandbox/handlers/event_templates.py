"""Event templates in the back office (api-facts/events-b2b.md, "Event templates")."""

from __future__ import annotations

from ..call import Call
from ..images import SIZES, jpeg
from ..refusal import refuse
from ..state import Record
from ..state.templates import add_template, select_templates, shown_template
from .table import answers


@answers("b2b.eventTemplates.list")
def list_templates(call: Call) -> list[Record]:
    """List the templates whose run overlaps a period."""
    query = call.query
    found = select_templates(
        call.state,
        start=query.get("startTime"),
        end=query.get("endTime"),
        type=query.get("type", "standard"),
    )
    return [shown_template(call.state, template) for template in found]


@answers("b2b.eventTemplates.get")
def get(call: Call) -> Record:
    """Read one template."""
    return shown_template(call.state, call.state.event_templates.get(call.path["id"]))


@answers("b2b.eventTemplates.create")
def create(call: Call) -> str:
    """Make a template and answer its id."""
    return str(add_template(call.state, call.body)["id"])


@answers("b2b.eventTemplates.getImage")
def get_image(call: Call) -> bytes:
    """Read a template's picture: a plain field of its colour's lightness."""
    template = call.state.event_templates.get(call.path["templateId"])
    size = call.path["size"]
    if size not in SIZES:
        refuse(400, f"path size is one of {', '.join(SIZES)}, not {size!r}")
    color = template.get("colorCategory", {}).get("backgroundColor", "#808080")
    return jpeg(SIZES[size], int(color[1:3], 16))
