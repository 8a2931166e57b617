"""Person types (page 33000250647, api-facts/pricing-addons.md)."""

from __future__ import annotations

from ...state import Record
from ..call import Call
from ..table import answers


@answers("b2b.personTypes.list")
def list_person_types(call: Call) -> list[Record]:
    """List person types: those of single visitors, of groups, or all."""
    wanted = call.query.get("types", "normal")
    return [
        found
        for found in call.state.person_types
        if (call.query.get("includeInactive") or found.get("active", True))
        and (wanted == "all" or (found.get("type") == "Group") is (wanted == "group"))
    ]


@answers("b2b.personTypes.get")
def get(call: Call) -> Record:
    """Read one person type."""
    return call.state.person_types.get(call.path["id"])


@answers("b2b.personTypes.create")
def create(call: Call) -> Record:
    """Make a person type."""
    return call.state.person_types.add({"type": "Individual", "active": True, **call.body})


@answers("b2b.personTypes.replace")
def replace(call: Call) -> Record:
    """Replace the person type whose id the body carries."""
    known = call.state.person_types.referred(call.body.get("id"), "body.id")
    return call.state.person_types.replace(known["id"], call.body)


@answers("b2b.personTypes.delete")
def delete(call: Call) -> None:
    """Delete a person type."""
    call.state.person_types.remove(call.path["id"])
