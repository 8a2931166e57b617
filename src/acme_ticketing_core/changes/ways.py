"""The ways of reading changes, so that a listing which shifts meanwhile loses nothing.

Facts: api-facts/observed.md, "Change and time".
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final, TypeVar

from acme_ticketing_core.changes.cursor import Batch, Unfinished
from acme_ticketing_core.changes.reading import Reading, Steps

T = TypeVar("T")

_GRAIN: Final = timedelta(seconds=1)
"""What a server may cut off a time that it is asked by."""

_MOST_PASSES: Final = 5
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def steps(reading: Reading[T]) -> Steps[T]:
    listing = reading.listing
    if listing.way == "order":
        return _newest_first(reading)
    if listing.way == "filter" and listing.time and listing.sort:
        return _oldest_first(reading)
    return _in_passes(reading)


def _oldest_first(reading: Reading[T]) -> Steps[T]:
    """Ask again from the last change on, so that nothing shifts.

    Rows of one moment that fill more than a page are read in passes until one finds none new.
    """
    since, page, found = reading.begin, 1, 0
    while True:
        answer = yield from reading.ask(page, since, sort=True)
        times = reading.times(answer.rows)
        if any(later < earlier for earlier, later in pairwise(times)):
            yield from _in_passes(reading)
            return
        rows = reading.fresh(answer.rows)
        found += len(rows)
        newest = _up_to(max(times, default=None), answer.moment)
        onward = None if newest is None else newest - _GRAIN
        advances = onward is not None and (since is None or onward > since)
        again = page > 1 and found > 0 and (answer.last or advances)
        complete = answer.last and not again
        if complete or advances or page == 1:
            # Not before a pass found none new: what was missed is older than the newest.
            reading.at = reading.at if again else _later(reading.at, newest)
        reading.forget(None if reading.at is None else reading.at - reading.overlap)
        yield Batch(rows, reading.cursor(), reached=newest, total=answer.total, complete=complete)
        if complete:
            return
        if again:
            page, found = 1, 0
        elif advances:
            since, page, found = onward, 1, 0
        else:
            page += 1


def _newest_first(reading: Reading[T]) -> Steps[T]:
    """Read until what is known.

    What changes meanwhile goes to the front, and comes the next time. What is deleted shifts rows
    to earlier pages; the total tells, and the page before is read again.
    """
    left, begin = reading.unfinished, reading.begin
    page, newest = (1, None) if left is None else (left.page, left.newest)
    reached = until = None if left is None else left.reached
    joined, total = left is None, None
    again: list[T] = []
    while True:
        answer = yield from reading.ask(page, None, sort=True)
        times = reading.times(answer.rows)
        if any(later > earlier for earlier, later in pairwise(times)):
            yield from _in_passes(reading)
            return
        gone = max(0, (total or 0) - (answer.total or 0)) if answer.total is not None else 0
        total = answer.total
        apart = not joined and (not times or reached is None or times[0] <= reached)
        if page > 1 and (gone or apart):
            page = max(1, page - 1 - gone // max(1, len(answer.rows)))
            continue
        if newest is None:
            newest = _up_to(max(times, default=None), answer.moment)
        rows = again + _between(reading, answer.rows, until)
        again = []
        complete = answer.last or bool(begin and times and times[-1] < begin)
        reached = times[-1] if times else reached
        if complete:
            reading.at = newest or reading.at
            cursor = reading.cursor()
        elif newest is None or reached is None:
            cursor = reading.given
        else:
            left_at = Unfinished(newest, page, reading.full_page, reached)
            cursor = reading.cursor(unfinished=left_at)
        reading.forget(None if newest is None else newest - reading.overlap)
        if joined or complete:
            yield Batch(rows, cursor, max(times, default=None), total, complete=complete)
        else:
            again, joined = rows, True  # a page that was read before: with it alone nothing goes on
        if complete:
            return
        page += 1


def _in_passes(reading: Reading[T]) -> Steps[T]:
    """Read all pages in any order, and again if the listing has shifted meanwhile."""
    compared = reading.listing.way == "comparison"
    began: datetime | None = None
    newest: datetime | None = None
    ids: set[int] = set()
    for number in range(_MOST_PASSES):
        page, total, shifted = 1, None, False
        known, of_pass = len(ids), set[int]()
        while True:
            answer = yield from reading.ask(page, reading.begin, sort=False)
            shifted = shifted or (page > 1 and answer.total != total)
            total = answer.total
            times = reading.times(answer.rows)
            if number == 0 and page == 1:
                began = answer.moment or max(times, default=None)
            newest = _later(newest, max(times, default=None))
            of_pass.update(hash(reading.id(row)) for row in answer.rows)
            rows = _between(reading, answer.rows, None)
            cursor = reading.cursor(rows=reading.marks()) if compared else reading.given
            if not compared:
                reading.forget(None)
            yield Batch(rows, cursor, reached=max(times, default=None), total=total)
            if answer.last:
                break
            page += 1
        ids |= of_pass
        shifted = shifted or total is None or len(of_pass) != total
        if page == 1 or not shifted or (number and len(ids) == known):
            break
    if compared:
        marks = reading.marks()
        present = {key: mark for key, mark in marks.items() if hash(key) in ids}
        absent = tuple(key for key in marks if key not in present)
        yield Batch([], reading.cursor(rows=present), complete=True, absent=absent)
        return
    reading.at = _later(reading.at, _up_to(newest, began) if reading.listing.time else began)
    yield Batch([], reading.cursor(), complete=True)


def _between(reading: Reading[T], rows: list[T], until: datetime | None) -> list[T]:
    """Give fresh rows from the time on where the reading begins; one without a time is."""
    first, last = reading.begin or _FIRST, until or _LAST
    timed = ((row, reading.time(row)) for row in rows)
    return reading.fresh([row for row, time in timed if time is None or first <= time <= last])


def _up_to(time: datetime | None, moment: datetime | None) -> datetime | None:
    # A change lies not after the server's own time.
    return min(time, moment) if time and moment else time


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    return max((each for each in (first, second) if each is not None), default=None)
