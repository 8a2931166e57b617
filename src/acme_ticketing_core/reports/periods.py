"""A period in parts, by the calendar of its own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from acme_ticketing_core.errors import InvalidArgument

Unit = Literal["day", "week", "month", "year"]

_SECOND: Final = timedelta(seconds=1)
_DECEMBER: Final = 12


def periods(start: datetime, end: datetime, unit: Unit) -> list[tuple[datetime, datetime]]:
    """Cut a period where days, weeks (on Mondays), months or years begin.

    Both ends belong to it, as to a report's, and times are written to the second: so each part
    ends one second before the next begins. That is how the vendor's own example writes a day,
    from `2020-01-06T00:00:00-0500` to `2020-01-06T23:59:59-0500` (article 33000250710, "Running
    reports"); what becomes of a fraction of that last second, no source tells.

    Raises:
        InvalidArgument: an end has no time zone, or they are the wrong way round.

    """
    for name, moment in (("start", start), ("end", end)):
        if moment.utcoffset() is None:
            raise InvalidArgument(
                f"{name}: a datetime without a time zone names no moment; give it the venue's"
            )
    if end < start:
        raise InvalidArgument("end: it is before start")
    if unit not in ("day", "week", "month", "year"):
        raise InvalidArgument(f"by: day, week, month or year, not {unit!r}")
    parts: list[tuple[datetime, datetime]] = []
    while (following := _next(start, unit)) <= end:
        # A second of real time: the hour before midnight comes twice where summer time ends there.
        last = (following.astimezone(UTC) - _SECOND).astimezone(following.tzinfo)
        parts.append((start, last))
        start = following
    return [*parts, (start, end)]


def _next(moment: datetime, unit: Unit) -> datetime:
    """Give midnight of the next day, week, month or year."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "day":
        return midnight + timedelta(days=1)
    if unit == "week":
        return midnight + timedelta(days=7 - midnight.weekday())
    if unit == "year" or midnight.month == _DECEMBER:
        return midnight.replace(year=midnight.year + 1, month=1, day=1)
    return midnight.replace(month=midnight.month + 1, day=1)
