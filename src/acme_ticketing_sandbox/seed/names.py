"""Names in seeds: how one entry refers to another, and how people are made of theirs."""

from __future__ import annotations

from collections.abc import Iterable

from ..state import Record


def by_name(records: Iterable[Record]) -> dict[str, Record]:
    """Return the records by their names."""
    return {record["name"]: record for record in records}


def person(entry: Record, name: str, number: int) -> Record:
    """Return an invented person's names, mail address and phone number.

    Args:
        entry: its `email` and `phoneNumber` count, if it has them.
        name: first and last.
        number: what the phone number ends with.

    """
    first, last = name.split()
    return {
        "firstName": first,
        "lastName": last,
        "email": entry.get("email", f"{first}.{last}@example.com".lower()),
        "phoneNumber": entry.get("phoneNumber", f"555-{number:04d}"),
    }
