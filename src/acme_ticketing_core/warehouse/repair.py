"""What changes do not tell: rows that were deleted, and rows that no listing gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from acme_ticketing_core.warehouse.source import Reader, resource, together
from acme_ticketing_core.warehouse.stored import Stored
from acme_ticketing_core.warehouse.tables import MISSING, REFERENCES, Table


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
