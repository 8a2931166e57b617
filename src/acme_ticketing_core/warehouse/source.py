"""The source of dlt: what changed of each table, rows deleted, rows never listed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeAlias

from acme_ticketing_core.changes.cursor import Cursor
from acme_ticketing_core.changes.listing import Found
from acme_ticketing_core.changes.reading import digest
from acme_ticketing_core.errors import BadRequest, InvalidArgument
from acme_ticketing_core.warehouse.tables import (
    COLUMNS,
    DELETED,
    DIGEST,
    MISSING,
    READ,
    REFERENCES,
    RowNotStorable,
    Stored,
    Table,
    chosen,
    stored,
)


def fetch_references(reader: Reader, pipeline: Any, tables: Iterable[Table]) -> int:
    """Fetch what rows refer to and is not there; give how many ids were settled."""
    chosen, fetched = {table.name: table for table in tables}, 0
    for reference in REFERENCES:
        if reference.target not in chosen:
            continue
        while ids := Stored(pipeline).missing(reference):
            unknown: list[dict[str, Any]] = []
            rows = list(reader.found(chosen[reference.target], ids, unknown))
            pipeline.run(together(resource(reference.target, rows), unknown_ids(unknown)))
            fetched += len(ids)
    return fetched


def unknown_ids(rows: list[dict[str, Any]]) -> Any:
    return resource(MISSING, [rows], key=["table_name", "id"])


def delete_gone(reader: Reader, pipeline: Any, tables: Iterable[Table], *, sweep: bool) -> None:
    for table in tables:
        if ids := _not_listed(reader, Stored(pipeline), table, sweep=sweep):
            # They are read by id: a listing that shifts, or leaves out, is no proof.
            pipeline.run(together(resource(table.name, reader.found(table, ids))))


def _not_listed(reader: Reader, stored: Stored, table: Table, *, sweep: bool) -> list[Any]:
    listing = table.counted_by or (table.listed_by if sweep else None)
    if listing is None or not stored.has(table.name):
        return []
    name, arguments = listing
    method = getattr(table.resource(reader.client), name)
    if table.counted_by:
        total = method(**arguments, page_size=1).total
        if total is None or stored.number(table.name) <= total:
            return []
        arguments = {**arguments, "page_size": table.page_size}
    given = {str(row.id) for row in method(**arguments)}
    return [each for each in stored.ids(table.name) if str(each) not in given]


ROWS_PER_LOAD: Final = 2_000
"""What a killed program reads again."""

_MOST_REFUSED: Final = 20


class Progress(NamedTuple):
    """How far the reading of a table is.

    Attributes:
        table: the table.
        rows: how many rows were read.
        reached: the server's time of the newest change among the last ones, as far as rows tell.
        total: how many rows its listing told of, if it did.

    """

    table: str
    rows: int
    reached: datetime | None
    total: int | None


OnProgress: TypeAlias = Callable[[Progress], object]


@dataclass(slots=True)
class Counts:
    """What has been done to a table.

    Attributes:
        rows: rows that were written, new or changed.
        deleted: rows that were deleted, because the server has them no more.
        skipped: ids of rows that could not be stored.
        complete: whether its reading has come to the end.

    """

    rows: int = 0
    deleted: int = 0
    skipped: list[str] = field(default_factory=list[str])
    complete: bool = False


@dataclass
class Reader:
    """Reads tables of one client, and counts."""

    client: Any
    since: datetime | None = None
    rows_per_load: int | None = None
    skip_bad: bool = False
    progress: OnProgress | None = None
    counts: dict[str, Counts] = field(default_factory=dict[str, Counts], init=False)
    read: int = field(default=0, init=False)  # rows

    def __post_init__(self) -> None:
        if self.since is not None and self.since.tzinfo is None:
            raise InvalidArgument("since: a time needs a time zone")
        self.client = self.client.with_options(priority="bulk")

    def count(self, table: Table) -> Counts:
        return self.counts.setdefault(table.name, Counts())

    def resource(self, table: Table) -> Any:
        return resource(table.name, lambda: self._changes(table))

    def found(
        self, table: Table, ids: Iterable[Any], unknown: list[dict[str, Any]] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Read rows by id; those that the server has no more are `unknown`, else deleted."""
        read = self._fetched if unknown is None else self._tried
        for each in read(table, ids):
            if each.row is not None:
                yield self._kept(table, [each.row])
            elif unknown is not None:
                unknown.append({"table_name": table.name, "id": each.id})
            else:
                self.count(table).deleted += 1
                yield [{"id": each.id, **self._mark(), DELETED: True}]

    def _fetched(self, table: Table, ids: Iterable[Any]) -> Iterator[Found[Any]]:
        found: Iterator[Found[Any]] = table.resource(self.client).fetch_missing(ids)
        return found

    def _tried(self, table: Table, ids: Iterable[Any]) -> Iterator[Found[Any]]:
        """By ids that somebody typed: one that the server refuses leads nowhere."""
        left, taken, refused = deque(ids), 0, 0
        while left:
            try:
                for each in self._fetched(table, tuple(left)):
                    left.popleft()
                    taken += 1
                    yield each
            except BadRequest:
                # They come in their order, so this is the next. Where all are refused it is not
                # the id that is wrong.
                refused += 1
                if not taken and refused == _MOST_REFUSED:
                    raise
                yield Found(left.popleft(), None)

    def _whole(self, table: Table, rows: list[Any]) -> Iterator[list[dict[str, Any]]]:
        """Read by id, as the listing leaves out parts; what has no row there stays as listed."""
        listed = {str(row.id): row for row in rows}
        for each in self._fetched(table, listed):
            yield self._kept(table, [listed[each.id] if each.row is None else each.row])

    def _changes(self, table: Table) -> Iterator[list[dict[str, Any]]]:
        state: dict[str, Any] = dlt().current.resource_state()
        server, begun = self.client.base_url, state.get("cursor")
        if state.setdefault("server", server) != server:
            raise InvalidArgument(
                f"this warehouse holds rows of {state['server']}, and the client reads "
                f"{server}; use another dataset"
            )
        since = begun or self.since
        if table.compared:
            known = Stored(dlt().current.pipeline()).digests(table.name)
            since = Cursor(table.compared, rows=known)
        counts, rows = self.count(table), 0
        counts.complete = False
        batches = table.resource(self.client).changes(
            since=since, page_size=table.page_size, **table.arguments
        )
        for batch in batches:
            if table.whole:
                yield from self._whole(table, batch.rows)
            else:
                yield self._kept(table, batch.rows, listed=True)
            yield from self.found(table, batch.absent)
            if not table.compared:
                state["cursor"] = str(batch.cursor)
            counts.complete = batch.complete
            rows += len(batch.rows)
            if self.progress is not None:
                self.progress(Progress(table.name, counts.rows, batch.reached, batch.total))
            # A cursor that did not move would begin here again, and never end.
            moved = table.compared or state["cursor"] != begun
            if self.rows_per_load is not None and rows >= self.rows_per_load and moved:
                return

    def _kept(self, table: Table, rows: list[Any], *, listed: bool = False) -> list[dict[str, Any]]:
        counts, kept = self.count(table), list[dict[str, Any]]()
        for row in rows:
            own = self._mark()
            if table.compared:
                own[DIGEST] = digest(row) if listed else None
            try:
                kept.append({**stored(table.name, row), **own})
            except RowNotStorable as error:
                if not self.skip_bad:
                    raise
                counts.skipped.append(error.id)
        counts.rows += len(kept)
        return kept

    def _mark(self) -> dict[str, Any]:
        self.read += 1
        return {READ: self.read, DELETED: None}


