"""What a 429 teaches: how long to stay away, and how many calls the server takes."""

from __future__ import annotations

from typing import Final

from acme_ticketing_core.models.values import time_of_header
from acme_ticketing_core.rate_limit import belief
from acme_ticketing_core.rate_limit.admission import Admission, forget_calls, take_back
from acme_ticketing_core.rate_limit.evidence import BUCKET, gather, taken
from acme_ticketing_core.rate_limit.state import BLOCK, LONGEST_BLOCK, RAISE_AFTER, WINDOW, State

SLACK: Final = 0.5  # seconds added to a block, as the server's clock may tick in whole seconds
_MOST_RAISE_AFTER: Final = 7200.0  # seconds between later trials
_DOUBLINGS: Final = 6  # of a block, which then is longer than the longest
_FEW: Final = 0.5  # of the limit
_BURST: Final = 4.0  # seconds
_ROUNDED: Final = 5.0  # seconds; what a server that rounds may ask for once more
_FAR_ABOVE: Final = 3.0  # times the limit
_TRIAL_STEP: Final = WINDOW + 6.0  # seconds between steps of a trial
_RISEN: Final = 1.3  # times the limit: not its neighbourhood, but another one
_RARER: Final = 3.0  # times the pause before the trial that found nothing new
_AROUND_BLOCK: Final = 15.0  # seconds lost around a block
_NEAR: Final = 0.97  # of the limit: above it, an explanation explains nothing
_FAR_BELOW: Final = 0.9  # of the limit: below it, the explanation is soon tried
_DOUBTFUL: Final = 0.5  # likelihood that the limit does not stay
_SURE: Final = 1.1  # times the limit: above it, the limit may well be higher
_RAISE_SOON: Final = 60.0  # seconds before the first trial then
_SURELY: Final = 0.9  # how likely a bucket must be for its store to be spent
_FORGIVEN: Final = 3600.0  # seconds after which a surprise counts no more

_LEARNED: Final = (
    "belief", "gentle", "limit", "quota", "trial", "surprises", "raise_after", "refused_at",
)  # fmt: skip


def read_retry_after(value: str | None, now: float) -> float | None:
    """Read `Retry-After`, seconds or a date, as seconds from now; None if they make no sense."""
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text[:20])
    elif (moment := time_of_header(text)) is not None:
        seconds = moment.timestamp() - now
    else:
        return None
    return seconds if 0 < seconds <= LONGEST_BLOCK else None


def refused(state: State, now: float, admission: Admission, retry_after: float | None) -> None:
    """Take in a 429 to an admitted call, and the seconds that `Retry-After` asked for."""
    started = admission.at
    after_block = state.probing and started >= state.blocked_until
    take_back(state, started)
    length = state.block
    if retry_after is not None:
        length = retry_after if state.trusts_header else max(retry_after, length)
    length += SLACK
    if after_block:
        _stay_away_longer(state, now, length, retry_after)
    elif started > state.closed_at:
        state.closed_at = now
        state.onset = started
        state.blocked_until = now + length
        state.probing = True
        state.probe_until = 0.0
        state.failed_probes = 0
        _learn(state, again=False)
    elif state.probing:
        # It was in the air when the block began.
        state.blocked_until = max(state.blocked_until, now + length)
        state.onset = min(state.onset, started)
        _learn(state, again=True)


def tune(state: State, now: float) -> None:
    """Try a higher limit, a step further with each window in which nothing was refused."""
    if state.quota == 0 or state.probing or not state.saturated or now < state.raise_at:
        return
    before = state.quota
    state.trial += 1
    likely = max(belief.highest(state.belief), state.limit)
    if before < likely:
        raised = before * (1.0 + belief.CLIMB)
    else:
        raised = likely * max(1.0 + belief.CLIMB, 1.0 + 3.0 * (before / likely - 1.0))
    state.quota = max(int(raised), before + 1)
    state.raise_at = now + _TRIAL_STEP
    if before > _FAR_ABOVE * state.limit:
        # So low an estimate can only have come from a burst that was refused as such.
        state.gentle = True


def teach(state: State, _now: float, limit: float) -> None:
    """Take a limit that is known from elsewhere, unless one has been learned."""
    if not state.refused_at and limit >= 1:
        state.limit = limit
        state.quota = int(limit)
        state.raise_after = RAISE_AFTER


def reopen(state: State, _now: float) -> None:
    """Forget the block and the calls that count, but not the limit."""
    state.blocked_until = 0.0
    state.closed_at = -1.0
    state.probing = False
    forget_calls(state)


