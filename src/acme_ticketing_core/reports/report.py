"""What a report has found: its columns, as rows or as a data frame (api-facts/reports.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from importlib import import_module
from itertools import chain, count
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast, final

from acme_ticketing_core.errors import DecodeError, InvalidArgument, UnexpectedAnswer
from acme_ticketing_core.models.json import BrokenText
from acme_ticketing_core.models.values import read_datetime, value_at
from acme_ticketing_core.settings.environments import known_zone

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - typed in its source
    import polars as pl

Kind = Literal["text", "datetime", "date", "integer", "decimal", "mixed"]


class Column(NamedTuple):
    """A column of a report.

    Attributes:
        name: the field, `TransactionAmount`; a second one of a name has `_2` behind it.
        type: what the server calls its type, `CURRENCY`.
        kind: what the values are here: `text` str, `datetime` aware datetimes, `date` days,
            `integer` int, `decimal` Decimal; `mixed`: at least one value is not of the column's
            type, or too large for it, so all are as the server sent them. Times among days are
            all `text`.
        values: one for each row; None where there is nothing.

    """

    name: str
    type: str
    kind: Kind
    values: Sequence[Any]


_PRECISION: Final = 38
"""Digits of an amount: the most that a decimal column holds."""


def _read_column(name: str, type_: str, values: Sequence[Any]) -> Column:
    kind, read = _READERS.get(type_.upper(), _TEXT)
    if kind == "datetime" and (days := [_is_day(value) for value in values if value]) and any(days):
        kind, read = ("date", date.fromisoformat) if all(days) else _TIMES_AND_DAYS
    try:
        # What is absent is empty text (api-facts/observed.md, "Reports").
        absent = (None,) if read is _text else (None, "")
        typed = [None if value in absent else read(value) for value in values]
    except (DecodeError, InvalidOperation, OverflowError, TypeError, ValueError):
        return Column(name, type_, "mixed", values)
    return Column(name, type_, kind, typed)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - one error for all readers
    return _whole_text(value) if isinstance(value, BrokenText) else value


def _whole_text(text: str) -> str:
    """Replace half characters, which no other program takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _integer(value: Any) -> int:
    number, text = int(value), value if isinstance(value, str) else ""
    fits = -(2**63) <= number < 2**63
    if isinstance(value, bool) or "_" in text or (number != value and not text) or not fits:
        raise ValueError("no whole number that a cell of a frame holds")
    return number


def _decimal(value: Any) -> Decimal:
    amount, most = Decimal(str(value)), _PRECISION // 2
    plain = "_" not in str(value) and amount.is_finite()
    if not plain or amount.adjusted() >= most or -int(amount.as_tuple().exponent) > most:
        raise ValueError("no amount that a cell of a frame holds")
    return amount


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len("2026-07-04")


def _time_or_day(value: str) -> str:
    (date.fromisoformat if _is_day(value) else read_datetime)(value)
    return value


_TIMES_AND_DAYS: Final[tuple[Kind, Callable[[Any], Any]]] = ("text", _time_or_day)
_TEXT: Final[tuple[Kind, Callable[[Any], Any]]] = ("text", _text)
_READERS: Final[Mapping[str, tuple[Kind, Callable[[Any], Any]]]] = {
    "STRING": _TEXT,
    "DATE": ("datetime", read_datetime),
    "INTEGER": ("integer", _integer),
    "CURRENCY": ("decimal", _decimal),
}


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise InvalidArgument(
            f"{error.name} is not installed; pip install 'acme-ticketing[dataframe]'"
        ) from error


def _kind(column: Column) -> Kind:
    """`mixed` for times that another zone may lead out of the calendar."""
    ends = (MINYEAR, MAXYEAR)
    outside = column.kind == "datetime" and any(v and v.year in ends for v in column.values)
    return "mixed" if outside else column.kind


def _scale(column: Column) -> int:
    amounts: Sequence[Decimal | None] = column.values if column.kind == "decimal" else ()
    places = [-int(each.as_tuple().exponent) for each in amounts if each is not None]
    return max(0, *places) if places else 2