def source(
    client: Any,
    *,
    tables: Iterable[str] | None = None,
    since: datetime | None = None,
    rows_per_load: int | None = None,
    skip_bad: bool = False,
    progress: OnProgress | None = None,
) -> Any:
    """Give a source of dlt, to be run into any of its destinations.

        pipeline = dlt.pipeline("acme", destination="duckdb", dataset_name="ticketing")
        pipeline.run(source(client))

    Each table is a resource: rows are merged by `id`, nested lists have tables of their own, and
    how far it was read stands in dlt's state, stored together with the rows. Unknown fields become
    columns, as dlt's schema evolution says.

    Args:
        client: an `AcmeClient`; its calls let those go first that people wait for.
        tables: which tables; None: all of `TABLES`.
        since: where a table begins that was never read, if the server can filter or sort by time of
            change; None: at the beginning.
        rows_per_load: the most rows of each table in one run; None: all. A run that is killed
            while it reads begins again where it began.
        skip_bad: leave out rows that cannot be stored, instead of raising.
        progress: is told how far the reading is.

    Raises:
        InvalidArgument: there is no such table, no dlt, or the rows are of another server.
        RowNotStorable: a row that no database takes; nothing of its batch is stored.

    """
    reader = Reader(
        client, since=since, rows_per_load=rows_per_load, skip_bad=skip_bad, progress=progress
    )
    return source_of(reader, chosen(tables))


def source_of(reader: Reader, tables: Iterable[Table]) -> Any:
    return together(*map(reader.resource, tables))


def together(*resources: Any) -> Any:
    """As one source, whose state and schema they share."""
    return dlt().source(lambda: list(resources), name="acme", max_table_nesting=1)()


def resource(name: str, rows: Any, *, key: str | list[str] = "id") -> Any:
    return dlt().resource(
        rows,
        name=name,
        primary_key=key,
        write_disposition="merge",
        columns=COLUMNS if key == "id" else {},
    )


def dlt() -> Any:
    try:
        return import_module("dlt")  # when it is needed
    except ImportError:
        raise InvalidArgument("dlt is missing: pip install 'acme-ticketing[warehouse]'") from None
