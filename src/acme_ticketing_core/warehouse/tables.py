# ruff: noqa: S608 - the names in the SQL are our own
"""Tables, their rows as a database takes them, and what a warehouse has of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple, cast

from acme_ticketing_core.errors import AcmeError, InvalidArgument
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.objects import object_type
from acme_ticketing_core.runtime.unset import Unset


class Table(NamedTuple):
    """One table."""

    place: str  # where the client has its rows, `b2b.customers`
    arguments: Mapping[str, Any] = {}  # what `changes` is called with
    compared: str = ""  # the operation whose rows are compared, where no server tells what changed
    whole: bool = False  # whether rows are read by id, because the listing leaves out parts of them
    page_size: int = 1_000  # the vendor advises no more
    # Method and arguments of a listing of all rows: whose pages tell how many, or no page does.
    counted_by: tuple[str, Mapping[str, Any]] | None = None
    listed_by: tuple[str, Mapping[str, Any]] | None = None

    @property
    def name(self) -> str:
        return self.place.rpartition(".")[2]

    def resource(self, client: Any) -> Any:
        return attrgetter(self.place)(client)


_LIST: Final[tuple[str, Mapping[str, Any]]] = ("list", {})
TABLES: Final = {
    each.name: each
    for each in (
        Table("b2b.customers", {"include_address": True, "include_attrs": True}, counted_by=_LIST),
        Table("b2b.memberships", listed_by=_LIST),
        Table("b2c.orders", whole=True, counted_by=("search", {"email": ""})),
        Table("b2b.events", compared="b2b.events.list", page_size=200),
        Table("b2b.event_templates", compared="b2b.eventTemplates.list", page_size=100),
        Table("b2b.price_lists", compared="b2b.priceLists.list"),
        Table("b2b.person_types", compared="b2b.personTypes.list"),
        Table("b2b.organizations", compared="b2b.organizations.list"),
    )
}
"""Nested lists have tables of their own: an order's items `orders__order_items`, which also tell
who was admitted; a membership's cards `memberships__cardholders`."""


class Reference(NamedTuple):
    """A column whose values are ids of another table."""

    table: str
    column: str
    target: str


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
    if names is None:
        return tuple(TABLES.values())
    wanted = tuple(dict.fromkeys(names))
    unknown = sorted(set(wanted) - set(TABLES))
    if unknown or not wanted:
        problem = f"no {', '.join(unknown)}" if unknown else "none is named"
        raise InvalidArgument(f"tables: {problem}; there are {', '.join(TABLES)}")
    return tuple(table for name, table in TABLES.items() if name in wanted)


_LARGEST: Final = 2**63


class RowNotStorable(AcmeError):  # noqa: N818 - as the rest of the tree
    """A row that no database takes.

    Attributes:
        table: its table.
        id: its id; nothing of its content is told.

    """

    table: str = ""
    id: str = ""


def stored(table: str, row: Any) -> dict[str, Any]:
    typed = _typed(row)
    key = typed.get("id")
    if not isinstance(key, (int, str)) or key == "":
        key, problem = "(none)", "it has no id"
    elif isinstance(row.id, Unset):
        problem = "its id is of another type than the others'"
    else:
        problem = next(_problems(typed), "")
    if problem:
        told = f"{table}: the row with the id {key} cannot be stored: {problem}"
        raise RowNotStorable(told, table=table, id=str(key))
    return typed


def _typed(row: Any) -> dict[str, Any]:
    """Give JSON, but with dates and amounts wherever they were understood."""
    written: dict[str, Any] = row.to_dict()
    for declared in object_type(row.__class__).fields:
        value = getattr(row, declared.name)
        if isinstance(value, (Decimal, date, datetime)):
            written[declared.wire] = value
        elif isinstance(value, Model):
            written[declared.wire] = _typed(value)
        elif isinstance(value, list):
            items, given = cast("Any", value), written[declared.wire]
            if len(items) == len(given):  # all of them were understood
                written[declared.wire] = [
                    _typed(each) if isinstance(each, Model) else raw
                    for each, raw in zip(items, given, strict=True)
                ]
    return written


def _problems(value: Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        items = cast("Any", value)
        for each in items.values() if isinstance(value, dict) else items:
            yield from _problems(each)
    elif isinstance(value, str) and "\0" in value:
        yield "a text in it has a zero byte"
    elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        yield "a number in it has more than 64 bits"


_AT_A_TIME: Final = 5_000
FETCHED_AT_A_TIME: Final = 500
"""What is read by id again where a run was killed."""


class Stored:
    """The tables of a pipeline."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline: Final = pipeline

    def has(self, table: str, *columns: str) -> bool:
        found = self._pipeline.default_schema.tables.get(table, {}).get("columns", {})
        return all("data_type" in found.get(column, {}) for column in columns or ("_dlt_id",))

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """`{orders}` in the query is the table of that name."""
        with self._pipeline.sql_client() as client:
            named = re.sub(
                r"{(\w+)}", lambda name: client.make_qualified_table_name(name[1]), query
            )
            with client.execute_query(named, *values) as cursor:
                while chunk := cursor.fetchmany(_AT_A_TIME):
                    yield from chunk

    def number(self, table: str) -> int:
        return int(next(self.rows(f"SELECT COUNT(*) FROM {{{table}}}"))[0])

    def ids(self, table: str) -> Iterator[Any]:
        return (row[0] for row in self.rows(f"SELECT id FROM {{{table}}}"))

    def digests(self, table: str) -> dict[str, str]:
        """Of rows that a listing gave, by id."""
        if not self.has(table, DIGEST):
            return {}
        query = f"SELECT id, {DIGEST} FROM {{{table}}} WHERE {DIGEST} IS NOT NULL"
        return {str(key): digest for key, digest in self.rows(query)}

    def missing(self, reference: Reference) -> list[Any]:
        """Give some ids that rows refer to, neither there nor known to lead nowhere."""
        if not self.has(reference.table, reference.column):
            return []
        column, target = f"s.{reference.column}", reference.target
        query = f"SELECT DISTINCT {column} FROM {{{reference.table}}} AS s WHERE {column} <> ''"
        for table, more in ((target, ""), (MISSING, f" AND t.table_name = '{target}'")):
            if self.has(table):
                query += (
                    f" AND NOT EXISTS (SELECT 1 FROM {{{table}}} AS t WHERE t.id = {column}{more})"
                )
        return [row[0] for row in self.rows(f"{query} LIMIT {FETCHED_AT_A_TIME}")]
