"""How many calls the server had taken when it refused one, by each way it may count them.

The vendor tells neither the limit nor how it counts. Four ways are common: any 60 seconds
(sliding), the minutes of the clock (wall), 60 seconds from a first call (first), and a bucket
that fills evenly (bucket). A way is refuted by an earlier moment of the same run at which it had
counted more, and nothing was refused.
"""

from __future__ import annotations

from math import floor
from typing import Final, NamedTuple

from acme_ticketing_core.rate_limit.state import WINDOW, State

_TOLERANCE: Final = 0.02
_HALVINGS: Final = 30
_DROUGHT: Final = 0.02
_MISCOUNT: Final = 1.5


class Reading(NamedTuple):
    """What one way of counting says.

    Attributes:
        value: the limit, if the server counts in this way.
        stands: nothing in this run refutes it.

    """

    value: float
    stands: bool


class Evidence(NamedTuple):
    """What all ways of counting say about one 429."""

    sliding: Reading
    wall: Reading
    first: Reading
    bucket: Reading


def gather(state: State) -> Evidence:
    """Read the latest 429, before the calls after its block change the counts."""
    onset = state.onset
    return Evidence(
        _sliding(state, onset), _wall(state, onset), _first(state, onset), _bucket(state)
    )


def _sliding(state: State, onset: float) -> Reading:
    value = sum(many for when, many in state.used if when > onset - WINDOW)
    # The refused call came when the count was highest: a long level stretch says otherwise.
    lately = onset - max(3.0, 1.5 * WINDOW / max(value, 1.0))
    # Its peak was counted with the time for which calls are held past the window.
    highest = value * (1.0 + state.hold / WINDOW) + _slip(value)
    stands = state.peak <= highest and state.peak_at >= lately
    return Reading(value, stands)


def _wall(state: State, onset: float) -> Reading:
    minute = floor((onset + state.rtt / 2) / 60.0)
    value = float(sum(many for at, many in state.minutes if at >= minute))
    since = floor(state.run_at / 60.0)
    earlier = max((many for at, many in state.minutes if since <= at < minute), default=0)
    return Reading(value, earlier <= value + _slip(value))


def _first(state: State, onset: float) -> Reading:
    if onset >= state.first_at + WINDOW:
        return Reading(0.0, stands=False)
    value = float(state.first_n)
    return Reading(value, state.first_peak <= value + _slip(value))


def _bucket(state: State) -> Reading:
    pieces = _pieces(state)
    low, high = 0.0, float(max(state.run_n, 1))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _levels(middle, pieces)[-1] > 0:
            high = middle
        else:
            low = middle
    levels = _levels(high, pieces)
    lowest = min(levels[:-1], default=0.0)
    return Reading(high, lowest >= -max(_DROUGHT * high, _MISCOUNT))


def _pieces(state: State) -> list[tuple[float, int]]:
    """Cut the run into (seconds, calls) at the minutes of the clock."""
    start = floor(state.run_at / 60.0)
    end = floor(state.onset / 60.0)
    calls = {int(at): int(many) for at, many in state.minutes if at >= start}
    if start not in calls:
        start = min(calls, default=end)
    pieces: list[tuple[float, int]] = []
    for minute in range(start, end + 1):
        begins = max(minute * 60.0, state.run_at)
        ends = min(minute * 60.0 + 60.0, state.onset)
        pieces.append((max(ends - begins, 0.0), calls.get(minute, 0)))
    return pieces or [(0.0, state.run_n)]


def _levels(limit: float, pieces: list[tuple[float, int]]) -> list[float]:
    """Give the level of a bucket, full at first, at the end of each piece."""
    level = limit
    levels: list[float] = []
    for seconds, calls in pieces:
        level = min(limit, level + limit * seconds / WINDOW - calls)
        levels.append(level)
    return levels


def _slip(value: float) -> float:
    """Give the calls by which counts may differ from the server's at the edges of a window."""
    return 1.0 + _TOLERANCE * value
