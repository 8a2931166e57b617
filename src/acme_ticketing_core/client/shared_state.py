"""What a client and its light copies share: connections, the session, the turns to use them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Final

from acme_ticketing_core.auth.sessions import SessionCache
from acme_ticketing_core.runtime.fork import reset_after_fork
from acme_ticketing_core.transport.connections import Connections

MOST_CONNECTIONS: Final = 100
"""Requests of one client that are on the wire at the same time.

The client counts them, not httpx's pool: a request that has queued must look at the rate gate
again before it starts.
"""


class SharedState:
    """Base of what a synchronous and an asynchronous client hold open.

    Attributes:
        closed: no call may start any more.
        session_cache: the session that calls use.
        waiting: something for each call that waits for a connection.
        at_end: what is called when the client is closed.

    """

    def __init__(self) -> None:
        self.closed = False
        self.session_cache: Final = SessionCache()
        self.waiting: Final[set[object]] = set()  # its add and discard are atomic
        self.at_end: Final[list[Callable[[], object]]] = []
        self.start()
        reset_after_fork(self)

    def end(self) -> None:
        """Let no call start any more."""
        self.closed = True
        for each in self.at_end:
            each()

    @abstractmethod
    def start(self) -> None:
        """Make connections, and what threads or tasks of this process queue for."""

    @abstractmethod
    def held(self) -> Connections:
        """Tell what the pool of connections holds."""

    def reset_after_fork(self) -> None:
        """Make locks and connections anew, in the child.

        The parent's connections are left unclosed: closing would say goodbye in its name.
        """
        self.session_cache.reset_after_fork()
        self.start()
