"""Records written for programs: JSON, a JSON text a line, CSV, Parquet.

Each takes the records one by one, so that a listing need not fit in memory.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, Final

from .columns import cell

Write = Callable[[Iterable[Any], Sequence[str], dict[str, Any], IO[Any]], None]
"""Takes the records, the columns of a table, the operation's row and the stream."""


def as_text(value: Any) -> str:
    """Write a value as one line of JSON."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:  # a number that no float holds, such as 1e999: as it came
        from acme_ticketing_core.models.json import dumps

        return dumps(value).decode()


def _write_json(
    records: Iterable[Any], _columns: Sequence[str], _row: dict[str, Any], stream: IO[str]
) -> None:
    opening = "[\n"
    for record in records:
        stream.write(f"{opening}{as_text(record)}")
        opening = ",\n"
    stream.write("[]\n" if opening == "[\n" else "\n]\n")


def _write_ndjson(
    records: Iterable[Any], _columns: Sequence[str], _row: dict[str, Any], stream: IO[str]
) -> None:
    stream.writelines(f"{as_text(record)}\n" for record in records)


def _write_csv(
    records: Iterable[Any], columns: Sequence[str], _row: dict[str, Any], stream: IO[str]
) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([cell(record, column) for column in columns])


def _write_parquet(
    records: Iterable[Any], columns: Sequence[str], row: dict[str, Any], stream: IO[bytes]
) -> None:
    from .parquet import write_parquet

    write_parquet(records, columns, row, stream)


WRITERS: Final[dict[str, Write]] = {
    "json": _write_json,
    "ndjson": _write_ndjson,
    "csv": _write_csv,
    "parquet": _write_parquet,
}
BINARY: Final = frozenset({"parquet"})
