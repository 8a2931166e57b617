"""Waits for the rate limit that a person is told of: what else looks like a program that hangs."""

from __future__ import annotations

from typing import Final, TextIO

from acme_ticketing_core.runtime.clock import SystemClock

_WORTH_TELLING: Final = 2.0


class TellingClock(SystemClock):
    """The system's clock, which counts waits for the rate limit down.

    On a terminal it does; elsewhere each long wait is said once.

    Args:
        stream: where it is said, the standard error.

    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._announced = False

    def announce(self, _waiting: object) -> None:
        """Take note that the next sleep is a wait for the rate limit; the client's `on_wait`."""
        self._announced = True

    def sleep(self, seconds: float) -> None:
        """Wait, and say so if it is for the rate limit."""
        announced, self._announced = self._announced, False
        if not announced or seconds < _WORTH_TELLING:
            super().sleep(seconds)
        elif self._stream.isatty():
            self._count_down(seconds)
        else:
            self._stream.write(f"acme: waiting {seconds:.0f} s for the rate limit\n")
            self._stream.flush()
            super().sleep(seconds)

    def _count_down(self, seconds: float) -> None:
        end = self.monotonic() + seconds
        while (left := end - self.monotonic()) > 0:
            self._stream.write(f"\r\x1b[Kacme: rate limited, {left:.0f} s left")
            self._stream.flush()
            super().sleep(min(1.0, left))
        self._stream.write("\r\x1b[K")
        self._stream.flush()
