"""A warehouse brought up to date, by one program at a time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from acme_ticketing_core.errors import AcmeError, InvalidArgument
from acme_ticketing_core.warehouse import source
from acme_ticketing_core.warehouse.tables import Stored, chosen

DATASET: Final = "ticketing"
"""Not `acme`: DuckDB takes the name of the file, `acme.duckdb`, for one of the same rank."""

_CONFIGURED: Final = (
    "athena", "bigquery", "clickhouse", "databricks", "filesystem", "motherduck", "mssql",
    "redshift", "snowflake", "synapse",
)  # fmt: skip
"""Destinations of dlt whose address and credentials stand in dlt's own configuration."""

_SETTINGS: Final = {
    # dlt would tell its makers of each run, and the terminal of each step.
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    # It would keep what it has loaded in files: people's data.
    "LOAD__DELETE_COMPLETED_JOBS": "true",
    # Files that are loaded at once are in memory at once.
    "LOAD__WORKERS": "1",
}

_FRUGAL: Final = {"memory_limit": "100MB", "threads": 1}
"""DuckDB would keep most of a growing file in memory, and something of its own for each thread."""


def pipeline_to(destination: str, *, dataset: str = DATASET) -> Any:
    """Give a pipeline of dlt; the same destination and dataset give the same one again.

    Args:
        destination: `duckdb:FILE`, `postgresql://…`, or the name of a destination of dlt that is
            set up in dlt's own configuration, such as `bigquery`.
        dataset: the schema, or what the destination calls it.

    Raises:
        InvalidArgument: it is none of these, the dataset has the name of DuckDB's file, or dlt is
            not installed.
        NotStored: the file is empty.

    """
    kind, _, rest = destination.partition(":")
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    destinations = source.dlt().destinations
    if kind == "duckdb" and rest:
        place = str(Path(rest).resolve())
        if not Path(place).parent.is_dir():
            raise InvalidArgument(f"destination: there is no folder {Path(rest).parent}")
        if Path(place).stem == dataset:
            raise InvalidArgument(f"dataset: {dataset} is the file's name; DuckDB needs another")
        if Path(place).is_file() and not Path(place).stat().st_size:
            raise NotStored(
                f"{rest} is no database but an empty file, as a full disk leaves it; "
                "delete it and run again: all rows are read anew"
            )
        # For `INSERT` statements of 20,000 rows it takes 3 GB; JSON lines it reads as they come.
        made = destinations.duckdb(
            {"database": place, "global_config": _FRUGAL}, preferred_loader_file_format="jsonl"
        )
    elif kind in ("postgresql", "postgres") and rest.startswith("//"):
        _check_address(rest)
        place = f"postgresql:{rest}"
        made = destinations.postgres(place)
    elif destination in _CONFIGURED:
        place, made = destination, destination
    else:
        raise InvalidArgument(
            "destination: write duckdb:FILE, postgresql://USER:PASSWORD@HOST/DATABASE, or one of "
            f"{', '.join(_CONFIGURED)}, which dlt's own configuration describes"
        )
    # The name shows in messages; a password in the address does not.
    name = blake2b(f"{place} {dataset}".encode(), digest_size=4).hexdigest()
    pipeline = source.dlt().pipeline(f"acme_{name}", destination=made, dataset_name=dataset)
    keep_private(pipeline)
    return pipeline


def _check_address(rest: str) -> None:
    """Refuse what would be read otherwise than it was meant, and told in messages."""
    user, _, host = rest[2:].rpartition("@")
    if any(sign in user for sign in "@/?#"):
        raise InvalidArgument(
            "destination: in a user name or password write @ as %40, / as %2F, ? as %3F, # as %23"
        )
    port = host.partition("/")[0].partition("?")[0].rpartition("]")[2].partition(":")[2]
    if not host or (port and not port.isdecimal()):
        raise InvalidArgument("destination: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE")


def keep_private(pipeline: Any) -> None:
    """Hide people's data that is on its way."""
    Path(pipeline.working_dir).chmod(0o700)


class AlreadyRunning(AcmeError):  # noqa: N818 - as the rest of the tree
    """Another program brings the same warehouse up to date."""


@contextmanager
def locked(path: Path, what: str) -> Generator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600)) as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(f"{what} is being brought up to date by another run") from None
        yield


_OF_THE_SCHEMA: Final = (
    "BinderException", "CatalogException", "DiskFull", "InsufficientPrivilege", "IOException",
    "UndefinedColumn", "UndefinedTable",
)  # fmt: skip
"""What a database says of tables and of itself; elsewhere it repeats values: people's data."""


class NotStored(AcmeError):  # noqa: N818 - as the rest of the tree
    """The database could not be reached, or did not take what was to be stored."""


