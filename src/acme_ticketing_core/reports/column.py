"""One column of a report: its values read as its type says, and columns as data frames.

Facts: api-facts/reports.md ("ReportResult"): all columns have a value for each row; `CURRENCY`
comes as decimal text, `DATE` (or `Date`) as ISO text with an offset, `INTEGER` as a number. From
observed.md ("Reports"): grouped by day a `DATE` column holds plain days, and what is absent is
empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any, Final, Literal, NamedTuple

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models.json import BrokenText
from acme_ticketing_core.models.values import read_datetime

Kind = Literal["text", "datetime", "date", "integer", "decimal", "mixed"]


class Column(NamedTuple):
    """A column of a report.

    Attributes:
        name: the field, `TransactionAmount`; a second one of a name has `_2` behind it.
        type: what the server calls its type, `CURRENCY`.
        kind: what the values are here: `text` str, `datetime` aware datetimes, `date` days,
            `integer` int, `decimal` Decimal; `mixed`: at least one value is not of the column's
            type, so all are as the server sent them. Times among days are all `text`.
        values: one for each row; None where there is nothing.

    """

    name: str
    type: str
    kind: Kind
    values: Sequence[Any]


def read_column(name: str, type_: str, values: Sequence[Any]) -> Column:
    """Read the values of a column, each as its type says, or leave all as the server sent them."""
    kind, read = _READERS.get(type_.upper(), _TEXT)
    if kind == "datetime" and (days := [_is_day(value) for value in values if value]) and any(days):
        kind, read = ("date", date.fromisoformat) if all(days) else _TIMES_AND_DAYS
    try:
        typed = [None if value is None or value == "" else read(value) for value in values]
    except (DecodeError, InvalidOperation, OverflowError, TypeError, ValueError):
        return Column(name, type_, "mixed", values)
    if read is _text:
        typed = [None if value is None else read(value) for value in values]
    return Column(name, type_, kind, typed)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - one error for all readers
    return whole_text(value) if isinstance(value, BrokenText) else value


def whole_text(text: str) -> str:
    """Put a mark in the place of half characters, which no other program takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _integer(value: Any) -> int:
    text = value if isinstance(value, str) else ""
    if isinstance(value, bool) or "_" in text or (int(value) != value and not text):
        raise ValueError("no whole number")
    return int(value)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or "_" in str(value):
        raise ValueError("no amount")
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise ValueError("no amount")
    return amount


def _moment(value: Any) -> datetime:
    return read_datetime(value)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len("2026-07-04")


def _time_or_day(value: str) -> str:
    (date.fromisoformat if _is_day(value) else read_datetime)(value)
    return value


_TIMES_AND_DAYS: Final[tuple[Kind, Callable[[Any], Any]]] = ("text", _time_or_day)
_TEXT: Final[tuple[Kind, Callable[[Any], Any]]] = ("text", _text)
_READERS: Final[Mapping[str, tuple[Kind, Callable[[Any], Any]]]] = {
    "STRING": _TEXT,
    "DATE": ("datetime", _moment),
    "INTEGER": ("integer", _integer),
    "CURRENCY": ("decimal", _decimal),
}


PRECISION: Final = 38
"""Digits of an amount: the most that a decimal column holds."""


def pandas_frame(columns: Sequence[Column], time_zone: str | tzinfo) -> Any:
    pandas = _library("pandas")

    def series(column: Column) -> Any:
        kind = _kind(column)
        if kind == "datetime":
            values = pandas.Series(_in_utc(column), dtype="datetime64[us, UTC]")
            return values.dt.tz_convert(time_zone)
        kinds = {"text": "string", "integer": "Int64", "date": "datetime64[us]"}
        return pandas.Series(list(column.values), dtype=kinds.get(kind, "object"))

    return pandas.DataFrame({column.name: series(column) for column in columns})


def polars_frame(columns: Sequence[Column], time_zone: str) -> Any:
    polars = _library("polars")

    def series(column: Column) -> Any:
        kind = _kind(column)
        if kind == "datetime":
            utc = polars.Datetime("us", "UTC")
            return polars.Series(column.name, _in_utc(column), utc).dt.convert_time_zone(time_zone)
        if kind == "mixed":
            return polars.Series(column.name, _as_text(column), polars.String)
        kinds = {
            "text": polars.String,
            "integer": polars.Int64,
            "date": polars.Date,
            "decimal": polars.Decimal(PRECISION, _scale(column)),
        }
        return polars.Series(column.name, column.values, kinds[kind])

    return polars.DataFrame([series(column) for column in columns])


def arrow_table(columns: Sequence[Column], time_zone: str) -> Any:
    arrow = _library("pyarrow")

    def array(column: Column) -> Any:
        kind = _kind(column)
        if kind == "mixed":
            return arrow.array(_as_text(column), arrow.string())
        kinds = {
            "text": arrow.string(),
            "integer": arrow.int64(),
            "date": arrow.date32(),
            "datetime": arrow.timestamp("us", time_zone),
            "decimal": arrow.decimal128(PRECISION, _scale(column)),
        }
        return arrow.array(column.values, kinds[kind])

    return arrow.table({column.name: array(column) for column in columns})


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise InvalidArgument(
            f"{error.name} is not installed; pip install 'acme-ticketing[dataframe]'"
        ) from error


def _kind(column: Column) -> Kind:
    """Give what a column of a frame holds; `mixed` where a value is larger than its cells."""
    values = [value for value in column.values if value is not None]
    if column.kind == "integer":
        fits = all(-(2**63) <= value < 2**63 for value in values)
    elif column.kind == "decimal":
        whole = max((value.adjusted() + 1 for value in values), default=0)
        fits = max(whole, 0) + _scale(column) <= PRECISION
    elif column.kind == "datetime":
        fits = all(MINYEAR < value.year < MAXYEAR for value in values)
    else:
        return column.kind
    return column.kind if fits else "mixed"


def _in_utc(column: Column) -> list[datetime | None]:
    return [None if value is None else value.astimezone(UTC) for value in column.values]


def _as_text(column: Column) -> list[str | None]:
    values = (v.isoformat() if isinstance(v, datetime) else v for v in column.values)
    return [None if value is None else whole_text(str(value)) for value in values]


def _scale(column: Column) -> int:
    """Give the decimal places of an amount that has most of them; 0 where there are no amounts."""
    if column.kind != "decimal":
        return 0
    amounts: list[Decimal] = [value for value in column.values if value is not None]
    places = [-int(amount.as_tuple().exponent) for amount in amounts]
    return max(0, *places) if places else 2
