"""How plain values are read and written (first-contact/README.md, rules 3 and 4)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from types import NoneType
from typing import Any, Final

from acme_ticketing_core.models import values
from acme_ticketing_core.models.json import MOST_DIGITS, BrokenText, LongInteger, LongNumber, mended
from acme_ticketing_core.models.reading import Kind, Reading
from acme_ticketing_core.models.types import Code, Type


class Plain(Type):
    """A value that stands alone, and the other forms that are read as it without doubt.

    A form is what is told of it and its reader; nothing is told where only the spelling differs.
    """

    def __init__(
        self,
        expected: str,
        write: Callable[[Any], Any],
        *forms: tuple[Kind | None, Callable[[Any], Any]],
        exact: tuple[type, ...] = (),
        as_written: Callable[[Any], Any] | None = None,
    ) -> None:
        self.expected = expected
        self.write = write
        self._forms = forms
        self.exact = exact
        self.as_is = () if float in exact else exact  # of floats not all are numbers
        self.as_written = as_written

    def read(self, value: Any, reading: Reading) -> Any:
        if value.__class__ in self.exact:
            return value
        if self.as_written is not None and (read := self.as_written(value)) is not None:
            return read
        for kind, read_form in self._forms:
            if (read := read_form(value)) is not None:
                if kind is not None:
                    reading.note(kind, self.expected, value)
                reading.keep = True
                return read
        return reading.absent(self.expected, value)


class Anything(Type):
    """JSON of which nothing is said."""

    def read(self, value: Any, reading: Reading) -> Any:
        reading.look_at(value)
        return value

    def write(self, value: Any) -> Any:
        return value

    def reading_code(self, code: Code, value: str) -> str:
        code.kept.append(value)
        return value


def _only(kind: type, name: str) -> Callable[[Any], Any]:
    return partial(values.instance, kind=kind, name=name)


def _of(kind: type, read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make the reader of a class's values."""
    return lambda value: read(value) if type(value) is kind else None


