"""What is believed of the limit after all 429s so far, and the quota that costs least by it.

A belief has a row for each way in which the server may count: the lowest and the highest limit
that all evidence allows, and how likely the way is. One row more stands for what no way explains:
somebody else takes a part of the limit, or it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final, NamedTuple

from acme_ticketing_core.rate_limit.evidence import BUCKET, MINUTE, NAMES, WALL, Range

WAVERING: Final = WALL + MINUTE
"""Place of the row for a limit that does not stay."""

CLIMB: Final = 0.05
"""Step of a trial, as long as the limit may well be higher."""

_LIKELY: Final = (0.25, 0.25, 0.25, *([0.25 / MINUTE] * MINUTE), 0.05)  # before any 429
_UNSPECIFIC: Final = (
    0.2  # how well a limit that does not stay foretells a 429: it may come any time
)
_LEFT: Final = (0.95, 0.99)  # of what was taken, that somebody else is thought to leave next time
_LEAST_LIKELY: Final = 1e-4  # below it a way is given up
_LEAST_WAVERING: Final = 0.01  # above it, for a limit may change at any time
_MISCOUNT: Final = 0.008  # share of the calls by which readings may miss each other
_ANY: Final = 1e9  # calls; no limit is higher
_MORE: Final = 4.0  # further blocks for what is left to find below, as a logarithm
_BUCKET_PRICE: Final = 0.2  # of a block, less the store that a bucket has given before it


class Way(NamedTuple):
    """A way of counting, the limits that it allows, and how likely it is."""

    way: int
    lowest: float
    highest: float
    weight: float


def update(
    belief: Sequence[Sequence[float]], evidence: Sequence[Range], taken: float
) -> tuple[list[list[float]], bool]:
    """Take a 429 into a belief.

    Args:
        belief: the one before, empty if there was none.
        evidence: what each way makes of the 429.
        taken: our own calls in the minute before it.

    Returns:
        The belief after it, and whether any way explains it together with what came before.

    """
    before = belief or [[0.0, _ANY, weight] for weight in _LIKELY]
    rows: list[list[float]] = []
    for (low, high, weight), reading in zip(before, evidence, strict=False):
        met = _both(Range(low, high), reading)
        rows.append([*met, weight * met.width / reading.width if met.stands else 0.0])
    minutes = rows[WALL:]
    left = sum(weight for *_, weight in minutes)
    if left:
        # That it leaves few of the seconds makes none of them less likely.
        whole = sum(before[WALL + phase][2] for phase in range(MINUTE))
        best = max(
            row[2] / old[2] for row, old in zip(minutes, before[WALL:], strict=False) if row[2]
        )
        for row in minutes:
            row[2] *= whole * best / left
    agrees = any(weight for *_, weight in rows)
    if not agrees:
        rows = [
            [*reading, weight * reading.stands]
            for reading, weight in zip(evidence, _LIKELY, strict=False)
        ]
    wavering = max(
        before[WAVERING][2] * (_UNSPECIFIC if belief and agrees else 1.0), _LEAST_WAVERING
    )
    rows.append([*(share * taken for share in _LEFT), wavering])
    total = sum(weight for *_, weight in rows)
    return [[low, high, weight / total] for low, high, weight in rows], agrees


def _both(one: Range, other: Range) -> Range:
    """Give what two readings allow; if they miss each other by a miscount, what lies between."""
    low, high = max(one.lowest, other.lowest), min(one.highest, other.highest)
    if one.stands and other.stands and 0 < low - high <= 1.0 + _MISCOUNT * low:
        return Range(high, low)
    return Range(low, high)


def ways(belief: Sequence[Sequence[float]]) -> list[Way]:
    """Give the ways of counting that are left."""
    return [
        Way(way, low, high, weight)
        for way, (low, high, weight) in enumerate(belief[:WAVERING])
        if weight > _LEAST_LIKELY
    ]


def likeliest(belief: Sequence[Sequence[float]]) -> tuple[str, float] | None:
    """Give the likeliest way of counting in words, and how likely it is; None before any 429."""
    if not belief:
        return None
    weights = [weight for *_, weight in belief]
    likely = [*weights[:WALL], sum(weights[WALL:WAVERING]), weights[WAVERING]]
    best = max(likely)
    return NAMES[likely.index(best)], best


def highest(belief: Sequence[Sequence[float]]) -> float:
    """Give the highest limit that a belief allows; 0 if it allows none."""
    return max((way.highest for way in ways(belief)), default=0.0)


def cheapest(left: Sequence[Way], *, block: float, pause: float | None) -> float:
    """Give the limit that costs least.

    One that is too high costs a block; one that is too low a share of the calls, until trials
    have climbed to the true one.

    Args:
        left: what the limit may be.
        block: minutes that a block costs.
        pause: minutes until the next trial; None if one comes soon.

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