@final
class Report:
    """The result of a report.

    Attributes:
        ids: the runs that it is of: one, or one for each part of a chunked report.
        columns: its columns.
        data: the results as the server sent them, one for each run.
        totals: the server's own sums by column, exact; empty where the report sums nothing.

    """

    __slots__ = ("columns", "data", "ids", "totals")

    def __init__(self, ids: Sequence[int | str], data: Sequence[Any]) -> None:
        self.ids: Final = tuple(ids)
        self.data: Final = tuple(data)
        self.columns: Final = _columns(self.data)
        self.totals: Final = _totals(self.data)

    @classmethod
    def joined(cls, reports: Sequence[Report]) -> Report:
        """Put reports with the same columns one below the other."""
        return cls(
            [each for report in reports for each in report.ids],
            [each for report in reports for each in report.data],
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def check(self) -> tuple[str, ...]:
        """Hold the sums of the columns against the server's own, `totals`.

        For reports that sum their columns; averages have other totals. Gives the columns that were
        compared. Raises `UnexpectedAnswer` where the server has cut the report short.
        """
        compared: list[str] = []
        for column in self.columns:
            total = self.totals.get(column.name)
            if total is None or column.kind not in ("integer", "decimal"):
                continue
            found = sum((each for each in column[-1] if each is not None), Decimal(0))
            if found != total:
                raise UnexpectedAnswer(
                    f"the report is not whole: its {len(self)} rows of {column.name} sum to {found}, "
                    f"and the server says {total}; run it for smaller periods, as "
                    'reports.run_chunked(..., by="month") does'
                )
            compared.append(column.name)
        return tuple(compared)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Go through the rows, each a dictionary from column name to value."""
        names = self.names
        for values in zip(*(values for *_, values in self.columns), strict=True):
            yield dict(zip(names, values, strict=True))

    __iter__ = rows

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<Report {', '.join(map(str, self.ids))}: {len(self)} rows of {len(self.columns)}>"

    def to_pandas(self, time_zone: str | tzinfo = "UTC") -> pd.DataFrame:
        """Give a pandas data frame (extra `dataframe`).

        Columns are `string`, `datetime64` in `time_zone`, such as the venue's `America/New_York`,
        for days `datetime64` at midnight without one, `Int64`, and `Decimal` objects.
        """
        zone, pandas = known_zone(time_zone), _library("pandas")

        def series(column: Column) -> Any:
            kind = _kind(column)
            if kind == "datetime":
                times = pandas.Series(list(column.values), dtype="datetime64[us, UTC]")
                return times.dt.tz_convert(zone)
            types = {"text": "string", "integer": "Int64", "date": "datetime64[us]"}
            return pandas.Series(list(column.values), dtype=types.get(kind, "object"))

        frame: pd.DataFrame = pandas.DataFrame({each.name: series(each) for each in self.columns})
        return frame

    def to_polars(self, time_zone: str = "UTC") -> pl.DataFrame:
        """Give a polars data frame (extra `dataframe`).

        Columns are `String`, `Datetime`, `Date`, `Int64` and `Decimal`.
        """
        polars = _library("polars")
        frame: pl.DataFrame = polars.from_arrow(self.to_arrow(time_zone))
        return frame

    def to_arrow(self, time_zone: str = "UTC") -> Any:
        """Give a `pyarrow.Table` (extra `dataframe`).

        Columns are `string`, `timestamp`, `date32`, `int64` and `decimal128`.
        """
        zone, arrow = known_zone(time_zone), _library("pyarrow")

        def array(column: Column) -> Any:
            kind = _kind(column)
            if kind == "mixed":
                values = (v.isoformat() if isinstance(v, datetime) else v for v in column.values)
                texts = [None if value is None else _whole_text(str(value)) for value in values]
                return arrow.array(texts, arrow.string())
            types = {
                "text": arrow.string(),
                "integer": arrow.int64(),
                "date": arrow.date32(),
                "datetime": arrow.timestamp("us", zone),
                "decimal": arrow.decimal128(_PRECISION, _scale(column)),
            }
            return arrow.array(column.values, types[kind])

        return arrow.table({each.name: array(each) for each in self.columns})


def _columns(parts: Sequence[Any]) -> tuple[Column, ...]:
    found = [_raw_columns(part) for part in parts]
    layouts = {tuple(name for name, _, _ in columns) for columns in found}
    if len(layouts) > 1:
        raise UnexpectedAnswer("the parts of the report have different columns")
    columns: dict[str, Column] = {}
    for pieces in zip(*found, strict=True):
        values = [value for _, _, piece in pieces for value in piece]
        # A part without values does not know the type.
        type_ = next(
            (kind for _, kind, piece in pieces if any(value not in (None, "") for value in piece)),
            pieces[0][1],
        )
        name = pieces[0][0]
        names = chain([name], (f"{name}_{number}" for number in count(2)))
        unique = next(each for each in names if each not in columns)
        columns[unique] = _read_column(unique, type_, values)
    if len({len(column.values) for column in columns.values()}) > 1:
        raise UnexpectedAnswer("the columns of the report have different lengths")
    return tuple(columns.values())


def _raw_columns(result: Any) -> list[tuple[str, str, list[Any]]]:
    fields = value_at(result, "resultFieldList")
    if fields is not None and not _is_list_of_objects(fields):
        raise UnexpectedAnswer("the columns of the report are no list of objects")
    found: list[tuple[str, str, list[Any]]] = []
    for field in fields or ():
        values: list[Any] | None = field.get("values")
        if values is not None and type(values) is not list:
            raise UnexpectedAnswer("the values of a column are no list")
        name, type_ = field.get("fieldName"), field.get("analyticsDataType")
        found.append((str(name or "?"), str(type_ or "STRING"), values or []))
    return found


def _totals(parts: Sequence[Any]) -> Mapping[str, Decimal]:
    """Add up the sums of the parts (api-facts/observed.md, "Reports")."""
    totals: dict[str, Decimal] = {}
    for part in parts:
        entries = value_at(part, "summaryReport.grandTotals")
        for entry in entries if _is_list_of_objects(entries) else ():
            name, value = str(entry.get("name")), entry.get("value")
            try:
                amount = Decimal(str(value))
            except InvalidOperation:
                raise UnexpectedAnswer(f"the report's total of {name} is no number") from None
            totals[name] = totals.get(name, Decimal(0)) + amount
    return MappingProxyType(totals)


def _is_list_of_objects(value: object) -> bool:
    items: list[Any] = cast("Any", value)
    return isinstance(value, list) and all(isinstance(each, dict) for each in items)
