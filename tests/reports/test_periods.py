"""Periods that are cut."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.reports.conversation import Unit, periods

NEW_YORK = ZoneInfo("America/New_York")
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = [ZoneInfo(name) for name in ("America/New_York", "Africa/Cairo", "America/Havana", "UTC")]
"""In Cairo summer time ends at midnight and begins there; in Havana it ends an hour later."""

MOMENTS = st.builds(
    datetime.fromtimestamp, st.integers(1_577_836_800, 1_767_225_600), st.sampled_from(ZONES)
)
UNITS: list[Unit] = ["day", "week", "month", "year"]


@given(
    start=MOMENTS,
    length=st.timedeltas(timedelta(0), timedelta(days=400)),
    unit=st.sampled_from(UNITS),
)
def test_every_second_is_in_one_part(start: datetime, length: timedelta, unit: Unit):
    """Nothing is lost between two parts, and nothing counts twice."""
    start = start.replace(microsecond=0)
    end = (start.astimezone(UTC) + length).astimezone(start.tzinfo).replace(microsecond=0)
    parts = periods(start, end, unit)

    assert (parts[0][0], parts[-1][1]) == (start, end)
    for (_, last), (following, _) in pairwise(parts):
        assert following.astimezone(UTC) - last.astimezone(UTC) == timedelta(seconds=1)
        assert (following.hour, following.minute, following.second) == (0, 0, 0)


def test_an_hour_that_comes_twice_is_in_its_day():
    """Where summer time ends at midnight, the day lasts until its second 23:59:59."""
    cairo = ZoneInfo("Africa/Cairo")
    parts = periods(
        datetime(2025, 10, 30, tzinfo=cairo), datetime(2025, 10, 31, 1, tzinfo=cairo), "day"
    )

    assert [(a.isoformat(), b.isoformat()) for a, b in parts] == [
        ("2025-10-30T00:00:00+03:00", "2025-10-30T23:59:59+02:00"),
        ("2025-10-31T00:00:00+02:00", "2025-10-31T01:00:00+02:00"),
    ]


def test_months_are_those_of_the_calendar_and_of_the_zone():
    """Summer time comes in between, and each part is written with its own offset."""
    parts = periods(
        datetime(2026, 2, 10, 9, tzinfo=NEW_YORK), datetime(2026, 4, 1, tzinfo=NEW_YORK), "month"
    )

    assert [(a.isoformat(), b.isoformat()) for a, b in parts] == [
        ("2026-02-10T09:00:00-05:00", "2026-02-28T23:59:59-05:00"),
        ("2026-03-01T00:00:00-05:00", "2026-03-31T23:59:59-04:00"),
        ("2026-04-01T00:00:00-04:00", "2026-04-01T00:00:00-04:00"),
    ]


def test_weeks_begin_on_mondays_and_years_in_january():
    """As calendars say."""
    start, end = datetime(2025, 12, 24, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)

    assert [part.day for part, _ in periods(start, end, "week")] == [24, 29, 5]
    assert [part.isoformat() for part, _ in periods(start, end, "year")][1:] == [
        "2026-01-01T00:00:00+00:00"
    ]


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (JANUARY.replace(tzinfo=None), JANUARY, "start: a datetime without"),
        (JANUARY, JANUARY.replace(tzinfo=None), "end: a datetime without"),
        (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), "before start"),
    ],
)
def test_a_period_that_is_none_is_refused(start: datetime, end: datetime, problem: str):
    """The message names the argument."""
    with pytest.raises(InvalidArgument, match=problem):
        periods(start, end, "month")


def test_a_unit_that_is_none_is_refused():
    """The message names those that are."""
    with pytest.raises(InvalidArgument, match="day, week, month or year"):
        periods(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), "hour")  # type: ignore[arg-type]  # no such unit
