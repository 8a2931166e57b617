"""How many calls the server takes, as one 429 tells it, by each way in which it may count them.

What a run of calls had got through before the 429 is a lower bound in the same way of counting,
and refutes it where it is higher.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate
from math import ceil, floor
from typing import Final, NamedTuple

from acme_ticketing_core.rate_limit.state import WINDOW, State

SLIDING, FIRST, BUCKET, WALL = range(4)  # places in a belief
MINUTE: Final = 60  # so many begin with `WALL`: the server's may begin at any second of ours

NAMES: Final = (
    "any 60 seconds",
    "60 seconds from a first call",
    "a bucket that fills evenly",
    "minutes of its clock",
    "a limit that does not stay",
)

_BUCKET_MISREAD: Final = 0.03
_STEPS: Final = 2**30
_ABRUPT: Final = 3.0
_DROUGHT: Final = 0.02
_MISCOUNT: Final = 1.5


class Range(NamedTuple):
    """What a way of counting lets the limit be."""

    lowest: float
    highest: float

    @property
    def stands(self) -> bool:
        return self.lowest <= self.highest

    @property
    def width(self) -> float:
        return max(self.highest - self.lowest, 0.0) + 1.0


REFUTED: Final = Range(1.0, 0.0)


def gather(state: State) -> list[Range]:
    readings = [_sliding(state), _first(state), _bucket(state), *_wall(state)]
    if not state.quota:
        return readings
    # No way of counting refuses a call within its own limit.
    most = max(state.quota - 1.0, 1.0)
    return [Range(low, min(high, most)) for low, high in readings]


def taken(state: State) -> int:
    return sum(int(many) for when, many in state.used if when > state.onset - WINDOW)


def _sliding(state: State) -> Range:
    edge = state.onset - WINDOW
    lowest = float(sum(many for when, many in state.used if when > edge + state.hold))
    highest = float(sum(many for when, many in state.used if when > edge - state.hold))
    # The refused call came when the count was highest: a long level stretch says otherwise.
    rise = state.quota - state.limit if state.trial else highest
    # The peak was counted with the time for which calls are held past the window.
    slip = ceil(state.peak * state.hold / WINDOW)
    if state.peak_at < state.onset - max(_ABRUPT, (_MISCOUNT + slip) * WINDOW / max(rise, 1.0)):
        return REFUTED
    through = state.peak - slip - 1.0
    return Range(max(lowest, through), highest)


def _first(state: State) -> Range:
    if state.onset >= state.first_at + WINDOW:
        return REFUTED
    # The first window of a run begins with a call of ours; where a later one does is less sure.
    later = state.first_at > state.run_at
    slip = ceil(state.first_n * state.hold / WINDOW) if later else 0
    return Range(float(max(state.first_n, state.first_peak) - slip), float(state.first_n + slip))


def _wall(state: State) -> Iterable[Range]:
    seconds = state.seconds
    upto = [0, *accumulate(seconds)]
    length = len(seconds)
    last = floor(state.onset + state.rtt / 2)
    if not 0 <= last - state.seconds_at + length < length + MINUTE:
        # The refused call lies outside of what is remembered of the run.
        yield from [REFUTED] * MINUTE
        return
    # The way that a call may have taken longer or shorter, as a share of a second's calls.
    share = min(state.hold / 2, 1.0)

    def count(begin: int) -> float:
        return float(upto[min(max(begin, 0), length)])

    def slip(index: int) -> float:
        return ceil(share * seconds[index]) if 0 <= index < length else 0.0

    total = float(upto[-1])
    for phase in range(MINUTE):
        # The minute begins some time within this second.
        begin = length - 1 - (state.seconds_at - last) - (last - phase) % MINUTE
        highest = total - count(begin) + slip(begin - 1)
        lowest = total - count(begin + 1) - slip(begin + 1)
        while begin > 0:
            earlier = begin - MINUTE
            inside = count(begin) - count(earlier + 1)
            lowest = max(lowest, inside - slip(earlier + 1) - slip(begin - 1))
            begin = earlier
        yield Range(lowest, highest)


def _bucket(state: State) -> Range:
    pieces, whole = _pieces(state)
    full = _emptied_by(pieces, 1.0, float(max(state.run_n, 1)))
    levels = _levels(full, pieces, 1.0)
    if min(levels[:-1], default=0.0) < -max(_DROUGHT * full, _MISCOUNT):
        return REFUTED
    # What of a long run is forgotten may have left the bucket full or empty.
    most = full if whole else _emptied_by(pieces, 0.0, float(max(state.run_n, 1)))
    # A call more or less weighs the less, the longer the run.
    one = WINDOW / (WINDOW + sum(seconds for seconds, _ in pieces))
    return Range(full - one - _BUCKET_MISREAD * full, most + one + _BUCKET_MISREAD * most)


def _emptied_by(pieces: list[tuple[float, int]], filled: float, most: float) -> float:
    """Give the limit at which the bucket is empty at the end."""
    step = most / _STEPS
    return step * bisect(range(_STEPS), 0.0, key=lambda at: _levels(at * step, pieces, filled)[-1])


def _pieces(state: State) -> tuple[list[tuple[float, int]], bool]:
    """Cut the run into (seconds, calls) at the minutes of the clock; tell if it is all there."""
    start = floor(state.run_at / 60.0)
    end = floor(state.onset / 60.0)
    calls = {int(at): int(many) for at, many in state.minutes if at >= start}
    whole = start in calls
    if not whole:
        start = min(calls, default=end)
    pieces: list[tuple[float, int]] = []
    for minute in range(start, end + 1):
        begins = max(minute * 60.0, state.run_at)
        ends = min(minute * 60.0 + 60.0, state.onset)
        pieces.append((max(ends - begins, 0.0), calls.get(minute, 0)))
    return pieces or [(0.0, state.run_n)], whole


def _levels(limit: float, pieces: list[tuple[float, int]], filled: float) -> list[float]:
    level = filled * limit
    levels: list[float] = []
    for seconds, calls in pieces:
        level = min(limit, level + limit * seconds / WINDOW - calls)
        levels.append(level)
    return levels
