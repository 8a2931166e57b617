"""Records as files, each of which appears when it is whole."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import click

from acme_ticketing_cli.output.tables import VALUE, cell
from acme_ticketing_cli.parameters import resolved, type_of
from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.json import dumps
from acme_ticketing_core.models.model import DecimalNumber
from acme_ticketing_core.models.objects import read_whole
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.runtime.files import is_special

_BATCH: Final = 10_000
"""Records of a row group: what is held in memory at once."""
_REST: Final = "unknown_fields"
"""The column for what has none: fields that the specification does not know, and values that are
not what it says, as one JSON object."""
_DIGITS: Final = (38, 12)


def write_parquet(records: Iterable[Any], columns: Mapping[str, Any], stream: IO[bytes]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    amount = pa.decimal128(*_DIGITS)
    types = {
        "string": (pa.string(), str),
        "integer": (pa.int64(), int),
        "number": (amount, DecimalNumber),
        "decimal": (amount, Decimal),
        "boolean": (pa.bool_(), bool),
        "date-time": (pa.timestamp("us", tz="UTC"), datetime),
        "date": (pa.date32(), date),
    }
    fields = {name: types.get(_kind(each), (pa.string(), None)) for name, each in columns.items()}

    def read(record: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        rest = dict(record) if isinstance(record, dict) else {VALUE: record}
        for name, (type_, annotation) in fields.items():
            value = rest.pop(name, None)
            try:
                found[name] = pa.scalar(_cell(value, annotation), type_).as_py()
            except (DecodeError, OverflowError, ValueError):  # not of its type, or too large for it
                rest[name] = value
        return {**found, _REST: _json(rest) if rest else None}

    schema = pa.schema([*((name, each[0]) for name, each in fields.items()), (_REST, pa.string())])
    rows = map(read, records)
    with pq.ParquetWriter(stream, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _kind(schema: dict[str, Any]) -> str:
    schema = resolved(schema)
    kind, form = type_of(schema), str(schema.get("format"))
    return form if kind == "string" and form in {"date", "date-time", "decimal"} else kind


def _cell(value: Any, annotation: Any) -> Any:
    """Read a value as its column's type; what has none is written as JSON."""
    if value is None or (annotation is None and isinstance(value, str)):
        return value
    if annotation is None:
        return _json(value)
    return read_whole(annotation, value, Reading(strict=True))


class NewFile(click.Path):
    """A file that can be written; what is in the way is told before any call."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not value:
            self.fail("name a file", param, ctx)
        folder = Path(value).resolve().parent
        if not folder.is_dir():
            self.fail(f"there is no folder {folder}", param, ctx)
        if not is_special(Path(value)) and not os.access(folder, os.W_OK | os.X_OK):
            self.fail(f"the folder {folder} cannot be written", param, ctx)
        return super().convert(value, param, ctx)


Write = Callable[[Iterable[Any], Mapping[str, Any], IO[Any]], None]
"""Takes the records, the columns with their schemas, and the stream."""


def _json(value: Any) -> str:
    return dumps(value).decode()


def _write_json(records: Iterable[Any], _columns: object, stream: IO[str]) -> None:
    opening = "[\n"
    for record in records:
        stream.write(f"{opening}{_json(record)}")
        opening = ",\n"
    stream.write("[]\n" if opening == "[\n" else "\n]\n")


def _write_ndjson(records: Iterable[Any], _columns: object, stream: IO[str]) -> None:
    stream.writelines(f"{_json(record)}\n" for record in records)


def _write_csv(records: Iterable[Any], columns: Iterable[str], stream: IO[str]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(record, column) for column in columns] for record in records)


WRITERS: Final[dict[str, Write]] = {
    "json": _write_json,
    "ndjson": _write_ndjson,
    "csv": _write_csv,
    "parquet": write_parquet,
}
BINARY: Final = frozenset({"parquet"})
