"""The sandbox's time: everything that expires, blocks or progresses reads it here."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Protocol


class Clock(Protocol):
    """A calendar that can be moved; `acme_ticketing_core`'s `VirtualClock` is one too."""

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        ...

    def advance(self, seconds: float) -> float:
        """Move on by so many seconds and return the new reading."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass, in this thread."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Let so many seconds pass, in this task."""
        ...


class AdjustableClock:
    """The system's clock, plus whatever it has been advanced by."""

    __slots__ = ("_ahead", "_lock")

    def __init__(self) -> None:
        self._ahead = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> float:
        """Jump ahead by so many seconds and return the new reading.

        Raises:
            ValueError: `seconds` is negative.

        """
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds}")
        with self._lock:
            self._ahead += seconds
        return self.now()

    def sleep(self, seconds: float) -> None:
        """Wait, blocking the thread."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait, letting other tasks run."""
        await asyncio.sleep(seconds)
