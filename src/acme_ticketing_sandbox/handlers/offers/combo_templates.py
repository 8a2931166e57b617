"""Combination offers as they are defined (page 33000250717, api-facts/combos.md)."""

from __future__ import annotations

from datetime import timedelta

from ...state import Record
from ...values import times
from ..call import Call
from ..table import answers


@answers("combo.templates.list")
def list_templates(call: Call) -> list[Record]:
    """List the offers that end after a moment and start before another.

    Which event templates an offer holds is in no source, so that filter narrows nothing.
    """
    start, end = call.query.get("startTime"), call.query.get("endTime")
    return [
        template
        for template in call.state.combo_templates
        if (start is None or times.parse(template["endTime"]) > start)
        and (end is None or times.parse(template["startTime"]) < end)
    ]


@answers("combo.templates.get")
def get(call: Call) -> Record:
    """Read one offer."""
    return call.state.combo_templates.get(call.path["templateId"])


@answers("combo.templates.create")
def create(call: Call) -> Record:
    """Make an offer."""
    return call.state.combo_templates.add({**_defaults(call), **call.body})


@answers("combo.templates.replace")
def replace(call: Call) -> Record:
    """Replace the offer whose id the body carries."""
    known = call.state.combo_templates.referred(call.body.get("id"), "body.id")
    return call.state.combo_templates.replace(known["id"], {**_defaults(call), **call.body})


@answers("combo.templates.delete")
def delete(call: Call) -> Record:
    """Delete an offer and answer it."""
    return call.state.combo_templates.remove(call.path["templateId"])


def _defaults(call: Call) -> Record:
    now = call.now()
    return {
        "summary": call.body.get("description", "")[:300],
        "startTime": times.write(now),
        "endTime": times.write(now + timedelta(days=365)),
    }
