"""A person is told why nothing happens."""

from __future__ import annotations

import re

import pytest

from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import API_KEY, Limits, LocalAcme, VirtualClock, served
from tests.command_line.conftest import Run


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """Let the system's clock jump where it would have slept."""
    clock = VirtualClock()
    for name in ("now", "monotonic"):
        monkeypatch.setattr(SystemClock, name, lambda _self: clock.now())
    monkeypatch.setattr(SystemClock, "sleep", lambda _self, seconds: clock.sleep(seconds))
    return clock


def test_a_command_that_meets_the_limit_says_so(
    acme: Run, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    """The line stands there before the wait."""
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    with served(LocalAcme(clock=clock, limits=Limits(b2b=1))) as url:
        words = ("b2b", "events", "list-statements", "--environment", url)
        acme(*words)
        done = acme(*words)

    assert re.fullmatch(r"acme: blocked, \d+ s left\n", done.err.splitlines(keepends=True)[0])
