"""The store of one process: the default."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, final

from acme_ticketing_core.rate_limit import learning
from acme_ticketing_core.rate_limit.admission import Admission, admit, settle, withdraw
from acme_ticketing_core.rate_limit.budget import first_limit
from acme_ticketing_core.rate_limit.remembered import LimitFile
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Settlement
from acme_ticketing_core.runtime.process import reset_after_fork


@final
class MemoryStore:
    """Keeps the state of gates in this process, behind a lock.

    Args:
        now: gives the time, in seconds since 1970-01-01T00:00:00Z; it must not run backwards.
        file: what is remembered between runs.

    """

    __slots__ = ("__weakref__", "_file", "_lock", "_now", "_states")

    def __init__(self, now: Callable[[], float], file: LimitFile | None = None) -> None:
        self._now: Final = now
        self._file: Final = file or LimitFile(None)
        self._lock = threading.Lock()
        self._states: dict[str, State] = {}
        reset_after_fork(self)

    def admit(self, key: str, ticket: str, rank: float | None, lag: float) -> Admission:
        """Let a call start, or give it a place in the queue."""
        with self._lock:
            now = self._now()
            return admit(self._state(key), now, ticket, now + lag if rank is None else rank)

    def settle(self, key: str, admission: Admission, settlement: Settlement) -> None:
        """Tell what became of a call."""
        with self._lock:
            settle(self._state(key), self._now(), admission.at, settlement)

    def refused(self, key: str, admission: Admission, retry_after: float | None) -> None:
        """Tell that a call was answered 429."""
        with self._lock:
            state = self._state(key)
            before = state.limit
            learning.refused(state, self._now(), admission.at, retry_after)
            limit = state.limit
        if limit != before:
            self._file.note(key, limit)

    def withdraw(self, key: str, ticket: str, rank: float) -> None:
        """Give up a place in the queue."""
        with self._lock:
            withdraw(self._state(key), ticket, rank)

    def tune(self, key: str) -> None:
        """Try a higher limit, if it is time to."""
        with self._lock:
            learning.tune(self._state(key), self._now())

    def teach(self, key: str, limit: float) -> None:
        """Tell a limit that is known from elsewhere, unless one has been learned."""
        with self._lock:
            learning.teach(self._state(key), limit)

    def read(self, key: str) -> tuple[State, float]:
        """Give a copy of the state, and the time."""
        with self._lock:
            return self._state(key).copy(), self._now()

    def blocked(self, key: str) -> bool:
        """Tell whether the server blocks now, as far as is known."""
        with self._lock:
            return self._now() < self._state(key).blocked_until

    def reopen(self, key: str) -> None:
        """Forget the block and the calls that count, but not the limit."""
        with self._lock:
            learning.reopen(self._state(key))

    def reset_after_fork(self) -> None:
        """Make the lock anew; those who queued are the parent's."""
        self._lock = threading.Lock()
        for state in self._states.values():
            state.queue.clear()

    def _state(self, key: str) -> State:
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = State(first_limit(key))
            if (limit := self._file.recall(key)) is not None:
                learning.teach(state, limit)
        return state