class Summary(NamedTuple):
    """What a run did.

    Attributes:
        tables: for each table what was done to it.
        fetched: ids that rows refer to and that were read one by one.
        seconds: how long it took.

    """

    tables: Mapping[str, source.Counts]
    fetched: int
    seconds: float

    @property
    def skipped(self) -> int:
        """How many rows could not be stored."""
        return sum(len(each.skipped) for each in self.tables.values())

    def __str__(self) -> str:
        rows = ", ".join(f"{name} {each.rows}" for name, each in self.tables.items()) or "nothing"
        more = {
            "deleted": sum(each.deleted for each in self.tables.values()),
            "fetched by id": self.fetched,
            "not storable": self.skipped,
        }
        parts = [rows, *(f"{number} {what}" for what, number in more.items() if number)]
        return f"{'; '.join(parts)} ({self.seconds:.0f} s)"


def sync(
    client: Any,
    pipeline: Any,
    *,
    tables: Iterable[str] | None = None,
    since: datetime | None = None,
    rows_per_load: int = source.ROWS_PER_LOAD,
    skip_bad: bool = False,
    sweep: bool | None = None,
    progress: source.OnProgress | None = None,
) -> Summary:
    """Bring a warehouse up to date.

    Loads what changed, in parts; deletes what the server has no more; fetches what rows refer to
    and no listing gives. May be killed at any moment and run again.

    Args:
        client: an `AcmeClient`.
        pipeline: a pipeline of dlt, into any of its destinations.
        tables: which tables; this, `since`, `skip_bad` and `progress` are as in `source`.
        since: where a table begins that was never read.
        rows_per_load: how many rows of a table are read before they are loaded.
        skip_bad: leave out rows that cannot be stored.
        sweep: look for deleted rows in those tables, too, whose listing does not count its rows;
            None: with the first run of a day.
        progress: is told how far the reading is.

    Raises:
        InvalidArgument: there is no such table, or the warehouse holds rows of another server.
        AlreadyRunning: another run on this machine is at it.
        NotStored: the database cannot be reached or did not take the rows.
        RowNotStorable: a row that no database takes.
        AcmeError: any failure of a call.

    """
    wanted = chosen(tables)
    reader = source.Reader(
        client, since=since, rows_per_load=rows_per_load, skip_bad=skip_bad, progress=progress
    )
    began = time.monotonic()
    lock = Path(pipeline.pipelines_dir) / f"{pipeline.pipeline_name}.lock"
    with locked(lock, pipeline.pipeline_name):
        _checked(pipeline)
        try:
            with _kept_open(pipeline):
                if sweep is None:
                    sweep = _first_of_the_day(pipeline)
                left = wanted
                while left:
                    pipeline.run(source.source_of(reader, left))
                    left = tuple(each for each in left if not reader.count(each).complete)
                source.delete_gone(reader, pipeline, wanted, sweep=sweep)
                fetched = source.fetch_references(reader, pipeline, wanted)
        except source.dlt().common.exceptions.DltException as error:
            raise _told(error) from None
    return Summary(reader.counts, fetched, time.monotonic() - began)


def _checked(pipeline: Any) -> None:
    """Reach the database, and make tables in a new one, before anything is read."""
    try:
        if pipeline.has_pending_data:
            # A load that was killed may have filled its staging tables already, and would fill
            # them again: rows twice. The database knows how far the reading is; it goes on there.
            pipeline.drop()
            keep_private(pipeline)
        pipeline.sync_destination()
        if pipeline.default_schema_name is None:
            pipeline.run(source.together(source.unknown_ids([])))
    except source.dlt().common.exceptions.DltException as error:
        problem = str(_cause(error)).strip().partition("\n")[0]
        raise NotStored(f"the database cannot be used: {problem}") from None


def _kept_open(pipeline: Any) -> AbstractContextManager[object]:
    """Keep DuckDB's file open.

    dlt opens, writes and closes it for each part of a load: that takes a fifth of a run, and lets
    another program take the file in between.
    """
    if pipeline.destination.destination_type.endswith(".duckdb"):
        client: AbstractContextManager[object] = pipeline.sql_client()
        return client
    return nullcontext()


def _first_of_the_day(pipeline: Any) -> bool:
    found = next(Stored(pipeline).rows("SELECT MAX(inserted_at) FROM {_dlt_loads}"))[0]
    return found is None or found.astimezone(UTC).date() < datetime.now(UTC).date()


def _told(error: Exception) -> AcmeError:
    cause = _cause(error)
    if isinstance(cause, AcmeError):
        return cause
    problem = type(cause).__name__
    if "No space left on device" in str(cause):
        problem = "no space is left on its disk"
    elif problem in _OF_THE_SCHEMA:
        problem = str(cause).strip().partition("\n")[0]
    return NotStored(f"the database did not take what was to be stored ({problem})")


def _cause(error: BaseException) -> BaseException:
    if isinstance(error, KeyboardInterrupt):
        raise KeyboardInterrupt from None
    behind = error.__cause__ or error.__context__
    return error if isinstance(error, AcmeError) or behind is None else _cause(behind)
