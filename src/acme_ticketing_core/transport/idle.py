"""The idle connections of a pool, and how many are in use.

A connection is used by one call at a time. The call holds it in a list of its own, from which it goes
back, or is closed: whatever cancels or interrupts the call, the connection is in one of the two
places. The pools of httpcore and httpcore2 hold on to all of them until they are given back, and so
keep for ever what an interrupted call did not give back.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Final, final

from acme_ticketing_core.runtime.semaphore import move
from acme_ticketing_core.transport.connections import Connections


@final
class IdleConnections:
    """The connections that no call uses; threads may share them.

    Attributes:
        in_use: something for each call that has a connection.

    """

    def __init__(self) -> None:
        self.in_use: Final[set[object]] = set()  # its add and discard are atomic
        self._idle: Final[deque[Any]] = deque()
        self._closed = False

    def take(self, held: list[Any], origin: Any) -> bool:
        """Put what a call may use at the end of its list, and before it what is to be closed.

        Args:
            held: what the call holds.
            origin: where its request goes.

        Returns:
            Whether there is one to use.

        """
        if len(self._idle) > 1:  # the only one is looked at below
            self._expire(held)
        while self._moved(self._idle.pop, held):
            connection = held[-1]
            if connection.can_handle_request(origin) and not connection.has_expired():
                return True
        return False

    def put_back(self, held: list[Any]) -> None:
        """Keep the last of what a call holds, unless it cannot be used again."""
        if held[-1].is_idle():
            move(held.pop, self._idle.append)
            if self._closed:  # perhaps just now, by another thread
                self.close(held)

    def close(self, held: list[Any]) -> None:
        """Keep none any more; what there is goes to whoever closes it."""
        self._closed = True
        while self._moved(self._idle.pop, held):
            continue

    @property
    def connections(self) -> Connections:
        """How many there are."""
        idle = len(self._idle)
        return Connections(idle + len(self.in_use), idle)

    def _expire(self, held: list[Any]) -> None:
        """Hand out what has been idle for too long, or was closed by the server."""
        while self._moved(self._idle.popleft, held):
            if not held[-1].has_expired():
                move(held.pop, self._idle.appendleft)
                return

    @staticmethod
    def _moved(take: Any, held: list[Any]) -> bool:
        try:
            move(take, held.append)
        except IndexError:
            return False
        return True
