"""The gate of one budget: it holds everybody back while the server blocks."""

from __future__ import annotations

import threading
from typing import Final, final

BLOCK: Final = 60.0
"""Seconds that the server blocks, where it does not say otherwise (api-facts/README.md)."""


@final
class Gate:
    """Who may send now, and who has to wait for how long.

    Plain numbers and a lock held for no longer than it takes to change them; the caller brings
    the time and does the waiting. Each admission is settled by exactly one of
    `report_accepted`, `report_limited` and `report_unsettled`, whatever becomes of the call.
    Times are seconds on the caller's monotonic clock.
    """

    __slots__ = ("_blocked_until", "_in_flight", "_lock")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocked_until = float("-inf")
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        """How many admitted calls are not settled yet."""
        return self._in_flight

    def wait(self, now: float) -> float:
        """Tell the seconds until the gate opens, 0 if it is open; changes nothing."""
        return max(0.0, self._blocked_until - now)

    def admit(self, now: float) -> float:
        """Admit one call and return 0, or return the seconds after which to ask again."""
        with self._lock:
            wait = max(0.0, self._blocked_until - now)
            if not wait:
                self._in_flight += 1
            return wait

    def report_accepted(self, now: float) -> None:  # noqa: ARG002 - a gate that learns needs it
        """Settle an admission: the server took the call, whatever it then answered."""
        with self._lock:
            self._in_flight -= 1

    def report_limited(self, now: float, retry_after: float | None) -> None:
        """Settle an admission: the server answered 429. Nobody starts before the block is over.

        Args:
            now: when the answer came.
            retry_after: seconds that the server asks for, if it does and they make sense.

        """
        with self._lock:
            self._in_flight -= 1
            until = now + (BLOCK if retry_after is None else retry_after)
            self._blocked_until = max(self._blocked_until, until)

    def report_unsettled(self, now: float) -> None:  # noqa: ARG002 - a gate that learns needs it
        """Settle an admission: not sent, cancelled, or nobody knows."""
        with self._lock:
            self._in_flight -= 1

    def reopen(self) -> None:
        """Forget the block."""
        with self._lock:
            self._blocked_until = float("-inf")

    def reset_after_fork(self) -> None:
        """Forget the calls in flight, which are the parent's; the block holds for both."""
        self._lock = threading.Lock()
        self._in_flight = 0

    def __repr__(self) -> str:
        return f"<Gate, {self._in_flight} in flight>"
