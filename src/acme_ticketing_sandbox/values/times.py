"""Moments and days, read and written as the API does (api-facts/conventions.md)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOOSE_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})")
_FIRST_YEAR, _LAST_YEAR = 400, 9600  # leap years: every day of another year is one of theirs
_NAIVE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; one that this machine does not know is a `ValueError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(
            f"there is no time zone {name!r} on this machine; correct the name, or pip install tzdata"
        ) from error


def moment(seconds: float, where: tzinfo = UTC) -> datetime:
    """Return the moment so many seconds after 1970-01-01T00:00:00Z, to the second."""
    return datetime.fromtimestamp(int(seconds), where)


def parse(text: str) -> datetime:
    """Return the moment that an ISO 8601 text with an offset names; any other is a `ValueError`."""
    found = datetime.fromisoformat(text.upper())
    if found.tzinfo is None:
        raise ValueError(f"{text!r} lacks an offset such as -07:00")
    return _off_the_ends(found)


def parse_loosely(text: str, where: tzinfo) -> datetime:
    """Return the moment that a text names in one of the looser ways that programs use.

    Days and months may lack their zero (`2020-1-6`), the time and the offset may be missing, and
    the offset may lack its colon (api-facts/reports.md); `where` is the zone of one without. A text
    that names no moment is a `ValueError`.
    """
    padded = _LOOSE_DATE.sub(lambda date: f"{date[1]}-{date[2]:0>2}-{date[3]:0>2}", text.upper())
    found = datetime.fromisoformat(padded)
    return _off_the_ends(found if found.tzinfo else found.replace(tzinfo=where))


def lacks_offset(text: str) -> bool:
    """Tell whether a text is a day and a time, and nothing more."""
    return _NAIVE.fullmatch(text) is not None


def _off_the_ends(when: datetime) -> datetime:
    """Keep centuries from the ends of the calendar, so that the longest membership can be added."""
    return when.replace(year=min(max(when.year, _FIRST_YEAR), _LAST_YEAR))


def write(when: datetime) -> str:
    """Return the moment as the API writes it: `2024-05-29T10:00:00-07:00`."""
    return when.isoformat(timespec="seconds")


def write_compact(when: datetime) -> str:
    """Return the moment as reports write it: `2020-01-06T00:00:00-0500`."""
    text = write(when)
    return text[:19] + text[19:].replace(":", "")


def epoch_milliseconds(when: datetime) -> int:
    return int(when.timestamp() * 1000)


def within(when: datetime, start: datetime | None, end: datetime | None) -> bool:
    """Tell whether a moment lies in a period, its ends included; None: it has no such end."""
    return (start is None or when >= start) and (end is None or when <= end)


def start_of_day(when: datetime) -> datetime:
    """Return 00:00 of the day that `when` falls in, in its own time zone."""
    return when.replace(hour=0, minute=0, second=0, microsecond=0)


def end_of_day(when: datetime) -> datetime:
    """Return 23:59 of the day that `when` falls in, in its own time zone."""
    return when.replace(hour=23, minute=59, second=59, microsecond=0)


def end_of_month(when: datetime) -> datetime:
    """Return the last minute of the month that `when` falls in."""
    first = start_of_day(when).replace(day=1)
    return end_of_day((first + timedelta(days=32)).replace(day=1) - timedelta(days=1))
