"""A seed's organizations, each with an address and a contact."""

from __future__ import annotations

from typing import Any

from ..state import State
from ..state.organizations import add_organization
from .names import person

_ADDRESS = ("streetAddress1", "city", "state", "zipCode", "country")


def populate_organizations(state: State, entries: list[Any]) -> None:
    """Make them."""
    for number, entry in enumerate(entries, start=101):
        for kind, key in (
            ("organization", "id"), ("address", "addressId"), ("contact", "contactId")
        ):  # fmt: skip
            state.identifiers.expect(kind, entry.get(key))
        address = {name: entry[name] for name in _ADDRESS if name in entry}
        contact = person({"email": "groups@example.com"}, entry["contact"], number)
        add_organization(
            state,
            {
                "name": entry["name"],
                "phoneNumber": entry.get("phoneNumber", ""),
                "companyUrl": entry.get("companyUrl", ""),
            },
            address,
            {**contact, "title": entry.get("title", ""), **address},
        )
