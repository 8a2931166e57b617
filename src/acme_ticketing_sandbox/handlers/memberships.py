"""Memberships (api-facts/memberships.md)."""

from __future__ import annotations

from ..call import Call
from ..listing import page_of
from ..state import Record
from ..state.memberships import select_memberships, verify
from .table import answers


@answers("b2b.memberships.list")
def list_memberships(call: Call) -> list[Record]:
    """List a page of memberships, without the envelope of other lists."""
    query = call.query
    found = select_memberships(
        call.state,
        updated_from=query.get("updatedStartTime"),
        updated_until=query.get("updatedEndTime"),
        program=query.get("program"),
        category=query.get("category"),
        subcategory=query.get("subCategory"),
        updatedBy=query.get("updatedBy"),
    )
    page: list[Record] = page_of(call, found, sorted_by="id")["list"]
    return page


@answers("b2c.memberships.verify")
def verify_member(call: Call) -> list[Record]:
    """Tell whether a membership number, and a last name, are a member's."""
    return verify(call.state, str(call.query["membershipId"]), call.query.get("lastName"))
