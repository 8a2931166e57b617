"""The per-address limit and the minute's block."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import Limits, LocalAcme, Reply, VirtualClock
from tests.sandbox.caller import Caller

EVENTS = "/v2/b2b/event/instances/statements"


def limited(clock: VirtualClock, **limits: Any) -> Caller:
    """Return a caller of a sandbox that allows three requests a minute."""
    return Caller(LocalAcme(clock=clock, limits=Limits(b2b=3, b2c=3, **limits), strict=True), clock)


def statuses(caller: Caller, count: int) -> list[int]:
    """Return the statuses of so many requests."""
    return [caller.send("GET", EVENTS).status for _ in range(count)]


def test_past_the_limit_an_address_is_blocked_for_a_minute(clock: VirtualClock) -> None:
    """The block begins with the request too many, and ends sixty seconds later."""
    caller = limited(clock)
    assert statuses(caller, 4) == [200, 200, 200, 429]
    clock.advance(59)
    assert statuses(caller, 1) == [429]
    clock.advance(1)
    assert statuses(caller, 4) == [200, 200, 200, 429]


def test_a_window_begins_with_its_first_request(clock: VirtualClock) -> None:
    """A minute after it the count starts anew."""
    caller = limited(clock)
    assert statuses(caller, 3) == [200, 200, 200]
    clock.advance(60)
    assert statuses(caller, 3) == [200, 200, 200]


def test_a_block_can_be_prolonged_by_requests(clock: VirtualClock) -> None:
    """The vendor does not say whether it is; both can be played."""
    caller = limited(clock, extend_block=True)
    statuses(caller, 4)
    clock.advance(59)
    assert statuses(caller, 1) == [429]
    clock.advance(59)
    assert statuses(caller, 1) == [429]
    clock.advance(60)
    assert statuses(caller, 1) == [200]


def test_retry_after_is_sent_on_demand(clock: VirtualClock) -> None:
    """It tells the seconds that are left of the block."""
    caller = limited(clock, retry_after=True)
    statuses(caller, 4)
    clock.advance(18.5)
    assert caller.send("GET", EVENTS).headers["retry-after"] == "42"
    assert "retry-after" not in _blocked(limited(clock)).headers


def _blocked(caller: Caller) -> Reply:
    statuses(caller, 3)
    return caller.send("GET", EVENTS)


def test_addresses_and_profiles_have_budgets_of_their_own(clock: VirtualClock) -> None:
    """Another address, or another area, is not blocked."""
    caller = limited(clock)
    statuses(caller, 4)
    other = Caller(caller.sandbox, clock, ip="203.0.113.7")
    assert statuses(other, 1) == [200]
    assert caller.send("GET", "/v2/b2c/event/templates").status == 200


def test_requests_into_a_block_are_counted(clock: VirtualClock) -> None:
    """A test can tell how many went on knocking."""
    caller = limited(clock)
    statuses(caller, 9)
    limiter = caller.sandbox.rate_limiter
    assert (limiter.blocks, limiter.refused, limiter.sent_into_block) == (1, 6, 5)


@pytest.mark.parametrize("headers", [{}, {"x-acme-api-key": "wrong"}])
def test_refused_requests_use_the_budget_too(clock: VirtualClock, headers: dict[str, str]) -> None:
    """Guessing keys is limited like everything else."""
    caller = limited(clock)
    for _ in range(3):
        assert caller.send("GET", EVENTS, headers=headers).status == 401
    assert caller.send("GET", EVENTS).status == 429
