"""What happens while a shared store can't be reached: calls go on, carefully, on a local gate."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable
from typing import Final, TypeVar, final

from acme_ticketing_core.rate_limit.admission import Admission
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Settlement, Store, StoreUnavailableError
from acme_ticketing_core.runtime.process import reset_after_fork

T = TypeVar("T")

SHARE: Final = 0.25  # of the known limit, for one process that can't hear of the others
_CAUTIOUS_LIMIT: Final = 60.0  # calls per minute to share when no limit is known
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0


class StoreUnavailableWarning(UserWarning):
    """A shared rate limit store can't be reached; a cautious local gate stands in."""


@final
class FallbackStore(Store):
    """Keeps to a shared store, and stands in for it while it can't be reached.

    It warns once an outage, tries the store again ever more rarely (at most every half minute),
    and goes back to it by itself. A store that has forgotten a limit is told it again.
    """

    def __init__(
        self,
        store: Store,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._store: Final = store
        self._now: Final = now
        self._monotonic: Final = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, float] = {}
        self._local: MemoryStore | None = None
        self._pause = _FIRST_PAUSE
        self._try_at = 0.0
        reset_after_fork(self)

    def admit(self, key: str, ticket: str, rank: float | None, lag: float) -> Admission:
        admission = self._ask(lambda store: store.admit(key, ticket, rank, lag))
        if admission is None:
            return self._stand_in(key).admit(key, ticket, rank, lag)._replace(local=True)
        if admission.limit:
            self._known[key] = admission.limit
        elif key in self._known:
            self._tell(lambda store: store.teach(key, self._known[key]))
        return admission

    def settle(self, key: str, admission: Admission, settlement: Settlement) -> None:
        if admission.local:
            self._stand_in(key).settle(key, admission, settlement)
        else:
            self._tell(lambda store: store.settle(key, admission, settlement))

    def refused(self, key: str, admission: Admission, retry_after: float | None) -> None:
        if admission.local or not self._tell(
            lambda store: store.refused(key, admission, retry_after)
        ):
            self._stand_in(key).refused(key, admission, retry_after)

    def withdraw(self, key: str, ticket: str, rank: float) -> None:
        if (local := self._local) is not None:
            local.withdraw(key, ticket, rank)
        self._tell(lambda store: store.withdraw(key, ticket, rank))

    def tune(self, key: str) -> None:
        self._tell(lambda store: store.tune(key))

    def teach(self, key: str, limit: float) -> None:
        self._known.setdefault(key, limit)
        self._tell(lambda store: store.teach(key, limit))

    def reopen(self, key: str) -> None:
        if (local := self._local) is not None:
            local.reopen(key)
        self._tell(lambda store: store.reopen(key))

    def read(self, key: str) -> tuple[State, float]:
        reading = self._ask(lambda store: store.read(key))
        return self._stand_in(key).read(key) if reading is None else reading

    def reset_after_fork(self) -> None:
        self._lock = threading.Lock()

    def _ask(self, question: Callable[[Store], T]) -> T | None:
        """Ask the store; None if it can't be reached, or could not be a moment ago."""
        if self._local is not None and not self._may_try():
            return None
        try:
            answer = question(self._store)
        except StoreUnavailableError as error:
            self._lost(error)
            return None
        self._local = None
        return answer

    def _tell(self, message: Callable[[Store], None]) -> bool:
        def told(store: Store) -> bool:
            message(store)
            return True

        return self._ask(told) is not None

    def _may_try(self) -> bool:
        with self._lock:
            now = self._monotonic()
            if now < self._try_at:
                return False
            self._try_at = now + self._pause
            return True

    def _lost(self, error: StoreUnavailableError) -> None:
        with self._lock:
            first = self._local is None
            if first:
                self._local = MemoryStore(self._now)
                self._pause = _FIRST_PAUSE
            else:
                self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._try_at = self._monotonic() + self._pause
        if first:
            warnings.warn(
                f"rate limit store lost ({error}); this process goes on alone with a share of "
                "the limit, and rejoins by itself",
                StoreUnavailableWarning,
                stacklevel=6,
            )

    def _stand_in(self, key: str) -> MemoryStore:
        local = self._local
        if local is None:
            # The store is back, and this is the last of what was admitted without it.
            return MemoryStore(self._now)
        local.teach(key, max(self._known.get(key, _CAUTIOUS_LIMIT) * SHARE, 1.0))
        return local
