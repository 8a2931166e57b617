"""Records as a Parquet file (extra `dataframe`), its columns typed as the specification says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from itertools import islice
from typing import IO, Any, Final

import click

from ..parameters import resolved
from .columns import VALUE, at, record_fields

_BATCH: Final = 10_000
"""Records of a row group: what is held in memory at once."""
_REST: Final = "unknown_fields"
"""The column for what has none: fields that the specification does not know, and values that are
not what it says, as one JSON object."""
_DIGITS: Final = (38, 12)


def require_pyarrow() -> None:
    """Refuse to begin what could not be written.

    Raises:
        click.UsageError: pyarrow is not installed.

    """
    if find_spec("pyarrow") is None:
        raise click.UsageError("Parquet needs pyarrow: pip install 'acme-ticketing[cli,dataframe]'")


def write_parquet(
    records: Iterable[Any], columns: Sequence[str], row: dict[str, Any], stream: IO[bytes]
) -> None:
    """Write records, a row group after the other.

    Args:
        records: as the API has them, one after the other.
        columns: the fields to write, with dots into objects; empty: all of them.
        row: the operation's row of the table.
        stream: where to.

    """
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
    """Give what a column holds: a JSON type, the form of a text, or `json` for anything else."""
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
        except (ValueError, InvalidOperation):
            rest[name] = value
    if keep_rest and isinstance(record, dict):
        rest |= {name: value for name, value in record.items() if name not in fields}
    read[_REST] = json.dumps(rest, ensure_ascii=False) if rest else None
    return read


def _value(value: Any, kind: str) -> Any:
    """Read a value as its column's type.

    Raises:
        ValueError: it is of another.
        decimal.InvalidOperation: it has more digits than the column.

    """
    if kind == "json":
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
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
