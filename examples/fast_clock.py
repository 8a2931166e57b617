"""A clock for the client and the sandbox together, so that a minute's block lasts two seconds."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class FastClock:
    """A calendar that begins at a chosen moment and runs as fast as it is told.

    It is a clock for `AcmeClient(clock=…)` and for `Sandbox(clock=…)`. Given to both, they agree
    on when a block of the rate limit began and when it ends.

    Args:
        start: the first reading, in seconds since 1970-01-01T00:00:00Z.

    """

    def __init__(self, start: float) -> None:
        self._lock = threading.Lock()
        self._reading = start
        self._read_at = time.monotonic()
        self._speed = 1.0
        self._sleepers = 0

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        with self._lock:
            return self._now()

    monotonic = now

    def advance(self, seconds: float) -> float:
        """Jump ahead by so many seconds and return the new reading."""
        with self._lock:
            self._reading += seconds
            return self._now()

    @contextmanager
    def times(self, speed: float) -> Iterator[None]:
        """Run so many times as fast as a real clock, for the length of a block."""
        self._run_at(speed)
        try:
            yield
        finally:
            self._run_at(1.0)

    def sleep(self, seconds: float) -> None:
        """Block the thread until so many of this clock's seconds are over."""
        with self._lock:
            self._sleepers += 1
            real_seconds = seconds / self._speed
        try:
            time.sleep(real_seconds)
        finally:
            with self._lock:
                self._sleepers -= 1

    async def sleep_async(self, seconds: float) -> None:
        """Suspend the task until so many of this clock's seconds are over."""
        await asyncio.sleep(seconds / self._speed)

    @property
    def sleepers(self) -> int:
        """How many threads sleep."""
        return self._sleepers

    def _now(self) -> float:
        return self._reading + (time.monotonic() - self._read_at) * self._speed

    def _run_at(self, speed: float) -> None:
        with self._lock:
            self._reading, self._read_at, self._speed = self._now(), time.monotonic(), speed
