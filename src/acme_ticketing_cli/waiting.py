"""Waits that a person is told of: what else looks like a program that hangs."""

from __future__ import annotations

from typing import Final, TextIO

from acme_ticketing_core.clock import SystemClock

_WORTH_TELLING: Final = 2.0


class TellingClock(SystemClock):
    """The system's clock, which counts long waits down on a terminal and else says them once.

    Args:
        stream: where it is said, the standard error.

    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def sleep(self, seconds: float) -> None:
        """Wait, and say so."""
        if seconds < _WORTH_TELLING:
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
