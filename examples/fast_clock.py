"""A clock for the client and the sandbox together, so that a minute's block lasts two seconds."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class FastClock:
    """A calendar that begins at a chosen moment and can hurry while everybody waits.

    It is a clock for `AcmeClient(clock=…)` and for `Sandbox(clock=…)`. Given to both, they agree
    on when a block of the rate limit began and when it ends. While somebody works it goes like
    any clock, so that a slow machine does not fall behind.

    Args:
        start: the first reading, in seconds since 1970-01-01T00:00:00Z.

    """

    def __init__(self, start: float) -> None:
        self._paced = threading.Condition()
        self._reading = start
        self._read_at = time.monotonic()
        self._speed = 1.0
        self._speed_of_waiting = 1.0
        self._workers: set[int] = set()
        self._sleepers: set[int] = set()

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        with self._paced:
            return self._now()

    monotonic = now

    @property
    def sleepers(self) -> int:
        """How many threads sleep."""
        return len(self._sleepers)

    def advance(self, seconds: float) -> float:
        """Jump ahead by so many seconds and return the new reading."""
        with self._paced:
            self._reading += seconds
            self._paced.notify_all()
            return self._now()

    @contextmanager
    def hurrying(self, speed: float) -> Iterator[None]:
        """Go so many times as fast whenever no worker is awake."""
        with self._paced:
            self._speed_of_waiting = speed
            self._set_pace()
        try:
            yield
        finally:
            with self._paced:
                self._speed_of_waiting = 1.0
                self._set_pace()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count the current thread as a worker, for whom the clock does not hurry."""
        with self._paced:
            self._workers.add(threading.get_ident())
            self._set_pace()
        try:
            yield
        finally:
            with self._paced:
                self._workers.remove(threading.get_ident())
                self._set_pace()

    def sleep(self, seconds: float) -> None:
        """Block the thread until so many of this clock's seconds are over."""
        with self._paced:
            waking = self._now() + seconds
            self._sleepers.add(threading.get_ident())
            self._set_pace()
            while (left := waking - self._now()) > 0:
                self._paced.wait(left / self._speed)
            self._sleepers.remove(threading.get_ident())
            self._set_pace()

    async def sleep_async(self, seconds: float) -> None:
        """Suspend the task until so many of this clock's seconds are over."""
        await asyncio.to_thread(self.sleep, seconds)

    def _now(self) -> float:
        return self._reading + (time.monotonic() - self._read_at) * self._speed

    def _set_pace(self) -> None:
        speed = 1.0 if self._workers - self._sleepers else self._speed_of_waiting
        if speed != self._speed:
            self._reading, self._read_at, self._speed = self._now(), time.monotonic(), speed
            self._paced.notify_all()
