"""One column of a report: its values, read as its type says.

Facts: api-facts/reports.md ("ReportResult"): all columns have a value for each row; `CURRENCY`
comes as decimal text, `DATE` (or `Date`) as ISO text with an offset, `INTEGER` as a number. From
observed.md ("Reports"): grouped by day a `DATE` column holds plain days, and what is absent is
empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, NamedTuple

from acme_ticketing_core.errors import DecodeError
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
    except (DecodeError, ValueError, InvalidOperation):
        return Column(name, type_, "mixed", values)
    if read is _text:
        typed = [None if value is None else read(value) for value in values]
    return Column(name, type_, kind, typed)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - one error for all readers
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool) or (int(value) != value and not isinstance(value, str)):
        raise ValueError("no whole number")
    return int(value)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool):
        raise ValueError("no amount")  # noqa: TRY004 - one error for all readers
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
