"""A seed's membership levels and members."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ..state import State
from ..state.memberships import add_level, add_membership
from ..state.state import MemberBenefits
from .names import by_name, person


def populate_levels(state: State, entries: list[Any]) -> None:
    """Make the membership levels."""
    for order, entry in enumerate(entries, start=1):
        state.identifiers.expect("membership level", entry.get("id"))
        state.identifiers.expect("membership offering", entry.get("offeringId"))
        level = add_level(state, entry, display_order=order)
        state.benefits[level["id"]] = MemberBenefits(
            Decimal(entry.get("eventDiscountPercent", 0)) / 100, entry.get("ticketsPerDay")
        )


def populate_members(state: State, entries: list[Any]) -> None:
    """Make the members, each with a membership of a level and its cards.

    Raises:
        KeyError: a level's name is none.

    """
    levels = by_name(state.membership_levels)
    for number, entry in enumerate(entries, start=100):
        level = levels[entry["level"]]
        address = {"streetAddress1": "1 Harbor Way", "city": "Port Example", "state": "ME"}
        people = [{**person(entry, entry["name"], number), **address, "zipCode": "04101"}]
        people += [person({}, name, number) for name in entry.get("secondary", [])]
        add_membership(
            state,
            level,
            level["offerings"][0],
            people,
            joined=state.now() - timedelta(days=entry.get("joinedDaysAgo", 0)),
            standing=entry.get("standing", "active"),
        )
