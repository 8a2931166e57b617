"""A person is told why nothing happens."""

from __future__ import annotations

import io

import pytest

from acme_ticketing_cli.settings import TellingClock
from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import API_KEY, Limits, LocalAcme, VirtualClock, served
from tests.command_line.conftest import Run


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """Let the system's clock jump where it would have slept."""
    clock = VirtualClock()
    for name in ("now", "monotonic"):
        monkeypatch.setattr(SystemClock, name, lambda _self: clock.now())
    monkeypatch.setattr(SystemClock, "sleep", lambda _self, seconds: clock.sleep(seconds))
    return clock


def test_a_terminal_counts_down() -> None:
    """Each second, and the line is gone at the end."""
    terminal = Terminal()
    clock = TellingClock(terminal)
    clock.announce(None)
    clock.sleep(3.0)

    assert [part for part in terminal.getvalue().split("\r\x1b[K") if part] == [
        f"acme: rate limited, {left} s left" for left in (3, 2, 1)
    ]
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_elsewhere_it_is_one_line() -> None:
    """For a log; short waits and pauses of another kind are not worth it."""
    stream = io.StringIO()
    clock = TellingClock(stream)
    clock.sleep(60.0)
    clock.announce(None)
    clock.sleep(1.0)
    clock.announce(None)
    clock.sleep(43.0)

    assert stream.getvalue() == "acme: waiting 43 s for the rate limit\n"


def test_a_command_that_meets_the_limit_says_so(
    acme: Run, monkeypatch: pytest.MonkeyPatch, clock: VirtualClock
) -> None:
    """The line stands there before the wait."""
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    with served(LocalAcme(clock=clock, limits=Limits(b2b=1))) as url:
        words = ("b2b", "events", "list-statements", "--environment", url)
        acme(*words)
        done = acme(*words)

    assert done.err.startswith("acme: waiting ")
    assert " s for the rate limit\n" in done.err
