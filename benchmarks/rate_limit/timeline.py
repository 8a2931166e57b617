"""A virtual clock that runs coroutines: hours pass in a second, and every run is the same."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Coroutine, Generator
from typing import Any


class Sleep(Awaitable[None]):
    """Let virtual time pass."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator[float, None, None]:
        """Hand the seconds to the timeline."""
        yield self.seconds


class Timeline:
    """Runs coroutines that wait for nothing but time.

    It is the `env` of `acme_ticketing_core.rate_limit.simulate.policy`.

    Args:
        start: the first reading of the clock, in seconds since 1970-01-01T00:00:00Z.

    """

    def __init__(self, start: float) -> None:
        self._now = start
        self._order = 0
        self._due: list[tuple[float, int, Coroutine[Any, Any, None]]] = []

    def now(self) -> float:
        """Read the clock."""
        return self._now

    def sleep(self, seconds: float) -> Sleep:
        """Suspend the coroutine for so many seconds."""
        return Sleep(seconds)

    def start(self, coroutine: Coroutine[Any, Any, None], delay: float = 0.0) -> None:
        """Have a coroutine begin after so many seconds."""
        self._order += 1
        heapq.heappush(self._due, (self._now + delay, self._order, coroutine))

    def run(self, until: float) -> None:
        """Let time pass, and end whatever still runs then."""
        due = self._due
        while due and due[0][0] <= until:
            self._now, _, coroutine = heapq.heappop(due)
            try:
                seconds = coroutine.send(None)
            except StopIteration:
                continue
            self._order += 1
            heapq.heappush(due, (self._now + max(seconds, 0.0), self._order, coroutine))
        self._now = until
        for _, _, coroutine in due:
            coroutine.close()
        due.clear()
