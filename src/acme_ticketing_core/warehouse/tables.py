"""Which tables there are, where their rows come from, and what refers to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from acme_ticketing_core.errors import InvalidArgument


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: its name.
        place: where the client has its rows, `b2b.customers`.
        arguments: what `changes` is called with.
        compared: the operation whose rows are compared one by one; empty where the server tells
            what changed, so that a reading can begin at a time.
        whole: whether its rows are read by id, because the listing leaves out parts of them.
        page_size: rows in a page; the vendor advises 1,000 at the most.
        count: the method, with arguments, whose pages tell how many rows there are in all.
        ids: the method, with arguments, that lists all rows, where none counts them.

    """

    name: str
    place: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    compared: str = ""
    whole: bool = False
    page_size: int = 1_000
    count: tuple[str, Mapping[str, Any]] | None = None
    ids: tuple[str, Mapping[str, Any]] | None = None

    def resource(self, client: Any) -> Any:
        """Give where a client has the rows."""
        for step in self.place.split("."):
            client = getattr(client, step)
        return client


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values are ids of another table.

    Attributes:
        table: the table with the column, `orders__order_items`.
        column: the column.
        target: the table that the ids are of.

    """

    table: str
    column: str
    target: str


TABLES: Final = {
    each.name: each
    for each in (
        Table(
            "customers",
            "b2b.customers",
            {"include_address": True, "include_attrs": True},
            count=("list", {}),
        ),
        Table("memberships", "b2b.memberships", ids=("list", {})),
        Table("orders", "b2c.orders", whole=True, count=("search", {"email": ""})),
        Table("events", "b2b.events", compared="b2b.events.list", page_size=200),
        Table(
            "event_templates",
            "b2b.event_templates",
            compared="b2b.eventTemplates.list",
            page_size=100,
        ),
        Table("price_lists", "b2b.price_lists", compared="b2b.priceLists.list"),
        Table("person_types", "b2b.person_types", compared="b2b.personTypes.list"),
        Table("organizations", "b2b.organizations", compared="b2b.organizations.list"),
    )
}
"""Nested lists have tables of their own: an order's items `orders__order_items`, which also tell
who was admitted; a membership's cards `memberships__cardholders`."""

REFERENCES: Final = (
    Reference("orders__order_items", "event_id", "events"),
    Reference("events", "template_id", "event_templates"),
)

MISSING: Final = "missing_references"
"""The table of ids that rows refer to and the server does not know."""

DELETED: Final = "acme_deleted"
READ: Final = "acme_read"
DIGEST: Final = "acme_digest"
COLUMNS: Final = {
    DELETED: {"data_type": "bool", "hard_delete": True},
    READ: {"data_type": "bigint", "dedup_sort": "desc"},
}
"""Columns of our own: a row that is gone, for dlt to delete; and which of two readings is newer.

A compared table has `DIGEST` besides, of each row that its listing gave: so dlt's state stays small."""


def chosen(names: Iterable[str] | None) -> tuple[Table, ...]:
    """Give the tables of these names, or all.

    Raises:
        InvalidArgument: there is no such table.

    """
    if names is None:
        return tuple(TABLES.values())
    wanted = tuple(dict.fromkeys(names))
    unknown = sorted(set(wanted) - set(TABLES))
    if unknown or not wanted:
        problem = f"no {', '.join(unknown)}" if unknown else "none is named"
        raise InvalidArgument(f"tables: {problem}; there are {', '.join(TABLES)}")
    return tuple(table for name, table in TABLES.items() if name in wanted)
