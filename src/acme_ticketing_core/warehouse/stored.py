# ruff: noqa: S608 - the names in the SQL are our own
"""What a warehouse holds, asked by SQL that every destination of dlt understands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from acme_ticketing_core.warehouse.tables import DIGEST, MISSING, Reference

_AT_A_TIME: Final = 5_000


class Stored:
    """The tables of a pipeline.

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

    def digests(self, table: str) -> dict[str, str]:
        """Give the digests of the rows that a listing gave, by id."""
        if not self.has(table, DIGEST):
            return {}
        query = f"SELECT id, {DIGEST} FROM {{{table}}} WHERE {DIGEST} IS NOT NULL"
        return {str(key): digest for key, digest in self.rows(query)}

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
