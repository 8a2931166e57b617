"""What is believed of the limit after all 429s so far, and the quota that costs least by it.

A belief has a row for each way of counting that is not refuted. One more, the last, stands for
what no way explains: somebody else takes a part of the limit, or it changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Any, Final, NamedTuple

from acme_ticketing_core.rate_limit.evidence import BUCKET, MINUTE, NAMES, WALL, Range

WAVERING: Final = WALL + MINUTE  # the way of the last row
CLIMB: Final = 0.05  # step of a trial, as long as the limit may well be higher

_LIKELY: Final = (0.25, 0.25, 0.25, *([0.25 / MINUTE] * MINUTE), 0.05)  # before any 429
_UNSPECIFIC: Final = 0.2  # how well a limit that does not stay foretells a 429
_LEFT: Final = (0.95, 0.99)  # of what was taken, that somebody else is thought to leave next time
_LEAST_LIKELY: Final = 1e-4  # below it a way is given up
_LEAST_WAVERING: Final = 0.01  # above it, for a limit may change at any time
_CHANGED: Final = 0.2  # how likely another limit or way is, once nothing explains all 429s
_MISCOUNT: Final = 0.008  # share of the calls by which readings may miss each other
_MISSED: Final = 0.3  # how likely a miscount is beside none
_ANY: Final = 1e9  # calls; no limit is higher
_MORE: Final = 4.0  # further blocks for what is left to find below, as a logarithm
_BUCKET_PRICE: Final = 0.2  # of a block, less the store that a bucket has given before it


class Way(NamedTuple):
    """A row of a belief: a way of counting, the limits that it allows, how likely it is."""

    way: int
    lowest: float
    highest: float
    weight: float


def update(
    belief: Iterable[Sequence[Any]], evidence: Sequence[Range], taken: float
) -> tuple[list[Way], bool]:
    """Take a 429 into a belief, and tell whether any way explains it with what came before."""
    before = [Way(*row) for row in belief]
    known = before or [Way(way, 0.0, _ANY, weight) for way, weight in enumerate(_LIKELY)]
    *old, doubt = known
    left = _of_minutes(old, [_met(row, evidence[row.way]) for row in old])
    agrees = bool(left)
    if not agrees:
        left = [
            Way(way, *reading, weight * (_CHANGED if before else 1.0))
            for way, (reading, weight) in enumerate(zip(evidence, _LIKELY, strict=False))
            if reading.stands
        ]
    weight = doubt.weight * (_UNSPECIFIC if before and agrees else 1.0)
    low, high = (share * taken for share in _LEFT)
    left.append(Way(WAVERING, low, high, max(weight, _LEAST_WAVERING)))
    total = sum(row.weight for row in left)
    return [row._replace(weight=row.weight / total) for row in left], agrees


def _met(row: Way, reading: Range) -> Way:
    met = _both(Range(row.lowest, row.highest), reading)
    weight = row.weight * met.width / reading.width if met.stands else 0.0
    if max(row.lowest, reading.lowest) > min(row.highest, reading.highest):
        weight *= _MISSED
    return Way(row.way, *met, weight)


def _of_minutes(old: list[Way], rows: list[Way]) -> list[Way]:
    # That few seconds are left makes no minute less likely.
    pairs = [(row, was) for row, was in zip(rows, old, strict=True) if row.weight]
    minutes = [(row, was) for row, was in pairs if row.way >= WALL]
    if not minutes:
        return [row for row, _ in pairs]
    whole = sum(was.weight for was in old if was.way >= WALL)
    best = max(row.weight / was.weight for row, was in minutes)
    share = whole * best / sum(row.weight for row, _ in minutes)
    return [row._replace(weight=row.weight * share) if row.way >= WALL else row for row, _ in pairs]


def _both(one: Range, other: Range) -> Range:
    # If they miss each other by a miscount, what lies between.
    low, high = max(one.lowest, other.lowest), min(one.highest, other.highest)
    if one.stands and other.stands and 0 < low - high <= 1.0 + _MISCOUNT * low:
        return Range(high, low)
    return Range(low, high)


def ways(belief: Iterable[Sequence[Any]]) -> list[Way]:
    rows = (Way(*row) for row in belief)
    return [row for row in rows if row.way != WAVERING and row.weight > _LEAST_LIKELY]


def likeliest(belief: Iterable[Sequence[Any]]) -> tuple[str, float] | None:
    likely: Counter[str] = Counter()
    for way, _, _, weight in belief:
        likely[NAMES[-1] if way == WAVERING else NAMES[min(way, WALL)]] += weight
    return likely.most_common(1)[0] if likely else None


def highest(belief: Iterable[Sequence[Any]]) -> float:
    return max((way.highest for way in ways(belief)), default=0.0)


def cheapest(left: Sequence[Way], *, block: float, pause: float | None) -> float:
    """Give the limit that costs least; in minutes: a block, the time to the next trial.

    One that is too high costs a block; one that is too low a share of the calls, until trials
    have climbed to the true one.
    """

    def cost(value: float) -> float:
        lost = blocks = more = 0.0
        for way, low, high, weight in left:
            gap = log(max((low + high) / 2, 1.0) / value)
            if gap > 0:
                lost += weight * gap * (gap / (2 * CLIMB) + (pause or 0.0))
            else:
                more -= weight * gap
            refused = min(max((value - low) / max(high - low, 1.0), 0.0), 1.0)
            blocks += weight * refused * (_BUCKET_PRICE if way == BUCKET else 1.0)
        # The wider what is left to find below, the more blocks are to follow.
        return lost + block * blocks * (1.0 + _MORE * more)

    values = {
        value for _, low, high, _ in left for value in (low, (low + high) / 2, high) if value >= 1
    }
    return min(sorted(values), key=cost, default=0.0)
