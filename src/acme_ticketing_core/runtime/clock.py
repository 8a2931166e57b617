"""Where time comes from, so that a test never waits for it."""

from __future__ import annotations

import threading
import time
from typing import Final, Protocol


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


class SystemClock:
    """The clock of the operating system."""

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds on the system's monotonic clock."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Block the thread for so many seconds."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Suspend the task for so many seconds."""
        import asyncio

        await asyncio.sleep(seconds)


SYSTEM_CLOCK: Final = SystemClock()
"""The clock of whoever names no other."""


class VirtualClock:
    """A clock that a test or the sandbox moves; nobody ever really waits for it.

    Whoever sleeps moves the clock to the moment of waking, unless it is there already, so
    sleepers of one moment share one passage of time. Safe to share between threads.

    Args:
        start: the first reading, in seconds since 1970-01-01T00:00:00Z.

    """

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._lock = threading.Lock()
        self._now = start

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Return the same reading as `now`: this clock never jumps by itself."""
        return self.now()

    def advance(self, seconds: float) -> float:
        """Move the clock on by so many seconds and return the new reading."""
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds}")
        with self._lock:
            self._now += seconds
            return self._now

    def sleep(self, seconds: float) -> None:
        """Move the clock on to the moment of waking and give way to other threads."""
        self._move_to(self.now() + max(seconds, 0.0))
        time.sleep(0)

    async def sleep_async(self, seconds: float) -> None:
        """Move the clock on to the moment of waking and give way to other tasks."""
        import asyncio

        waking = self.now() + max(seconds, 0.0)
        await asyncio.sleep(0)
        self._move_to(waking)

    def _move_to(self, moment: float) -> None:
        with self._lock:
            self._now = max(self._now, moment)
