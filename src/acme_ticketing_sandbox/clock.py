"""The sandbox's time: everything that expires, blocks or progresses reads it here."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Protocol


class Clock(Protocol):
    """A calendar that can be moved."""

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        ...

    def advance(self, seconds: float) -> float:
        """Move on by so many seconds and return the new reading."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass, in this thread."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Let so many seconds pass, in this task."""
        await asyncio.sleep(seconds)


class MovableClock(Clock):
    """A reading that goes on with time as it passes, or stands still."""

    def __init__(self, reading: float, running_since: float | None) -> None:
        self._lock = threading.Lock()
        self._reading = reading
        self._running_since = running_since

    @property
    def frozen(self) -> bool:
        """Whether it stands still, unless it is advanced."""
        return self._running_since is None

    def now(self) -> float:
        with self._lock:
            return self._now()

    def freeze(self) -> None:
        """Stand still."""
        with self._lock:
            self._reading, self._running_since = self._now(), None

    def resume(self) -> None:
        """Go on from where it stands."""
        with self._lock:
            if self._running_since is None:
                self._running_since = self._passing()

    def advance(self, seconds: float) -> float:
        """Jump ahead by so many seconds and return the new reading.

        Raises:
            ValueError: `seconds` is negative.

        """
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds}")
        with self._lock:
            self._reading += seconds
            return self._now()

    def _now(self) -> float:
        since = self._running_since
        return self._reading + (0.0 if since is None else self._passing() - since)

    def _passing(self) -> float:
        """Return time as it passes, in seconds since whatever beginning."""
        return time.time()


class AdjustableClock(MovableClock):
    """The system's clock, plus whatever it has been advanced by."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0)


class VirtualClock(MovableClock):
    """A clock that jumps where a client or the sandbox sleeps.

    Clients in this process share it, so nobody waits. Programs that come over HTTP wait in real
    time; once there may be some, real time passes here as well, or a block would never end.

    Args:
        start: the first reading, in seconds since 1970-01-01T00:00:00Z.

    """

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        super().__init__(start, None)

    def run(self) -> None:
        """Let real time pass from now on."""
        self.resume()

    def monotonic(self) -> float:
        """Return the same reading as `now`: this clock is not set back."""
        return self.now()

    def sleep(self, seconds: float) -> None:
        """Move on to the moment of waking and give way to other threads."""
        self._move_to(self.now() + max(seconds, 0.0))
        time.sleep(0)

    async def sleep_async(self, seconds: float) -> None:
        """Move on to the moment of waking and give way to other tasks."""
        waking = self.now() + max(seconds, 0.0)
        await asyncio.sleep(0)
        self._move_to(waking)

    def _passing(self) -> float:
        return time.monotonic()

    def _move_to(self, moment: float) -> None:
        with self._lock:
            self._reading += max(0.0, moment - self._now())
