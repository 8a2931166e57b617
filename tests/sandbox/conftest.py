"""A sandbox per test, on a clock that only the test moves."""

from __future__ import annotations

import pytest

from acme_ticketing_sandbox import Limits, LocalAcme, VirtualClock
from tests.sandbox.caller import MONDAY_NINE, Caller


@pytest.fixture
def clock() -> VirtualClock:
    """The sandbox's time: Monday morning at nine."""
    return VirtualClock(MONDAY_NINE)


@pytest.fixture
def sandbox(clock: VirtualClock) -> LocalAcme:
    """A sandbox that holds every answer against the specification."""
    return LocalAcme(clock=clock, limits=Limits(b2b=10_000, b2c=10_000, cors=10_000), strict=True)


@pytest.fixture
def caller(sandbox: LocalAcme, clock: VirtualClock) -> Caller:
    """Somebody who calls that sandbox."""
    return Caller(sandbox, clock)
