"""Fills a state with a seed's membership levels and members."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from .state import Record, State
from .state.memberships import add_level, add_membership


def plant_levels(state: State, entries: list[Any]) -> None:
    """Make the seed's membership levels."""
    for order, entry in enumerate(entries, start=1):
        level = add_level(state, entry, display_order=order)
        rate = Decimal(entry.get("eventDiscountPercent", 0)) / 100
        state.member_rates[level["id"]] = rate


def plant_members(state: State, entries: list[Any]) -> None:
    """Make the seed's members, each with a membership of a level and its cards.

    Raises:
        KeyError: a level's name is none.

    """
    levels = {level["name"]: level for level in state.membership_levels}
    for number, entry in enumerate(entries, start=100):
        people = [person(entry["name"], number)]
        people += [person(name, number) for name in entry.get("secondary", [])]
        joined = state.now() - timedelta(days=entry.get("joinedDaysAgo", 0))
        add_membership(
            state,
            levels[entry["level"]],
            people,
            joined=joined,
            standing=entry.get("standing", "active"),
        )


def person(name: str, number: int) -> Record:
    """Return an invented person's names, mail address and phone number."""
    first, last = name.split()
    return {
        "firstName": first,
        "lastName": last,
        "email": f"{first}.{last}@example.com".lower(),
        "phoneNumber": f"602555{number:04d}",
    }
