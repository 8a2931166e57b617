"""Records as files: JSON, CSV, Parquet; each appears when it is whole."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import click

from acme_ticketing_cli.output.tables import VALUE, at, cell, record_fields
from acme_ticketing_cli.parameters import resolved

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
    """Write records, a row group after the other."""
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
    match _kind(field):
        case "integer":
            return pa.int64()
        case "number":
            return pa.decimal128(*_DIGITS)
        case "boolean":
            return pa.bool_()
        case "date-time":
            return pa.timestamp("us", tz="UTC")
        case "date":
            return pa.date32()
    return pa.string()


def _kind(field: dict[str, Any]) -> str:
    kinds = field.get("type", "json")
    several = [each for each in kinds if each != "null"] if isinstance(kinds, list) else [kinds]
    if len(several) != 1 or several[0] in {"object", "array"}:
        return "json"
    form = str(field.get("format", ""))
    if several[0] == "string":
        if form == "decimal":
            return "number"
        return form if form in {"date-time", "date"} else "string"
    return str(several[0])


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
    """Read a value as its column's type."""
    if isinstance(value, str):
        value.encode()
    if kind == "json":
        return value if isinstance(value, str) else _json(value)
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind == "integer" and isinstance(value, int) and not isinstance(value, bool):
        return _within_64_bits(value)
    if kind == "number" and isinstance(value, (int, float, str)) and not isinstance(value, bool):
        return _with_digits(Decimal(str(value)))
    if isinstance(value, str):
        if kind == "string":
            return value
        if kind == "date":
            return date.fromisoformat(value)
        if kind == "date-time":
            return _moment(value)
    raise ValueError(kind)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.encode("utf-8", "replace").decode() == text else json.dumps(value)


def _within_64_bits(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ValueError("more than 64 bits")
    return value


def _with_digits(value: Decimal) -> Decimal:
    digits, places = _DIGITS
    if not value.is_finite() or abs(value) >= 10 ** (digits - places):
        raise ValueError("too large")
    if value != round(value, places):
        raise ValueError("too many places")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(UTC)


class NewFile(click.Path):
    """The name of a file that can be written; what is in the way is told before any call."""

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
    """Open a file for writing; it takes its name when the block ends without an error.

    A link stays one. A device or a pipe is written as it is, for nothing can take its place.
    A private file is its owner's alone.
    """
    try:
        encoding, errors = (None, None) if "b" in mode else ("utf-8", "backslashreplace")
        if _is_special(Path(name)):
            with Path(name).open(mode, encoding=encoding, errors=errors) as stream:
                yield stream
            return
        goal = Path(name).resolve()
        handle, part = tempfile.mkstemp(prefix=f".{goal.name}.", dir=goal.parent)
        try:
            with os.fdopen(handle, mode, encoding=encoding, errors=errors, newline=None) as stream:
                yield stream
            if not private:
                Path(part).chmod(0o666 & ~_umask())
            Path(part).replace(goal)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        error.filename = error.filename or name  # a disk that is full tells no name
        raise


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


Write = Callable[[Iterable[Any], Sequence[str], dict[str, Any], IO[Any]], None]
"""Takes the records, the columns of a table, the operation's row and the stream."""


def as_text(value: Any) -> str:
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

    write_parquet(records, columns, row, stream)


WRITERS: Final[dict[str, Write]] = {
    "json": _write_json,
    "ndjson": _write_ndjson,
    "csv": _write_csv,
    "parquet": _write_parquet,
}
BINARY: Final = frozenset({"parquet"})
