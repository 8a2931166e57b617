"""How dates and times are read and written.

A moment needs its offset: without one it is read only where the client was told the time zone.
Milliseconds since 1970 are read too, where they cannot be anything else.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from acme_ticketing_core.models.reading import Reading, Type
from acme_ticketing_core.models.values import write_date, write_datetime

_DIGITS: Final = re.compile(r"[0-9]{12,13}")
_CLOCK_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ])[0-9]{2}:[0-9]{2}.*")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS: Final = range(946_684_800_000, 4_102_444_800_000)
"""Milliseconds since 1970 of the years 2000 to 2099: seconds of our time do not fall into it."""


class Moment(Type):
    """A date and time with its offset."""

    expected = "date-time"

    def read(self, value: Any, reading: Reading) -> Any:
        """Read a moment; milliseconds since 1970 are one, and so is a time of a known zone."""
        if (moment := moment_as_written(value)) is not None:
            return moment
        if type(value) is str and (form := _CLOCK_TIME.fullmatch(value)):
            return self._in_zone(value, reading, usual=form[1] in "Tt")
        number = _milliseconds(value)
        if number is None:
            return self._unusual(value, reading)
        reading.converted(
            "other form" if type(value) is str else "other type", self.expected, value
        )
        return _EPOCH + timedelta(milliseconds=number)

    def _in_zone(self, text: str, reading: Reading, *, usual: bool) -> Any:
        try:
            # RFC 3339 lets t and z stand for T and Z.
            moment = datetime.fromisoformat(text.upper())
        except ValueError:
            return reading.absent(self.expected, text)
        if moment.tzinfo is None:
            if reading.zone is None:
                return reading.absent("date-time with an offset", text)
            usual, moment = False, moment.replace(tzinfo=reading.zone)
        if not usual:
            reading.note("other form", self.expected, text)
        reading.keep = not usual or write_datetime(moment) != text
        return moment

    def _unusual(self, value: Any, reading: Reading) -> Any:
        """Read the forms of ISO 8601 that have an offset and are not usual on the web."""
        if type(value) is str and "T" in value:
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                moment = None
            if moment is not None and moment.tzinfo is not None:
                reading.keep = True
                return moment
        return reading.absent(self.expected, value)

    def write(self, value: Any) -> Any:
        return write_datetime(value)


MOMENT_MARKS: Final = frozenset({"--T::-:", "--T::+:", "--T::Z"})
"""Every third character of 2026-06-01T09:00:00-07:00, from the fifth: all that is no digit."""


def moment_as_written(value: Any) -> datetime | None:
    """Read a moment in the forms that are written back as they are; None for any other value."""
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


class Day(Type):
    """A date."""

    expected = "date"

    def read(self, value: Any, reading: Reading) -> Any:
        """Read a day; that of a date and time is the one that stands there."""
        if (day := day_as_written(value)) is not None:
            return day
        if type(value) is str and _CLOCK_TIME.fullmatch(value):
            try:
                day = datetime.fromisoformat(value.upper()).date()
            except ValueError:
                return reading.absent(self.expected, value)
            reading.converted("other form", self.expected, value)
            return day
        return reading.absent(self.expected, value)

    def write(self, value: Any) -> Any:
        return write_date(value)


def day_as_written(value: Any) -> date | None:
    """Read a day in the form that is written back as it is; None for any other value."""
    if value.__class__ is not str or len(value) != 10 or value[4] != "-" or value[7] != "-":  # noqa: PLR2004
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def time_of_header(header: str | None) -> datetime | None:
    """Read the time of a `date` header; None where it tells none."""
    if not header:
        return None
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(header)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
