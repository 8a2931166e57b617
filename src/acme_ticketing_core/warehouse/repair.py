# ruff: noqa: S608 - the names in the SQL are our own
"""What changes do not tell: rows that were deleted, and rows that no listing gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from acme_ticketing_core.warehouse.source import Reader, resource, together
from acme_ticketing_core.warehouse.tables import MISSING, REFERENCES, Reference, Table

_AT_A_TIME: Final = 5_000


class Stored:
    """What a pipeline has stored: asked by SQL that every destination of dlt understands.

    Args:
        pipeline: the pipeline.

    """

    def __init__(self, pipeline: Any) -> None:
        self._pipeline: Final = pipeline

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether there is a table with rows, and with these columns."""
        found = self._pipeline.default_schema.tables.get(table, {}).get("columns", {})
        return all("data_type" in found.get(column, {}) for column in columns or ("_dlt_id",))

    def rows(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Ask for rows; `{orders}` in the query is the table of that name."""
        with self._pipeline.sql_client() as client:
            names = _Names(client)
            with client.execute_query(query.format_map(names), *values) as cursor:
                while chunk := cursor.fetchmany(_AT_A_TIME):
                    yield from chunk

    def number(self, table: str) -> int:
        """Count the rows of a table."""
        return (
            int(next(self.rows(f"SELECT COUNT(*) FROM {{{table}}}"))[0]) if self.has(table) else 0
        )

    def ids(self, table: str) -> Iterator[Any]:
        """Give the ids of a table."""
        return (row[0] for row in self.rows(f"SELECT id FROM {{{table}}}"))

    def missing(self, reference: Reference) -> list[Any]:
        """Give some ids that rows refer to, and that are not there nor known to lead nowhere."""
        if not self.has(reference.table, reference.column):
            return []
        column, target = f"s.{reference.column}", reference.target
        query = f"SELECT DISTINCT {column} FROM {{{reference.table}}} AS s WHERE {column} <> ''"
        for table, more in ((target, ""), (MISSING, f" AND t.table_name = '{target}'")):
            if self.has(table):
                query += (
                    f" AND NOT EXISTS (SELECT 1 FROM {{{table}}} AS t WHERE t.id = {column}{more})"
                )
        return [row[0] for row in self.rows(f"{query} LIMIT {_AT_A_TIME}")]


class _Names(dict[str, str]):
    """Writes a table's name as the destination wants it."""

    def __init__(self, client: Any) -> None:
        super().__init__()
        self._client = client

    def __missing__(self, table: str) -> str:
        return str(self._client.make_qualified_table_name(table))


def fetch_references(reader: Reader, pipeline: Any, tables: Iterable[Table]) -> int:
    """Fetch what rows refer to and is not there; give how many were fetched or found unknown."""
    chosen, fetched = {table.name: table for table in tables}, 0
    for reference in REFERENCES:
        if reference.target not in chosen:
            continue
        while ids := Stored(pipeline).missing(reference):
            fetched += len(ids)
            _fetch(reader, pipeline, chosen[reference.target], ids)
    return fetched


def _fetch(reader: Reader, pipeline: Any, table: Table, ids: list[Any]) -> None:
    """Read rows by id, and remember which ids lead nowhere."""
    unknown: list[dict[str, Any]] = []
    rows = list(reader.found(table, ids, unknown))
    pipeline.run(together([resource(table.name, lambda: iter(rows)), unknown_ids(unknown)]))


def unknown_ids(rows: list[dict[str, Any]]) -> Any:
    """Give the resource of dlt with ids that lead nowhere."""
    return resource(MISSING, lambda: iter([rows]), key=["table_name", "id"])


def delete_gone(reader: Reader, pipeline: Any, tables: Iterable[Table], *, sweep: bool) -> int:
    """Delete rows that the server has no more; give how many.

    Args:
        reader: reads the server.
        pipeline: where the rows are.
        tables: which tables.
        sweep: look through those tables, too, whose listing does not count its rows.

    """
    deleted = 0
    for table in tables:
        before = reader.count(table).deleted
        if candidates := _candidates(reader, Stored(pipeline), table, sweep=sweep):
            _verify(reader, pipeline, table, candidates)
        deleted += reader.count(table).deleted - before
    return deleted


def _candidates(reader: Reader, stored: Stored, table: Table, *, sweep: bool) -> list[Any]:
    """Give the ids that are stored and that the listing does not give."""
    listing = table.count or (table.ids if sweep else None)
    if listing is None or not stored.has(table.name):
        return []
    name, arguments = listing
    method = getattr(table.resource(reader.client), name)
    if table.count:
        total = method(**arguments, page_size=1).total
        if total is None or stored.number(table.name) <= total:
            return []
        arguments = {**arguments, "page_size": table.page_size}
    given = {str(row.id) for row in method(**arguments)}
    return [each for each in stored.ids(table.name) if str(each) not in given]


def _verify(reader: Reader, pipeline: Any, table: Table, ids: list[Any]) -> None:
    """Read rows by id: a listing that shifts, or leaves out, is no proof."""
    part = resource(table.name, lambda: reader.found(table, ids))
    pipeline.run(together([part]))
