"""What a 429 teaches: how long to stay away, and how many calls the server takes.

Rare transitions, written once for every store.
"""

from __future__ import annotations

from typing import Final

from acme_ticketing_core.rate_limit.admission import start_run, take_back
from acme_ticketing_core.rate_limit.evidence import Evidence, gather
from acme_ticketing_core.rate_limit.state import BLOCK, RAISE_AFTER, WINDOW, State

SLACK: Final = 0.5
"""Seconds added to a block, as the server's clock may tick in whole seconds."""

LONGEST_BLOCK: Final = 3600.0
"""Seconds; a longer `Retry-After` is not meant for a block of a minute."""

FREE_SHARE: Final = 0.01
"""Share of the limit that is left unused against miscounts; below 100 a call is too much."""

MOST_RAISE_AFTER: Final = 2700.0
"""Seconds between later trials."""

REMEMBERED: Final = 4
"""429s whose counts are kept."""

_DOUBLINGS: Final = 6  # of a block, which then is longer than the longest
_BURST: Final = 4.0
_FAR_ABOVE: Final = 3.0
_TRIAL_STEP: Final = WINDOW + 6.0
_SAME: Final = 0.008
_ALIKE: Final = 0.025
_LEAST_BUCKET: Final = 0.65
_BUCKET_ALIKE: Final = 0.04
_RISEN: Final = 1.3
_NEAR: Final = 0.92
_FORGIVEN: Final = 3600.0

_SLIDING, _WALL, _FIRST, _BUCKET, _LIMIT, _TRIAL, _SURPRISES, _RAISE_AFTER = range(1, 9)


def refused(state: State, now: float, started: float, retry_after: float | None) -> None:
    """Take in a 429.

    Args:
        state: changed in place.
        now: the store's time.
        started: when the refused call was admitted.
        retry_after: seconds that the server asks for, if it does.

    """
    after_block = state.probing and started >= state.blocked_until
    sibling = not after_block and started <= state.closed_at
    take_back(state, started)
    length = _length(state, retry_after)
    if after_block:
        _stay_away_longer(state, now, length, retry_after)
    elif sibling:
        if state.probing:
            state.blocked_until = max(state.blocked_until, now + length)
            state.onset = min(state.onset, started)
            _learn(state, again=True)
    else:
        state.closed_at = now
        state.onset = started
        state.blocked_until = now + length
        state.probing = True
        state.probe_until = 0.0
        state.failed_probes = 0
        _learn(state, again=False)


def tune(state: State, now: float) -> None:
    """Try a higher limit, a step further with each window in which nothing was refused."""
    if state.quota == 0 or state.probing or not state.saturated or now < state.raise_at:
        return
    before = state.quota
    state.trial += 1
    growth = 0.02 * 3.0 ** (state.trial - 1)
    state.quota = max(int(state.limit * (1.0 + growth)), int(state.limit) + 1, before + 1)
    state.raise_at = now + _TRIAL_STEP
    if before > _FAR_ABOVE * state.limit:
        # So low an estimate can only have come from a burst that was refused as such.
        state.gentle = True


def teach(state: State, limit: float) -> None:
    """Take over a limit that is known from elsewhere, unless one has been learned here."""
    if not state.events and limit >= 1:
        state.limit = limit
        state.quota = _quota(limit)
        state.raise_after = RAISE_AFTER


def reopen(state: State) -> None:
    """Forget the block and the calls that count, but not the limit."""
    state.blocked_until = 0.0
    state.closed_at = -1.0
    state.probing = False
    state.probe_until = 0.0
    state.used.clear()
    state.total = 0
    state.minutes.clear()
    start_run(state)


def _length(state: State, retry_after: float | None) -> float:
    if retry_after is not None and 0 < retry_after <= LONGEST_BLOCK:
        if state.trusts_header:
            return retry_after + SLACK
        return max(retry_after, state.block) + SLACK
    return state.block + SLACK


def _stay_away_longer(state: State, now: float, length: float, retry_after: float | None) -> None:
    """Go on waiting: the block was not over, or the try has prolonged it."""
    state.failed_probes += 1
    if retry_after is not None and state.trusts_header and state.failed_probes > 1:
        state.trusts_header = False
    if state.failed_probes > 1:
        state.closed_at = now
    if retry_after is None or not state.trusts_header:
        length = max(length, BLOCK * 2.0 ** min(state.failed_probes, _DOUBLINGS))
    state.blocked_until = now + min(length, LONGEST_BLOCK)


