"""Membership levels (page 33000250670)."""

from __future__ import annotations

from ...http.refusal import refuse
from ...state import Record
from ...state.events.events import sold_through
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2b.membershipLevels.list")
def list_levels(call: Call) -> Record:
    """List the levels that are sold through some channels."""
    query = call.query
    if query.get("excludeLevelsWithACollection") and query.get("collectionId"):
        refuse(
            400,
            "excludeLevelsWithACollection and collectionId do not go together",
            type="COMBINATION_NOT_SUPPORTED",
        )
    found = (level for level in call.state.membership_levels if _is_wanted(call, level))
    return page_of(call, found, sorted_by="displayOrder")


@answers("b2b.membershipLevels.get")
def get(call: Call) -> Record:
    """Read one level."""
    return call.state.membership_levels.get(call.path["id"])


@answers("b2b.membershipLevels.create")
def create(call: Call) -> Record:
    """Make a level; it is a draft unless the body says otherwise."""
    level = call.state.membership_levels.add({"state": "draft", **call.body})
    for offering in level.get("offerings", []):
        offering.setdefault("id", call.state.identifiers.hexadecimal("membership offering", 32))
    return level


@answers("b2b.membershipLevels.replace")
def replace(call: Call) -> Record:
    """Replace the level whose id the body carries."""
    known = call.state.membership_levels.referred(call.body.get("id"), "body.id")
    return call.state.membership_levels.replace(known["id"], call.body)


def _is_wanted(call: Call, level: Record) -> bool:
    query = call.query
    channels = level.get("salesChannels", [])
    return (
        (level.get("state") == "published") is query["isPublished"]
        and any(sold_through({"salesChannels": channels}, c) for c in query["salesChannels"])
        and query.get("membershipLevelGroup") in (None, level.get("membershipLevelGroup"))
        and query.get("auxiliary") in (None, level.get("auxiliary", False))
        and query.get("collectionId") in (None, level.get("membershipLevelCollectionId"))
    )
