"""Memberships (api-facts/memberships.md)."""

from __future__ import annotations

from collections.abc import Iterator

from ...state import Record
from ...state.memberships.memberships import select_memberships, verify
from ...values import times
from ..call import Call
from ..listing import page_of
from ..table import answers

_ONLY_WHOLE = {"importId", "externalMembershipId", "cardholders"}
"""What production leaves out of the older list (api-facts/observed.md, "Memberships")."""


@answers("b2b.memberships.list")
def list_memberships(call: Call) -> list[Record]:
    """List memberships all at once, without their cards and ids elsewhere."""
    return [
        {name: value for name, value in membership.items() if name not in _ONLY_WHOLE}
        for membership in _selected(call)
    ]


@answers("b2b.memberships.listWithCards")
def list_with_cards(call: Call) -> Record:
    """List a page of memberships, and whether more follow."""
    found = page_of(call, _selected(call), sorted_by="id")
    number, size = found["pagination"]["page"], found["pagination"]["pageSize"]
    return {"list": found["list"], "hasMore": 0 < number * size < found["pagination"]["count"]}


def _selected(call: Call) -> Iterator[Record]:
    query = call.query
    return select_memberships(
        call.state,
        updated_from=query.get("updatedStartTime"),
        updated_until=query.get("updatedEndTime"),
        program=query.get("program"),
        category=query.get("category"),
        subcategory=query.get("subCategory"),
        updatedBy=query.get("updatedBy"),
    )


@answers("b2b.memberships.get")
def get(call: Call) -> Record | None:
    """Read one membership; an unknown id yields an empty answer."""
    return call.state.memberships.find(call.path["id"])


@answers("b2b.memberships.replace")
def replace(call: Call) -> Record:
    """Replace a membership's dates and cardholders; numbers stay."""
    known = call.state.memberships.referred(call.body.get("id"), "body.id")
    kept = {name: known[name] for name in ("acmeMembershipNumber", "importId")}
    changed = {**known, **call.body, **kept, "updatedOn": times.write(call.now())}
    changed["cardholders"] = [
        {**_known_card(known, card), **card} for card in changed["cardholders"]
    ]
    return call.state.memberships.replace(known["id"], changed)


def _known_card(membership: Record, card: Record) -> Record:
    cards: list[Record] = membership["cardholders"]
    return next((found for found in cards if found["id"] == card.get("id")), cards[0])


@answers("b2c.memberships.exists")
def exists(call: Call) -> Record:
    """Tell whether a mail address owns a membership, and whether it may renew."""
    email = str(call.query["email"]).lower()
    found = [
        membership
        for membership in call.state.memberships
        if any(card.get("email", "").lower() == email for card in membership["cardholders"])
    ]
    renewable = any(m["membershipStanding"] in {"active", "lapsed", "new"} for m in found)
    return {"exists": bool(found), "canRenew": renewable}


@answers("b2c.memberships.verify")
def verify_member(call: Call) -> list[Record]:
    """Tell whether a membership number, and a last name, are a member's."""
    return verify(call.state, str(call.query["membershipId"]), call.query.get("lastName"))
