"""Records as files, each of which appears when it is whole."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import click

from acme_ticketing_cli.output.tables import VALUE, at, cell, record_fields
from acme_ticketing_cli.parameters import read_time, resolved, type_of
from acme_ticketing_core.models.json import dumps

_BATCH: Final = 10_000
"""Records of a row group: what is held in memory at once."""
_REST: Final = "unknown_fields"
"""The column for what has none: fields that the specification does not know, and values that are
not what it says, as one JSON object."""
_DIGITS: Final = (38, 12)


def require_pyarrow() -> None:
    if find_spec("pyarrow") is None:
        raise click.UsageError("Parquet needs pyarrow: pip install 'acme-ticketing[cli,dataframe]'")


def write_parquet(
    records: Iterable[Any], columns: Sequence[str], row: dict[str, Any], stream: IO[bytes]
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = record_fields(row) or {VALUE: {}}
    fields = {name: resolved(known.get(name, {})) for name in columns or known}
    schema = pa.schema(
        [*((name, _type(pa, field)) for name, field in fields.items()), (_REST, pa.string())]
    )
    rows = iter(records)
    with pq.ParquetWriter(stream, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            read = [_read(record, fields, keep_rest=not columns) for record in batch]
            writer.write_table(pa.Table.from_pylist(read, schema=schema))


def _type(pa: Any, field: dict[str, Any]) -> Any:
    types = {
        "integer": pa.int64(),
        "number": pa.decimal128(*_DIGITS),
        "boolean": pa.bool_(),
        "date-time": pa.timestamp("us", tz="UTC"),
        "date": pa.date32(),
    }
    return types.get(_kind(field), pa.string())


def _kind(field: dict[str, Any]) -> str:
    kind, form = type_of(field), field.get("format")
    if kind != "string":
        return kind if kind not in {"", "object", "array"} else "json"
    if form == "decimal":
        return "number"
    return str(form) if form in {"date-time", "date"} else kind


def _read(record: Any, fields: dict[str, Any], *, keep_rest: bool) -> dict[str, Any]:
    read: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, field in fields.items():
        value = at(record, name)
        try:
            read[name] = None if value is None else _value(value, _kind(field))
        except (InvalidOperation, OverflowError, ValueError):
            rest[name] = value
    if keep_rest and isinstance(record, dict):
        rest |= {name: value for name, value in record.items() if name not in fields}
    read[_REST] = _json(rest) if rest else None
    return read


def _value(value: Any, kind: str) -> Any:
    """Raise `ValueError` for what is not of its column's type."""
    if isinstance(value, str):
        value.encode()  # half a character cannot be written
    match kind, value:
        case ("json" | "string", str()) | ("boolean", bool()):
            return value
        case "json", _:
            return _json(value)
        case "integer", int() if not isinstance(value, bool) and -(2**63) <= value < 2**63:
            return value
        case "number", int() | float() | str() if not isinstance(value, bool):
            return _with_digits(Decimal(str(value)))
        case "date", str():
            return date.fromisoformat(value)
        case "date-time", str():
            return read_time(value).astimezone(UTC)
        case _:
            raise ValueError(kind)


def _with_digits(value: Decimal) -> Decimal:
    digits, places = _DIGITS
    if not value.is_finite() or abs(value) >= 10 ** (digits - places):
        raise ValueError("too large")
    if value != round(value, places):
        raise ValueError("too many places")
    return value


class NewFile(click.Path):
    """A file that can be written; what is in the way is told before any call."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        name = os.fspath(value)
        if not name:
            self.fail("name a file", param, ctx)
        folder = Path(name).resolve().parent
        if not folder.is_dir():
            self.fail(f"there is no folder {folder}", param, ctx)
        if not _is_special(Path(name)) and not os.access(folder, os.W_OK | os.X_OK):
            self.fail(f"the folder {folder} cannot be written", param, ctx)
        return super().convert(value, param, ctx)


@contextmanager
def whole_file(name: str, mode: str, *, private: bool = False) -> Iterator[Any]:
    """Open a file that takes its name when the block ends without an error; a private one is 0600."""
    text: dict[str, Any] = (
        {} if "b" in mode else {"encoding": "utf-8", "errors": "backslashreplace"}
    )
    try:
        if _is_special(Path(name)):
            with Path(name).open(mode, **text) as stream:
                yield stream
            return
        goal = Path(name).resolve()  # a link stays one
        part = goal.with_name(f".{goal.name}.{os.urandom(4).hex()}.part")
        rights = 0o600 if private else 0o666
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
        try:
            with os.fdopen(handle, mode, **text) as stream:
                yield stream
            part.replace(goal)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        error.filename = error.filename or name  # a disk that is full tells no name
        raise


def _is_special(path: Path) -> bool:  # a device or a pipe, whose place nothing can take
    return path.exists() and not path.is_file() and not path.is_dir()


Write = Callable[[Iterable[Any], Sequence[str], dict[str, Any], IO[Any]], None]
"""Takes the records, the columns of a table, the operation's row and the stream."""


def _json(value: Any) -> str:
    return dumps(value).decode()


def _write_json(records: Iterable[Any], _columns: object, _row: object, stream: IO[str]) -> None:
    opening = "[\n"
    for record in records:
        stream.write(f"{opening}{_json(record)}")
        opening = ",\n"
    stream.write("[]\n" if opening == "[\n" else "\n]\n")


def _write_ndjson(records: Iterable[Any], _columns: object, _row: object, stream: IO[str]) -> None:
    stream.writelines(f"{_json(record)}\n" for record in records)


def _write_csv(
    records: Iterable[Any], columns: Sequence[str], _row: object, stream: IO[str]
) -> None:
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