def _learn(state: State, *, again: bool) -> None:
    """Estimate the limit from the latest 429, or once more when a sibling of it came in."""
    if again and state.events:
        event = state.events.pop()
        state.limit = event[_LIMIT]
        state.trial = int(event[_TRIAL])
        state.surprises = int(event[_SURPRISES])
        state.raise_after = event[_RAISE_AFTER]
    before = state.events[-1] if state.events else None
    evidence = gather(state)
    state.events = [
        *state.events[1 - REMEMBERED :],
        [
            state.onset,
            *(reading.value for reading in evidence),
            state.limit,
            state.trial,
            state.surprises,
            state.raise_after,
        ],
    ]
    if state.limit == 0 or state.trial:
        value = _expected(state, evidence, before)
    else:
        value = _surprised(state, evidence, before)
    state.limit = max(float(round(value)), 1.0)
    state.quota = _quota(state.limit)
    state.trial = 0
    state.saturated = True


def _quota(limit: float) -> int:
    return max(int(limit - int(limit * FREE_SHARE)), 1)


def _expected(state: State, evidence: Evidence, before: list[float] | None) -> float:
    """Estimate from a 429 that was provoked: by a first run, or by a trial."""
    value = _confirmed(state, evidence, before)
    if value is None:
        value = _repeated(evidence, before)
    if value is None:
        windows = [reading.value for reading in evidence[:3] if reading.stands and reading.value]
        most = max(windows, default=0.0)
        if not most:
            most = evidence.bucket.value if evidence.bucket.stands else evidence.sliding.value
            windows = [most]
        value = min(each for each in windows if each >= _NEAR * most)
    if state.limit and value < _RISEN * state.limit:
        state.raise_after = min(2 * state.raise_after, MOST_RAISE_AFTER)
        # Where the limit has wavered, as with somebody else on it, the most that once went
        # through is no measure.
        return max(value * (1.0 - _caution(state)), min(value, state.limit))
    state.surprises = 0
    state.raise_after = RAISE_AFTER
    return value


def _surprised(state: State, evidence: Evidence, before: list[float] | None) -> float:
    """Estimate from a 429 that came although the quota was kept.

    The limit has fallen, somebody else uses it too, or the estimate was too high.
    """
    if before is not None and state.onset - before[0] > _FORGIVEN:
        state.surprises = 0
    state.surprises += 1
    state.raise_after = min(RAISE_AFTER * 2.0**state.surprises, MOST_RAISE_AFTER)
    sliding = evidence.sliding.value
    repeated = _repeated(evidence, before)
    if repeated is not None and 0.25 * state.limit < repeated < state.limit:
        return repeated
    if state.onset - state.run_at < _BURST and state.run_n < 0.5 * state.limit:
        state.gentle = True
        return state.limit
    if state.onset - state.run_at < WINDOW and state.run_n < 0.97 * state.quota:
        return float(max(state.run_n, 1))
    if sliding < 0.75 * state.quota:
        return max(sliding, 0.5 * state.limit)
    return min(state.limit * (1.0 - _caution(state)), state.limit - 1.0)


def _caution(state: State) -> float:
    """Give the share of the limit to keep away from it, after so many surprises."""
    return min(0.01 + 0.015 * state.surprises, 0.06) if state.surprises else 0.0


def _confirmed(state: State, evidence: Evidence, before: list[float] | None) -> float | None:
    """Give the limit as it was, if a trial has found it unchanged."""
    if not state.limit or before is None:
        return None
    *windows, bucket = evidence
    if abs(evidence.sliding.value - state.limit) <= max(_SAME * state.limit, 1.0):
        return state.limit
    if any(reading.stands and _alike(reading.value, state.limit) for reading in windows):
        return state.limit
    # Half an hour is remembered, so that a bucket's reading is a little low after a longer run.
    near = _BUCKET_ALIKE * state.limit
    both = (bucket.value, before[_BUCKET])
    if bucket.stands and all(abs(value - state.limit) <= max(near, 1.0) for value in both):
        return state.limit
    return None


def _repeated(evidence: Evidence, before: list[float] | None) -> float | None:
    """Give what a way of counting has said twice; a bucket only if no window is left."""
    if before is None:
        return None
    for reading, earlier in zip(evidence[:3], before[_SLIDING:_BUCKET], strict=True):
        if reading.stands and earlier and _alike(reading.value, earlier):
            return reading.value
    bucket = evidence.bucket
    windows_stand = any(reading.stands for reading in evidence[:3])
    # In a short run the reading of a bucket is low whatever the server: that is no agreement.
    tells = bucket.stands and bucket.value >= _LEAST_BUCKET * evidence.sliding.value
    if tells and not windows_stand and _alike(bucket.value, before[_BUCKET]):
        return bucket.value
    return None


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= max(_ALIKE * other, 1.0)
