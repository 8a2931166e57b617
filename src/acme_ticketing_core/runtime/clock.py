"""Where time comes from, so that a test never waits for it."""

from __future__ import annotations

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
