"""Who may start now: the transitions of every call, as `admission.lua` says them to Redis."""

from __future__ import annotations

from bisect import bisect_left
from math import floor
from typing import Final, Literal, NamedTuple

from acme_ticketing_core.rate_limit.state import BLOCK, LONGEST_BLOCK, WINDOW, State

# Seconds, but for the counts. `admission.lua` has the same under these names.
MERGED: Final = 0.25  # calls of one such piece of time are one entry, so that the list stays short
HEAD_START: Final = 4.0  # worth of spaced calls that start at once: when nobody came, after a block
GENTLE_CREDIT: Final = 0.5  # by which calls may catch up at a server that refuses bursts
STORE: Final = 54.0  # worth of calls to spend of what a bucket has kept; it holds a minute's
LEASE: Final = 10.0  # that a place in the queue is kept for somebody who does not ask again
PROBE_LEASE: Final = 20.0  # after which the one call that goes first is given up for lost
ALLOWANCE: Final = 5.0  # by which a block may be longer than it should and cost what it should
MOST_COST: Final = 5.0  # usual blocks that the longest one counts for, where a trial is put off
SET_BACK: Final = 5.0  # by which a clock may seem to run backwards without having been set
LONGEST_HOLD: Final = 2.0  # a longer way to the server is not made up for: too many calls
MINUTES: Final = 30  # of the clock, whose calls are remembered
SECONDS: Final = 180  # of the clock, whose calls are remembered: a window, wherever it begins
UNSATURATED: Final = 0.9  # of the quota
SOON: Final = 10.0
TINY: Final = 1e-6
LEAST: Final = 0.005


Settlement = Literal["accepted", "unsent", "unknown"]
"""What became of a call, but for a 429: the server took it; it never arrived; nobody knows."""


class Admission(NamedTuple):
    """The answer to one who asks to start."""

    granted: bool
    probe: bool  # it goes first after a block; everybody waits for its answer
    at: float  # the store's time
    rank: float  # the place in the queue, to be given when asking again
    ask_in: float  # seconds
    expected: float  # seconds until its turn
    blocked_for: float  # seconds; 0 if there is no block
    limit: float  # calls per window; 0 for unknown
    tune: bool  # the gate is due for `learning.tune`
    local: bool = False  # a store that could not be reached had no part in it


def admit(state: State, now: float, ticket: str, rank: float | None, lag: float) -> Admission:
    """Let a call start, or give it a place in the queue.

    Its rank is when it came, later for calls that can wait; None if it asks for the first time.
    """
    _forget(state, now)
    rank = now + lag if rank is None else rank
    ahead, queued = _place(state, ticket, rank)
    probe = tune = False
    ask_in = delay = blocked_for = 0.0
    if now < state.blocked_until:
        granted = False
        delay = state.blocked_until - now + state.rtt + ahead * _interval(state)
    elif state.probing:
        granted = probe = ahead == 0 and state.probe_until <= now
        if probe:
            state.probe_until = now + PROBE_LEASE
            start_run(state)
        else:
            delay = state.rtt + ahead * _interval(state)
    elif state.quota == 0:
        granted = True
    else:
        bulk = rank > now
        granted = ahead < _free(state, now, ahead, bulk=bulk)
        tune = state.saturated and now >= state.raise_at
        if not granted:
            delay = _delay(state, now, ahead, bulk=bulk)
    if queued:
        del state.queue[ahead]
    if granted:
        _grant(state, now)
    else:
        delay = max(delay, LEAST)
        ask_in = _ask_in(state, now, ahead, delay)
        blocked_for = max(state.blocked_until - now, 0.0)
        state.queue.insert(ahead, [rank, ticket, now + ask_in + LEASE])
    return Admission(granted, probe, now, rank, ask_in, delay, blocked_for, state.limit, tune)


def settle(state: State, now: float, admission: Admission, settlement: Settlement) -> None:
    """Tell what became of an admitted call, but for a 429."""
    started = admission.at
    if settlement == "accepted":
        _accepted(state, now, started)
    elif settlement == "unsent":
        take_back(state, started)
    elif state.probing and started >= state.blocked_until:
        state.probe_until = 0.0


