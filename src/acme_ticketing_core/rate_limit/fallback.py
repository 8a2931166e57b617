"""What happens while a shared store can't be reached: calls go on, carefully, on a local gate."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Final, TypeVar, TypeVarTuple, cast, final

from acme_ticketing_core.rate_limit.admission import Admission
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Store, StoreUnavailableError
from acme_ticketing_core.runtime.process import Locked

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

SHARE: Final = 0.25  # of the known limit, for one process that can't hear of the others
_CAUTIOUS_LIMIT: Final = 60.0  # calls per minute to share when no limit is known
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0


class StoreUnavailableWarning(UserWarning):
    """A shared rate limit store can't be reached; a cautious local gate stands in."""


@final
class FallbackStore(Locked, Store):
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
        self._known: dict[str, float] = {}
        self._local: MemoryStore | None = None
        self._pause = _FIRST_PAUSE
        self._try_at = 0.0
        super().__init__()

    def change(self, key: str, transition: Callable[[State, float, *Ts], T], *arguments: *Ts) -> T:
        """Change it in the store, or in the stand-in, which settles what it has admitted itself."""
        about: object = next(iter(arguments), None)
        if not (isinstance(about, Admission) and about.local) and self._may_try():
            try:
                answer = self._store.change(key, transition, *arguments)
                self._remind(key, answer)
            except StoreUnavailableError as error:
                self._lost(error)
            else:
                self._local = None
                return answer
        answer = self._stand_in(key).change(key, transition, *arguments)
        return cast("T", answer._replace(local=True)) if isinstance(answer, Admission) else answer

    def _remind(self, key: str, answer: object) -> None:
        """Tell the store a limit that it has forgotten."""
        if isinstance(answer, Admission):
            if answer.limit:
                self._known[key] = answer.limit
            elif key in self._known:
                self._store.change(key, teach, self._known[key])

    def _may_try(self) -> bool:
        if self._local is None:
            return True
        with self._lock:
            now = self._monotonic()
            if now < self._try_at:
                return False
            self._try_at = now + self._pause
            return True

    def _lost(self, error: StoreUnavailableError) -> None:
        with self._lock:
            first = self._local is None
            self._pause = _FIRST_PAUSE if first else min(2 * self._pause, _LONGEST_PAUSE)
            self._local = self._local or MemoryStore(self._now)
            self._try_at = self._monotonic() + self._pause
        if first:
            warnings.warn(
                f"rate limit store lost ({error}); this process goes on alone with a share of "
                "the limit, and rejoins by itself",
                StoreUnavailableWarning,
                stacklevel=5,
            )

    def _stand_in(self, key: str) -> MemoryStore:
        local = self._local
        if local is None:
            # The store is back, and this is the last of what was admitted without it.
            return MemoryStore(self._now)
        local.change(key, teach, max(self._known.get(key, _CAUTIOUS_LIMIT) * SHARE, 1.0))
        return local
