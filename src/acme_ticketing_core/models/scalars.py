"""How plain values are read and written (first-contact/README.md, rules 3 and 4).

`reading.keep` is set where writing a value back would give another form than it came in.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.json import MOST_DIGITS, BrokenText, LongInteger, LongNumber, mended
from acme_ticketing_core.models.reading import Reading, Type
from acme_ticketing_core.models.values import (
    UUID_FORM,
    instance,
    write_date,
    write_datetime,
    write_decimal,
    write_decimal_number,
    write_number,
    write_uuid,
)

_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.0+)?")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_ANY_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_BOOLEANS: Final = {"true": True, "false": False, 1: True, 0: False}


class Anything(Type):
    """JSON of which nothing is said."""

    def read(self, value: Any, reading: Reading) -> Any:
        reading.look_at(value)
        return value

    def write(self, value: Any) -> Any:
        return value


class Text(Type):
    """Text, of an open enumeration or free."""

    expected = "string"

    def __init__(self, known: frozenset[str] = frozenset()) -> None:
        self.known: Final = known
        self.exact = () if known else (str,)

    def read(self, value: Any, reading: Reading) -> Any:
        text: str | None = value if type(value) is str else None
        if type(value) is int or isinstance(value, LongInteger):
            if (text := _digits(value)) is not None:
                reading.converted("other type", self.expected, value)
        elif isinstance(value, BrokenText) and (text := mended(value)) is not None:
            reading.converted("other form", self.expected, value)
        if text is None:
            return reading.absent(self.expected, value)
        if self.known and text not in self.known:
            reading.note("unknown value", "one of the known values", text)
        return text

    def write(self, value: Any) -> Any:
        return value if type(value) is str else instance(value, str, "a string")


class Integer(Type):
    """A whole number."""

    expected = "integer"
    exact = (int,)

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is int:
            return value
        if isinstance(value, LongInteger):
            reading.keep = True
            return int(value)
        if type(value) is float and value.is_integer():
            read = int(value)
        elif type(value) is str and _INTEGER.fullmatch(value) and len(value) < MOST_DIGITS:
            read = int(value.partition(".")[0])
        else:
            return reading.absent(self.expected, value)
        reading.converted("other type", self.expected, value)
        return read

    def write(self, value: Any) -> Any:
        if type(value) is int:
            return value
        if isinstance(value, bool):
            raise InvalidArgument("expected a whole number, not bool")
        return instance(value, int, "a whole number")


class Number(Type):
    """A number that may be a fraction."""

    expected = "number"
    exact = (float, int)

    def read(self, value: Any, reading: Reading) -> Any:
        if value.__class__ in self.exact:
            return value
        if isinstance(value, (LongInteger, LongNumber)) and math.isfinite(value):
            reading.keep = True
            return int(value) if isinstance(value, LongInteger) else float(value)
        if type(value) is str and _ANY_DECIMAL.fullmatch(value) and len(value) < MOST_DIGITS:
            number = float(value)
            if math.isfinite(number):
                reading.converted("other type", self.expected, value)
                return number
        return reading.absent(self.expected, value)

    def write(self, value: Any) -> Any:
        if isinstance(value, bool):
            raise InvalidArgument("expected a number, not bool")
        return write_number(value)


class Boolean(Type):
    """True or false."""

    expected = "boolean"
    exact = (bool,)

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is bool:
            return value
        word = value.lower() if type(value) is str else value
        read = _BOOLEANS.get(word) if type(value) in {str, int} else None
        if read is None:
            return reading.absent(self.expected, value)
        reading.converted("other type", self.expected, value)
        return read

    def write(self, value: Any) -> Any:
        return instance(value, bool, "a bool")


class Identity(Type):
    """A UUID."""

    expected = "uuid"
    write = staticmethod(write_uuid)

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is not str or UUID_FORM.fullmatch(value) is None:
            return reading.absent(self.expected, value)
        from uuid import UUID

        reading.keep = value != value.lower()
        return UUID(value)


@lru_cache(maxsize=1024)
def _canonical_decimal(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def decimal_as_written(value: Any) -> Decimal | None:
    return _canonical_decimal(value) if value.__class__ is str else None


def decimal_of_number(value: Any) -> Decimal | None:
    if value.__class__ is float:
        # 0.0 and -0.0 are equal, so a cache would take them for each other.
        return decimal_of(value) if value else Decimal(repr(value))
    return Decimal(value) if value.__class__ is int else None


@lru_cache(maxsize=1024, typed=True)
def decimal_of(number: float) -> Decimal:
    return Decimal(repr(number))  # cached: a listing repeats few prices often


def _long_decimal(value: Any) -> Decimal | None:
    if isinstance(value, LongInteger):
        return Decimal(int(value))
    if isinstance(value, LongNumber) and math.isfinite(value):
        return Decimal(value.text)
    return None


def _digits(value: int) -> str | None:
    """None of a number that has more digits than Python writes."""
    try:
        return str(int(value))
    except ValueError:
        return None


class TextDecimal(Type):
    """A decimal that stands in a text, its trailing zeros included."""

    expected = "decimal string"
    as_written = staticmethod(decimal_as_written)
    write = staticmethod(write_decimal)

    def read(self, value: Any, reading: Reading) -> Any:
        if (read := decimal_as_written(value)) is not None:
            return read
        if type(value) is str and _ANY_DECIMAL.fullmatch(value):
            reading.keep = True
            return Decimal(value)
        if (read := decimal_of_number(value)) is None and (read := _long_decimal(value)) is None:
            return reading.absent(self.expected, value)
        reading.converted("other type", self.expected, value)
        return read


class NumberDecimal(Type):
    """A decimal that stands as a JSON number, as it was written."""

    expected = "number"
    as_written = staticmethod(decimal_of_number)
    write = staticmethod(write_decimal_number)

    def read(self, value: Any, reading: Reading) -> Any:
        if (read := decimal_of_number(value)) is not None:
            return read
        if (read := _long_decimal(value)) is not None:
            reading.keep = True
            return read
        if type(value) is str and _ANY_DECIMAL.fullmatch(value):
            reading.converted("other type", self.expected, value)
            return Decimal(value)
        return reading.absent(self.expected, value)


class Encoded(Type):
    """A class of our own that stands as a text in JSON, such as a file."""

    expected = "string"

    def __init__(self, of: Any) -> None:
        self._of = of

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is not str:
            return reading.absent(self.expected, value)
        return self._of.read_text(value)

    def write(self, value: Any) -> Any:
        # As it is: whoever writes the body encodes it.
        return instance(value, self._of, f"a {self._of.__name__}")


_DIGITS: Final = re.compile(r"[0-9]{12,13}")
_CLOCK_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ])[0-9]{2}:[0-9]{2}.*")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS: Final = range(946_684_800_000, 4_102_444_800_000)
"""Milliseconds since 1970 of the years 2000 to 2099: seconds of our time do not fall into it."""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


MOMENT_MARKS: Final = frozenset({"--T::-:", "--T::+:", "--T::Z"})
"""Every third character of 2026-06-01T09:00:00-07:00, from the fifth: all that is no digit."""


def moment_as_written(value: Any) -> datetime | None:
    if value.__class__ is not str or value[4::3] not in MOMENT_MARKS:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    # UTC is written as Z, so +00:00 would not come back.
    return moment if moment.tzinfo is not UTC or value[19] == "Z" else None


def _milliseconds(value: Any) -> int | None:
    if (type(value) is str and _DIGITS.fullmatch(value)) or (
        type(value) is float and value.is_integer()
    ):
        value = int(value)
    return value if type(value) is int and value in _YEARS else None


class Moment(Type):
    """A date and time with its offset, or in the zone that the client was told."""

    expected = "date-time"
    as_written = staticmethod(moment_as_written)
    write = staticmethod(write_datetime)

    def read(self, value: Any, reading: Reading) -> Any:
        if (moment := moment_as_written(value)) is not None:
            return moment
        is_text = type(value) is str
        if is_text and (form := _CLOCK_TIME.fullmatch(value)):
            return self._in_zone(value, reading, usual=form[1] in "Tt")
        if (number := _milliseconds(value)) is not None:
            reading.converted("other form" if is_text else "other type", self.expected, value)
            return _EPOCH + timedelta(milliseconds=number)
        # The forms of ISO 8601 that have an offset and are not usual on the web.
        moment = _moment(value) if is_text and "T" in value else None
        if moment is None or moment.tzinfo is None:
            return reading.absent(self.expected, value)
        reading.keep = True
        return moment

    def _in_zone(self, text: str, reading: Reading, *, usual: bool) -> Any:
        moment = _moment(text.upper())  # RFC 3339 lets t and z stand for T and Z
        if moment is None:
            return reading.absent(self.expected, text)
        if moment.tzinfo is None:
            if reading.zone is None:
                return reading.absent("date-time with an offset", text)
            usual, moment = False, moment.replace(tzinfo=reading.zone)
        if not usual:
            reading.note("other form", self.expected, text)
        reading.keep = not usual or write_datetime(moment) != text
        return moment


def day_as_written(value: Any) -> date | None:
    if value.__class__ is not str or len(value) != 10 or value[4] != "-" or value[7] != "-":  # noqa: PLR2004
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class Day(Type):
    """A date."""

    expected = "date"
    as_written = staticmethod(day_as_written)
    write = staticmethod(write_date)

    def read(self, value: Any, reading: Reading) -> Any:
        if (day := day_as_written(value)) is not None:
            return day
        is_time = type(value) is str and _CLOCK_TIME.fullmatch(value)
        moment = _moment(value.upper()) if is_time else None
        if moment is None:
            return reading.absent(self.expected, value)
        reading.converted("other form", self.expected, value)
        return moment.date()  # the day that stands there
