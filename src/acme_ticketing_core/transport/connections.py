"""What a pool of connections holds, for people to look at."""

from __future__ import annotations

from typing import NamedTuple


class Connections(NamedTuple):
    """What a client's pool of connections holds.

    Attributes:
        open: connections, those that are just being made included.
        idle: those of them that no call uses.
        waiting: calls that wait until another gives its connection back.

    """

    open: int = 0
    idle: int = 0
    waiting: int = 0

    @property
    def in_use(self) -> int:
        """Connections that calls use."""
        return self.open - self.idle
