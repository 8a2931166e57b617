"""Event templates in the back office (api-facts/events-b2b.md, "Event templates")."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..http.refusal import Refusal
from ..state import Record, State, shaped
from ..state.events import shown_template
from ..values import times
from ..values.images import SIZES, jpeg
from .call import Call, answers
from .listing import overlaps, page_of

LOCK_SECONDS = 4 * 3600.0  # one user at a time changes a template (page 33000250722)


@answers("b2b.eventTemplates.list", "b2b.eventTemplates.listAtPluralPath")
def list_templates(call: Call) -> list[Record]:
    """List a page of the templates whose run overlaps a period, as a bare list."""
    # No field of that name: they stay in the order in which they were made.
    return list(page_of(call.query, _selected(call), sorted_by="")["list"])


@answers("b2b.eventTemplates.listSummaries")
def list_summaries(call: Call) -> Record:
    found = (shaped("EventTemplateSummary", template) for template in _selected(call))
    return page_of(call.query, found, sorted_by="name")


def _selected(call: Call) -> Iterator[Record]:
    """Yield the templates of a type whose run overlaps the period."""
    kind = call.query.get("type", "standard")
    for template in call.state.event_templates:
        if kind in ("all", template["type"]) and overlaps(template, call.query):
            yield shown_template(call.state, template)


def new_template(state: State, body: Record) -> Record:
    """Return the body's template; what it leaves out gets the platform's defaults."""
    now = state.now()
    defaults = {
        "name": "",
        "shortDescription": body.get("description", "")[:300],
        "type": "standard",
        "admissionType": "standard",
        "reviewState": "draft",
        "startTime": times.write(now),
        "endTime": times.write(now + timedelta(days=365)),
        "memberOnlyEvent": False,
        "schedules": [],
        "lastUpdated": times.write(now),
    }
    return {**defaults, **body}


@answers("b2b.eventTemplates.create")
def create(call: Call) -> str:
    return str(call.state.event_templates.add(new_template(call.state, call.body))["id"])


@answers("b2b.eventTemplates.replace", about="event_templates")
def replace(call: Call, known: Record) -> Record:
    """Replace a template, unless another user holds its lock."""
    _refuse_if_locked(call, known)
    changed = {**known, **call.body, "lastUpdated": call.state.timestamp}
    kept = call.state.event_templates.replace(known["id"], changed)
    return shown_template(call.state, kept)


@answers("b2b.eventTemplates.delete", about="event_templates")
def delete(call: Call, template: Record) -> Record:
    """Delete a template that has sold nothing and nobody else locks, with its events."""
    _refuse_if_locked(call, template)
    state, id_ = call.state, template["id"]
    events = state.events.where("templateId", id_)
    if any(event["soldQuantity"] for event in events):
        raise Refusal(400, f"event template {id_} cannot be deleted: tickets are sold")
    for event in events:
        state.events.remove(event["id"])
    return state.event_templates.remove(id_)


@answers("b2b.eventTemplates.lock", about="event_templates")
def take_lock(call: Call, template: Record) -> Record:
    free = _owner_of_lock(call.state, template) in (None, call.author)
    if free:
        call.state.locks[template["id"]] = (call.author, call.state.clock.now() + LOCK_SECONDS)
    return {"success": free, "objectId": template["id"]}


@answers("b2b.eventTemplates.unlock", about="event_templates")
def release_lock(call: Call, template: Record) -> Record:
    own = _owner_of_lock(call.state, template) == call.author
    if own:
        del call.state.locks[template["id"]]
    return {"success": own, "objectId": template["id"]}


def _owner_of_lock(state: State, template: Record) -> str | None:
    owner, ends_at = state.locks.get(template["id"], (None, 0.0))
    return owner if ends_at > state.clock.now() else None


def _refuse_if_locked(call: Call, template: Record) -> None:
    if _owner_of_lock(call.state, template) not in (None, call.author):
        raise Refusal(403, f"event template {template['id']} is locked by another user")


@answers("b2b.eventTemplates.getImage", about="event_templates")
def get_image(call: Call, _: Record) -> bytes:
    """Read a template's picture: a plain grey field."""
    size = call.path["size"]
    if size not in SIZES:
        raise Refusal(400, f"path size is one of {', '.join(SIZES)}, not {size!r}")
    return jpeg(SIZES[size])