def _accepted(state: State, now: float, started: float) -> None:
    rtt = max(now - started, 0.0)
    state.rtt += (min(rtt, 10.0) - state.rtt) * 0.1
    # As long as the slowest of late: only then has the call surely arrived a window ago.
    state.hold = min(max(rtt + 0.1, 0.99 * state.hold), LONGEST_HOLD)
    if state.probing and started >= state.blocked_until:
        state.probing = False
        state.probe_until = 0.0
        state.before.clear()
        if state.gentle:
            state.next_at = now
        elif not state.bucket:
            state.next_at = now - HEAD_START
        if state.failed_probes:
            # The whole block if it is fixed; the quiet that was enough if each call prolongs it.
            state.block = min(state.blocked_until - state.closed_at, LONGEST_BLOCK)
            state.failed_probes = 0
        state.raise_at = now + pause_before_raising(state)


def withdraw(state: State, _now: float, ticket: str, rank: float) -> None:
    """Give up a place in the queue."""
    place, queued = _place(state, ticket, rank)
    if queued:
        del state.queue[place]


def _place(state: State, ticket: str, rank: float) -> tuple[int, bool]:
    """Also tell whether it holds it already."""
    queue = state.queue
    if not queue:
        return 0, False
    place = bisect_left(queue, [rank, ticket])
    return place, place < len(queue) and queue[place][1] == ticket


def take_back(state: State, started: float) -> None:
    for entry in state.used:
        if entry[0] >= started - TINY:
            entry[1] -= 1
            state.total -= 1
            if not entry[1]:
                state.used.remove(entry)
            break
    if state.quota:
        state.next_at -= _interval(state)
    if state.peak_at >= started - TINY:
        state.peak -= 1
    second = floor(started + state.rtt / 2)
    # The estimate of the way to the server varies, so that it may have been counted beside it.
    for near in (second, second - 1, second + 1):
        index = len(state.seconds) - 1 - (state.seconds_at - near)
        if 0 <= index < len(state.seconds) and state.seconds[index]:
            state.seconds[index] -= 1
            second = near
            break
    for entry in state.minutes:
        if entry[0] == second // 60 and entry[1]:
            entry[1] -= 1
    if state.first_n and started >= state.first_at - TINY:
        state.first_n -= 1
    if state.run_n and started >= state.run_at - TINY:
        state.run_n -= 1
    if state.probing and started >= state.blocked_until:
        state.probe_until = 0.0


def forget_calls(state: State) -> None:
    state.used.clear()
    state.total = 0
    state.minutes.clear()
    state.probe_until = 0.0
    start_run(state)


def start_run(state: State) -> None:
    # What came before the block tells nothing about the next one.
    state.run_n = 0
    state.first_at = 0.0
    state.first_n = 0
    state.first_peak = 0
    state.peak = 0
    state.seconds.clear()


def _set_back(state: State, now: float) -> None:
    """Go on after the store's clock was set back, as a standby may tell another time."""
    forget_calls(state)
    state.queue.clear()
    state.blocked_until = min(state.blocked_until, now + state.block)
    state.closed_at = min(state.closed_at, now)
    state.next_at = now
    state.raise_at = now + pause_before_raising(state)


def _forget(state: State, now: float) -> None:
    used = state.used
    newest = used[-1][0] if used else 0.0
    if max(newest, state.closed_at) > now + SET_BACK:
        _set_back(state, now)
    # Amid a block, more 429s of calls that were in the air may tell of the window before it.
    upto = min(now, state.closed_at) if now < state.blocked_until else now
    edge = upto - WINDOW - state.hold + TINY
    while used and used[0][0] <= edge:
        state.total -= int(used.pop(0)[1])
    queue = state.queue
    while queue and queue[0][2] < now:
        queue.pop(0)


