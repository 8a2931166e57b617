"""Where rows go: one text that says it, as a shell user writes it."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.warehouse.source import dlt

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

    """
    kind, _, rest = destination.partition(":")
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    destinations = dlt().destinations
    if kind == "duckdb" and rest:
        place = str(Path(rest).resolve())
        if not Path(place).parent.is_dir():
            raise InvalidArgument(f"destination: there is no folder {Path(rest).parent}")
        if Path(place).stem == dataset:
            raise InvalidArgument(f"dataset: {dataset} is the file's name; DuckDB needs another")
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
    pipeline = dlt().pipeline(f"acme_{name}", destination=made, dataset_name=dataset)
    keep_private(pipeline)
    return pipeline


def _check_address(rest: str) -> None:
    """Refuse an address that would be read otherwise than it was meant, and told in messages.

    Raises:
        InvalidArgument: it is one.

    """
    user, _, host = rest[2:].rpartition("@")
    if any(sign in user for sign in "@/?#"):
        raise InvalidArgument(
            "destination: in a user name or password write @ as %40, / as %2F, ? as %3F, # as %23"
        )
    port = host.partition("/")[0].partition("?")[0].rpartition("]")[2].partition(":")[2]
    if not host or (port and not port.isdecimal()):
        raise InvalidArgument("destination: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE")


def keep_private(pipeline: Any) -> None:
    """Let nobody else look at what is on its way: people's data."""
    Path(pipeline.working_dir).chmod(0o700)
