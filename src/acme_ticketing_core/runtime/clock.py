"""Where time comes from, so that a test never waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from types import BuiltinFunctionType
from typing import TYPE_CHECKING, Final, Protocol

from acme_ticketing_core.errors import ConfigurationError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop


class Clock(Protocol):
    """The time, and the means to wait.

    Two time-lines, as the operating system has them: `now` is the calendar, for moments that
    the server names (a session's end, `Retry-After` as a date); `monotonic` never jumps and
    measures deadlines and waits.
    """

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; only differences mean something."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait, blocking the thread."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Wait, letting other tasks run."""
        ...


def growing_pauses() -> Iterator[float]:
    """Seconds between looks at what another machine is working on: 1, 1.5, 2.25, 15 at the most."""
    pause = 1.0
    while True:
        yield pause
        pause = min(pause * 1.5, 15.0)


class SystemClock:
    """The clock of the operating system.

    freezegun stops `time.monotonic`, on which a wait would never end; the system call that is
    behind it goes on.
    """

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds on the system's monotonic clock."""
        return monotonic()

    def sleep(self, seconds: float) -> None:
        """Block the thread for so many seconds."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Suspend the task for so many seconds; refuses a loop whose clock stands still."""
        import asyncio

        if seconds > 0 and not isinstance(time.monotonic, BuiltinFunctionType):
            _refuse_stopped_loop(asyncio.get_running_loop())
        await asyncio.sleep(seconds)


def monotonic() -> float:
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(time.CLOCK_MONOTONIC)


_A_MOMENT: Final = 0.01  # seconds in which a clock that runs is seen to move


def _refuse_stopped_loop(loop: AbstractEventLoop) -> None:
    before, ends_at = loop.time(), monotonic() + _A_MOMENT
    while monotonic() < ends_at:
        if loop.time() != before:
            return
    raise ConfigurationError(
        "the clock of the event loop stands still, so waiting would never end: give freezegun's "
        "freeze_time(..., real_asyncio=True), or the client a clock=VirtualClock()"
    )


SYSTEM_CLOCK: Final = SystemClock()
"""The clock of whoever names no other."""
