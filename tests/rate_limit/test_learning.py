"""What one 429 teaches, where a whole simulation would show it by chance only."""

from __future__ import annotations

from acme_ticketing_core.rate_limit import learning
from acme_ticketing_core.rate_limit.admission import Admission, admit, settle
from acme_ticketing_core.rate_limit.state import LONGEST_BLOCK, State

START = 1_700_000_000.0
HOUR = 3600.0


def start(state: State, now: float) -> Admission:
    """Let a call start."""
    admission = admit(state, now, f"call at {now}", now, 0.0)
    assert admission.granted
    return admission


def turn(state: State, now: float) -> Admission:
    """Wait for a call's turn."""
    while not (admission := admit(state, now, "in turn", now, 0.0)).granted:
        now += admission.ask_in
    return admission


def probe(state: State, *, accepted: bool, retry_after: float | None = None) -> None:
    """Wait out the block, and let the first call after it be taken or not."""
    now = state.blocked_until + 0.1
    began = start(state, now)
    if accepted:
        settle(state, now + 0.1, began, "accepted")
    else:
        learning.refused(state, now + 0.1, began, retry_after)


def test_a_server_that_named_too_short_a_wait_is_not_trusted_again() -> None:
    """After two tries that it promised to take and refused, the learned block counts."""
    state = State()
    learning.refused(state, START, start(state, START), 1.0)
    assert state.blocked_until == START + 1.0 + learning.SLACK
    for _ in range(3):
        probe(state, accepted=False, retry_after=1.0)
    probe(state, accepted=True)
    now = state.blocked_until + HOUR
    learning.refused(state, now, start(state, now), 1.0)

    assert not state.trusts_header
    assert state.blocked_until - now == state.block + learning.SLACK
    assert state.block > 60


def test_the_429_of_a_call_from_before_a_block_does_not_begin_another() -> None:
    """Its answer was late; by then the block is over and a call has gone through."""
    state = State()
    late, refused = start(state, START), start(state, START + 0.1)
    learning.refused(state, START + 0.2, refused, None)
    probe(state, accepted=True)
    over = state.blocked_until
    learning.refused(state, over + 5.0, late, None)

    assert state.blocked_until == over
    assert not state.probing
    assert state.refused_at < late.at + 1


def test_an_estimate_that_was_far_too_low_came_from_a_burst() -> None:
    """What goes through is three times as much: from now on calls are spaced, not sent at once."""
    state = State(4.0)
    state.quota, state.saturated = 13, True
    learning.tune(state, START)

    assert state.gentle
    assert state.quota > 13


def test_surprises_are_forgiven_after_an_hour() -> None:
    """Two refusals within an hour make the gate careful, one a day does not."""

    def surprises(pause: float) -> int:
        state, now = State(), START
        for _ in range(3):
            for _ in range(20):
                call = turn(state, now)
                now = call.at
                settle(state, now, call, "accepted")
            call = turn(state, now)
            learning.refused(state, call.at, call, None)
            probe(state, accepted=True)
            now = state.blocked_until + pause
        return state.surprises

    assert surprises(HOUR / 4) == 2
    assert surprises(2 * HOUR) == 1


def test_a_block_that_never_ends_is_tried_once_an_hour() -> None:
    """After weeks as after a day: no number grows out of range."""
    state = State()
    learning.refused(state, START, start(state, START), None)
    for _ in range(1100):
        tried = state.blocked_until
        probe(state, accepted=False)

    assert state.blocked_until - tried < LONGEST_BLOCK + 1