def _grant(state: State, now: float) -> None:
    used = state.used
    if used and floor(now / MERGED) == floor(used[-1][0] / MERGED):
        used[-1][0] = now
        used[-1][1] += 1
    else:
        used.append([now, 1])
    state.total += 1
    if state.quota:
        step = _interval(state)
        behind = HEAD_START
        if state.gentle:
            behind = GENTLE_CREDIT
        elif state.bucket:
            behind = STORE - 2.0 * step  # this call's, and the one that is due by then
        state.next_at = max(state.next_at, now - behind - step) + step
    second = floor(now + state.rtt / 2)
    minutes = state.minutes
    if minutes and minutes[-1][0] == second // 60:
        minutes[-1][1] += 1
    else:
        minutes.append([second // 60, 1])
        if len(minutes) > MINUTES:
            minutes.pop(0)
    _count(state, second)
    if now >= state.first_at + WINDOW:
        state.first_peak = max(state.first_peak, state.first_n)
        state.first_at = now
        state.first_n = 1
    else:
        state.first_n += 1
    if not state.run_n:
        state.run_at = now
    state.run_n += 1
    if state.total > state.peak:
        state.peak = state.total
        state.peak_at = now


def _count(state: State, second: int) -> None:
    seconds = state.seconds
    # The estimate of the way to the server varies, so that a second may seem to come again.
    passed = max(second - state.seconds_at, 0) if seconds else SECONDS
    if passed >= SECONDS:
        seconds[:] = [1]
        state.seconds_at = second
        return
    if passed:
        seconds.extend([0] * passed)
        del seconds[:-SECONDS]
        state.seconds_at = second
    seconds[-1] += 1


def _free(state: State, now: float, ahead: int, *, bulk: bool) -> int:
    """Count the calls that may start now; notice whether demand is above the quota."""
    room = _due(state, now) if state.bucket else state.quota - state.total
    if not state.saturated:
        if room <= ahead:
            state.saturated = True
            if not state.bucket:
                state.next_at = now
            if not state.trial:
                state.raise_at = now + pause_before_raising(state)
        if not bulk:
            return room
    elif not state.gentle and not state.queue and state.total < UNSATURATED * state.quota:
        state.saturated = False
        return room
    # Bulk calls are always evenly spaced: a burst of them would leave no room for a minute.
    return min(room, _due(state, now))


def _due(state: State, now: float) -> int:
    """Count the calls whose turn has come, if they are evenly spaced."""
    return max(floor((now - state.next_at) / _interval(state) + TINY) + 1, 0)


def pause_before_raising(state: State) -> float:
    """Seconds until a higher limit is tried: the longer, the more the last block cost."""
    cost = (state.blocked_until - state.closed_at) / (BLOCK + ALLOWANCE)
    return state.raise_after * min(max(1.0, cost), MOST_COST) ** 2


def _interval(state: State) -> float:
    if not state.quota:
        return 0.02
    # A bucket counts no window that a call could be late for.
    return (WINDOW if state.bucket else WINDOW + state.hold) / state.quota


def _delay(state: State, now: float, ahead: int, *, bulk: bool) -> float:
    interval = _interval(state)
    delay = state.next_at + ahead * interval - now if state.saturated or bulk else 0.0
    missing = ahead + 1 - (state.quota - state.total)
    if missing > 0 and not state.bucket:
        rounds = (missing - 1) // max(state.quota, 1)
        missing -= rounds * state.quota
        for when, many in state.used:
            missing -= int(many)
            if missing <= 0:
                freed = when + WINDOW + state.hold - now + rounds * (WINDOW + state.hold)
                return max(delay, freed)
    return delay


def _ask_in(state: State, now: float, ahead: int, delay: float) -> float:
    """Seconds to sleep: to the turn if it is near, else half the way, as others may give up."""
    if state.probing and now >= state.blocked_until:
        return min(delay, max(state.rtt / 4, 0.05) + ahead * 0.002)
    if now < state.blocked_until:
        return delay - state.rtt if ahead == 0 else delay
    return delay if delay <= SOON else delay / 2