def _of_text(form: str, read: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Make the reader of texts of a form."""
    matches = re.compile(form).fullmatch
    return _of(str, lambda text: read(text) if matches(text) else None)


def _digits(number: int) -> str | None:
    try:
        return str(int(number))
    except ValueError:  # more digits than Python writes
        return None


TEXT: Final = Plain(
    "string", _only(str, "a string"),
    ("other type", _of(int, _digits)), ("other type", _of(LongInteger, _digits)),
    ("other form", _of(BrokenText, mended)),
    exact=(str,),
)  # fmt: skip


class Enumeration(Type):
    """Text of an open enumeration."""

    expected = TEXT.expected
    as_is = TEXT.as_is
    write = staticmethod(TEXT.write)

    def __init__(self, known: frozenset[str]) -> None:
        self._known: Final = known

    def read(self, value: Any, reading: Reading) -> Any:
        text = TEXT.read(value, reading)
        if type(text) is str and text not in self._known:
            reading.note("unknown value", "one of the known values", text)
        return text

    def reading_code(self, code: Code, value: str) -> str:
        known = code.name(self._known)
        code.tests.append(f"{value}.__class__ is not str or {value} not in {known}")
        return value


def _whole(number: float) -> int | None:
    return int(number) if number.is_integer() else None


_SHORT: Final = rf"(?=.{{,{MOST_DIGITS - 1}}}\Z)"  # that Python turns into a number
_of_long_integer: Final = _of(LongInteger, int)
_of_integer_text: Final = _of_text(
    _SHORT + r"-?(?:0|[1-9][0-9]*)(?:\.0+)?", lambda text: int(text.partition(".")[0])
)
INTEGER: Final = Plain(
    "integer", values.write_integer, (None, _of_long_integer),
    ("other type", _of(float, _whole)), ("other type", _of_integer_text),
    exact=(int,),
)  # fmt: skip

_ANY_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"


def _finite(value: str | float) -> float | None:
    return number if math.isfinite(number := float(value)) else None


NUMBER: Final = Plain(
    "number", values.write_number,
    (None, _of(LongNumber, _finite)), (None, _of_long_integer),
    ("other type", _of_text(_SHORT + _ANY_DECIMAL, _finite)),
    exact=(float, int),
)  # fmt: skip

_TRUTHS: Final = {"true": True, "false": False, 1: True, 0: False}
BOOLEAN: Final = Plain(
    "boolean", _only(bool, "a bool"), ("other type", _of(int, _TRUTHS.get)),
    ("other type", _of(str, lambda text: _TRUTHS.get(text.lower()))),
    exact=(bool,),
)  # fmt: skip
NOTHING: Final = Plain("null", _only(NoneType, "None"), exact=(NoneType,))


def _uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text) if values.UUID_FORM.fullmatch(text) else None


IDENTITY: Final = Plain(
    "uuid", values.write_uuid, (None, _of(str, _uuid)),
    as_written=_of(str, lambda text: _uuid(text) if text == text.lower() else None),
)  # fmt: skip


# Cached, as that of a number: a listing repeats few prices often.
_canonical_decimal: Final = lru_cache(maxsize=1024)(
    _of_text(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", Decimal)
)
decimal_as_written: Final = _of(str, _canonical_decimal)


def decimal_of_number(value: Any) -> Decimal | None:
    if value.__class__ is float:
        # 0.0 and -0.0 are equal, so a cache would take them for each other.
        return _decimal_of(value) if value else Decimal(repr(value))
    return Decimal(value) if value.__class__ is int else None


@lru_cache(maxsize=1024, typed=True)
def _decimal_of(number: float) -> Decimal:
    return Decimal(repr(number))


_decimal: Final = _of_text(_ANY_DECIMAL, Decimal)
_decimal_of_long_integer: Final = _of(LongInteger, Decimal)
_decimal_of_long_number: Final = _of(
    LongNumber, lambda number: Decimal(number.text) if math.isfinite(number) else None
)

# It stands in a text, its trailing zeros included.
TEXT_DECIMAL: Final = Plain(
    "decimal string", values.write_decimal, (None, _decimal), ("other type", decimal_of_number),
    ("other type", _decimal_of_long_integer), ("other type", _decimal_of_long_number),
    as_written=decimal_as_written,
)  # fmt: skip


class _NumberDecimal(Plain):
    def reading_code(self, code: Code, value: str) -> str:
        code.tests.append(code.is_none_of(value, (float, int)))
        of, of_zero = code.name(_decimal_of), code.name(decimal_of_number)
        return f"{of}({value}) if {value} else {of_zero}({value})"


# It stands as a JSON number, as it was written.
NUMBER_DECIMAL: Final = _NumberDecimal(
    "number", values.write_decimal_number,
    (None, _decimal_of_long_integer), (None, _decimal_of_long_number), ("other type", _decimal),
    as_written=decimal_of_number,
)  # fmt: skip


def encoded(of: Any) -> Type:
    """Give the type of a class of our own that stands as a text in JSON, such as a file."""
    # Written as it is: whoever writes the body encodes it.
    return Plain("string", _only(of, f"a {of.__name__}"), as_written=_of(str, of.read_text))


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS: Final = range(946_684_800_000, 4_102_444_800_000)
"""Milliseconds since 1970 of the years 2000 to 2099: seconds of our time do not fall into it."""


# Every third character of 2026-06-01T09:00:00-07:00, from the fifth: all that is no digit.
_MARKS: Final = frozenset({"--T::-:", "--T::+:", "--T::Z"})


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper())  # RFC 3339 lets t and z stand for T and Z
    except ValueError:
        return None


# A day with a time of day, also with a blank between them or without an offset.
_clock_time: Final = _of_text(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ])[0-9]{2}:[0-9]{2}.*", _moment)


def _with_offset(value: Any) -> datetime | None:
    """Read any form of ISO 8601 that has a T and an offset."""
    moment = _moment(value) if type(value) is str and "T" in value.upper() else None
    return moment if moment is not None and moment.tzinfo is not None else None


def _moment_as_written(value: Any) -> datetime | None:
    if (moment := _with_offset(value)) is None:
        return None
    # UTC is written as Z, so +00:00 would not come back.
    usual = value[4::3] in _MARKS and (moment.tzinfo is not UTC or value[19] == "Z")
    return moment if usual or values.write_datetime(moment) == value else None


def _of_milliseconds(number: int) -> datetime | None:
    return _EPOCH + timedelta(milliseconds=number) if number in _YEARS else None


class _Moment(Plain):
    def read(self, value: Any, reading: Reading) -> Any:
        if (moment := _moment_as_written(value)) is not None:
            return moment
        local = _clock_time(value)
        if local is None or local.tzinfo is not None:
            return super().read(value, reading)
        if reading.zone is None:
            return reading.absent("date-time with an offset", value)
        reading.note("other form", self.expected, value)
        reading.keep = True
        return local.replace(tzinfo=reading.zone)

    def reading_code(self, code: Code, value: str) -> str:
        code.names.update(iso=datetime.fromisoformat, marks=_MARKS, UTC=UTC)
        code.tests.append(_MOMENT.format(value))
        return f"m{value}"


# True for anything but the usual form of what is written back as it is.
_MOMENT: Final = (
    "not ({0}.__class__ is str and {0}[4::3] in marks"
    " and ((m{0} := iso({0})).tzinfo is not UTC or {0}[19] == 'Z'))"
)
# A date and time with its offset, or in the zone that the client was told.
MOMENT: Final = _Moment(
    "date-time", values.write_datetime, (None, _with_offset), ("other form", _clock_time),
    ("other form", _of_text("[0-9]{12,13}", lambda text: _of_milliseconds(int(text)))),
    ("other type", _of(int, _of_milliseconds)),
    ("other type", _of(float, lambda it: _of_milliseconds(int(it)) if it.is_integer() else None)),
    as_written=_moment_as_written,
)  # fmt: skip


def _day_as_written(value: Any) -> date | None:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == value else None


DAY: Final = Plain(
    "date", values.write_date,
    # Of a time the day that stands there.
    ("other form", lambda value: moment.date() if (moment := _clock_time(value)) else None),
    as_written=_day_as_written,
)  # fmt: skip
