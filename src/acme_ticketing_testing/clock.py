"""The clock of a test: still until somebody sleeps, and running once the sandbox is served."""

from __future__ import annotations

import threading
import time


class TestClock:
    """A clock that jumps where a client or the sandbox sleeps.

    Clients in this process share it, so nobody waits. Programs that come over HTTP wait in real
    time; once there may be some, real time passes here as well, or a block would never end.

    Args:
        start: the first reading, in seconds since 1970-01-01T00:00:00Z.

    """

    __test__ = False  # its name tells pytest something else

    def __init__(self, start: float) -> None:
        self._lock = threading.Lock()
        self._reading = start
        self._running_since: float | None = None

    def run(self) -> None:
        """Let real time pass from now on."""
        with self._lock:
            if self._running_since is None:
                self._running_since = time.monotonic()

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        with self._lock:
            return self._now()

    def monotonic(self) -> float:
        """Return the same reading as `now`: this clock is not set back."""
        return self.now()

    def advance(self, seconds: float) -> float:
        """Move on by so many seconds and return the new reading."""
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds}")
        with self._lock:
            self._reading += seconds
            return self._now()

    def sleep(self, seconds: float) -> None:
        """Move on to the moment of waking and give way to other threads."""
        self._move_to(self.now() + max(seconds, 0.0))
        time.sleep(0)

    async def sleep_async(self, seconds: float) -> None:
        """Move on to the moment of waking and give way to other tasks."""
        import asyncio

        waking = self.now() + max(seconds, 0.0)
        await asyncio.sleep(0)
        self._move_to(waking)

    def _now(self) -> float:
        since = self._running_since
        return self._reading + (0.0 if since is None else time.monotonic() - since)

    def _move_to(self, moment: float) -> None:
        with self._lock:
            self._reading += max(0.0, moment - self._now())