def _stay_away_longer(state: State, now: float, length: float, retry_after: float | None) -> None:
    """Go on waiting: the block was not over, or the try has prolonged it."""
    state.failed_probes += 1
    first = state.failed_probes == 1
    # With rounded seconds a first try may come a little early.
    early = first and retry_after is not None and retry_after <= _ROUNDED
    if now - state.closed_at < state.block and not early:
        # The server named too short a wait. From this call on it is a block as any other.
        state.trusts_header = False
        state.failed_probes = 0
        state.closed_at = now
        state.blocked_until = now + max(state.block, retry_after or 0.0) + SLACK
        return
    if not first:
        state.closed_at = now
        state.trusts_header = state.trusts_header and retry_after is None
    if retry_after is None or not state.trusts_header:
        length = max(length, BLOCK * 2.0 ** min(state.failed_probes, _DOUBLINGS))
    state.blocked_until = now + min(length, LONGEST_BLOCK)


def _learn(state: State, *, again: bool) -> None:
    """Estimate the limit from the latest 429, or again when a sibling of it came in."""
    if again and state.before:
        for name, value in zip(_LEARNED, state.before, strict=True):
            setattr(state, name, value)
    else:
        if state.refused_at and state.onset - state.refused_at > _FORGIVEN:
            state.surprises = 0
        state.before = [getattr(state, name) for name in _LEARNED]
    believed, agrees = belief.update(state.belief, gather(state), taken(state))
    state.belief = [[*row] for row in believed]
    state.bucket = any(row.way == BUCKET and row.weight > _SURELY for row in believed)
    if state.bucket:
        # It was empty when it refused, and fills while nobody calls.
        state.next_at = state.onset
    provoked = state.trial or not state.limit
    value = _provoked(state) if provoked else _surprised(state, agrees=agrees)
    state.refused_at = state.onset
    state.limit = max(float(round(value)), 1.0)
    state.quota = int(state.limit)
    state.trial = 0
    state.saturated = True


def _provoked(state: State) -> float:
    """Estimate from a 429 that was provoked: by a first run, or by a trial."""
    if not state.limit:
        value = _choice(state) or float(max(state.run_n, 1))
        state.raise_after = _pause(state, value, RAISE_AFTER)
        return value
    state.raise_after = min(_RARER * max(state.raise_after, RAISE_AFTER), _MOST_RAISE_AFTER)
    value = _choice(state) or state.limit
    if belief.highest(state.belief) < value / _NEAR and state.belief[-1][3] < _DOUBTFUL:
        # All that is left is next to it: a trial tells only whether the server has changed.
        state.raise_after = _MOST_RAISE_AFTER
    if value < _RISEN * state.limit:
        # Where the limit has wavered, as with somebody else on it, the most that once went
        # through is no measure.
        return max(value * (1.0 - _caution(state)), min(value, state.limit))
    state.surprises = 0
    state.raise_after = _pause(state, value, RAISE_AFTER)
    return value


def _surprised(state: State, *, agrees: bool) -> float:
    """Estimate from a 429 that came although the quota was kept."""
    if state.run_n < _FEW * state.limit:
        # No window holds so few calls: they came too fast.
        if not state.gentle:
            state.gentle = True
            return state.limit
        if state.onset - state.run_at < _BURST:
            return max(state.limit / 2, 1.0)
    value = _choice(state)
    far_below = value < _FAR_BELOW * state.limit
    if agrees and value and value < _NEAR * state.limit:
        usual = RAISE_AFTER if far_below else min(state.raise_after, _RARER * RAISE_AFTER)
        state.raise_after = _pause(state, value, usual)
        return value
    state.surprises += 1
    pause = RAISE_AFTER if far_below else RAISE_AFTER * 2.0**state.surprises
    least = state.limit - 1.0
    if agrees and value and state.surprises == 1:
        # It was a call or two too high, and the rest is as it was.
        pause = max(pause, state.raise_after)
    else:
        least = min(least, state.limit * (1.0 - _caution(state)))
    state.raise_after = min(pause, _MOST_RAISE_AFTER)
    return min(value or least, least)


def _pause(state: State, value: float, usual: float) -> float:
    """Seconds until the next trial: few where the limit may well be higher."""
    if belief.highest(state.belief) < _SURE * value:
        return max(usual, RAISE_AFTER)
    return _RAISE_SOON


def _caution(state: State) -> float:
    """Share of the limit to keep away from it, after so many surprises."""
    return min(0.01 + 0.015 * state.surprises, 0.06) if state.surprises else 0.0


def _choice(state: State) -> float:
    left = belief.ways(state.belief)
    if state.limit:
        _, low, high, weight = state.belief[-1]
        share = 1.0 - _caution(state)
        left.append(belief.Way(belief.WAVERING, low * share, high * share, weight))
    block = (state.block + _AROUND_BLOCK) / WINDOW
    later = belief.cheapest(left, block=block, pause=max(state.raise_after, RAISE_AFTER) / WINDOW)
    if state.trial or belief.highest(state.belief) < _SURE * later:
        return later
    return belief.cheapest(left, block=block, pause=None)
