"""Organizations (page 33000250657, api-facts/customers-organizations.md)."""

from __future__ import annotations

from ...state import Record
from ...state.organizations import organization_of_input
from ...values import times
from ..call import Call
from ..table import answers


@answers("b2b.organizations.list")
def list_organizations(call: Call) -> list[Record]:
    """List all organizations."""
    return list(call.state.organizations)


@answers("b2b.organizations.get")
def get(call: Call) -> Record:
    """Read one organization."""
    return call.state.organizations.get(call.path["id"])


@answers("b2b.organizations.create")
def create(call: Call) -> Record:
    """Make an organization, its billing address and its primary contact."""
    return organization_of_input(call.state, call.body)


@answers("b2b.organizations.replace")
def replace(call: Call) -> Record:
    """Replace the organization whose id the body carries."""
    known = call.state.organizations.referred(call.body.get("id"), "body.id")
    changed = {**known, **call.body, "updatedAt": times.write(call.now())}
    changed["version"] = known["version"] + 1
    return call.state.organizations.replace(known["id"], changed)
