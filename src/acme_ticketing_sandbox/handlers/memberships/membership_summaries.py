"""Memberships as flat rows, one for each card (page 33000250672)."""

from __future__ import annotations

from datetime import datetime

from ...http.refusal import refuse
from ...state import Record
from ...state.memberships.memberships import all_summaries, select_memberships, summaries
from ...values import times
from ..call import Call
from ..listing import page_of
from ..table import answers

_BEGINNINGS = {
    "barcode": "acmeBarcode",
    "firstName": "firstName",
    "lastName": "lastName",
    "city": "city",
    "zip": "zipCode",
}
_SEARCHED = ("name", "email", "phoneNumber", "externalMembershipId", "barcode", "acmeBarcode")


@answers("b2b.membershipSummaries.list")
def list_summaries(call: Call) -> Record:
    """List the rows of the memberships that match."""
    query = call.query
    found = select_memberships(
        call.state,
        updated_from=query.get("updatedStartTime"),
        updated_until=query.get("updatedEndTime"),
        program=query.get("program"),
        category=query.get("category"),
        subcategory=query.get("subCategory"),
    )
    rows = [row for membership in found for row in summaries(membership)]
    return {"list": [row for row in rows if _matches(call, row)]}


@answers("b2b.membershipSummaries.search")
def search(call: Call) -> Record:
    """List the rows that hold a text."""
    text = call.query.get("search", "").lower()
    return {
        "list": [
            row
            for row in all_summaries(call.state)
            if any(text in str(row.get(name, "")).lower() for name in _SEARCHED)
        ]
    }


@answers("b2b.membershipSummaries.advancedSearch")
def advanced_search(call: Call) -> Record:
    """List the rows whose fields begin with what is asked; something must be asked."""
    query = call.query
    fields = {
        "firstName": "firstName",
        "lastName": "lastName",
        "email": "email",
        "address": "streetAddress1",
        "zip": "zipCode",
        "cardName": "name",
    }
    if not any(query.get(name) for name in (*fields, "memberId")):
        refuse(400, f"at least one of {', '.join(fields)} and memberId is needed")
    member = query.get("memberId")
    numbers = ("acmeMembershipNumber", "externalMembershipId", "barcode", "acmeBarcode")
    rows = (
        row
        for row in all_summaries(call.state)
        if all(_begins(row, field, query.get(name)) for name, field in fields.items())
        and (member is None or str(member) in {str(row.get(name)) for name in numbers})
    )
    return page_of(call, rows, sorted_by="name")


def _matches(call: Call, row: Record) -> bool:
    query = call.query
    expires = times.parse(row["membershipExpirationDate"])
    after: datetime | None = query.get("expiresAfter")
    before: datetime | None = query.get("expiresBefore")
    return (
        all(_begins(row, field, query.get(name)) for name, field in _BEGINNINGS.items())
        and (query.get("membershipId") in (None, str(row["membershipId"]), row["membershipId"]))
        and (query.get("email") is None or _begins(row, "email", query["email"]))
        and (after is None or expires > after)
        and (before is None or expires < before)
    )


def _begins(row: Record, field: str, beginning: str | None) -> bool:
    if beginning is None:
        return True
    return str(row.get(field, "")).lower().startswith(beginning.lower())
