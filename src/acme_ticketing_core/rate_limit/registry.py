"""The gates of this process: one for each budget of each store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from weakref import WeakKeyDictionary

from acme_ticketing_core.rate_limit.budget import Budget
from acme_ticketing_core.rate_limit.fallback import FallbackStore
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.remembered import LimitFile, default_file
from acme_ticketing_core.rate_limit.store import Store
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK, Clock, SystemClock
from acme_ticketing_core.runtime.process import reset_after_fork


class _Gates:
    """All gates of the process. Each clock has a store of its own, unless one is given."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stores: WeakKeyDictionary[Clock, MemoryStore] = WeakKeyDictionary()
        self._stand_ins: WeakKeyDictionary[Store, FallbackStore] = WeakKeyDictionary()
        self._gates: WeakKeyDictionary[Store, dict[Budget, Gate]] = WeakKeyDictionary()
        reset_after_fork(self)

    def get(self, budget: Budget, clock: Clock, store: Store | None) -> Gate:
        timeline = SYSTEM_CLOCK if isinstance(clock, SystemClock) else clock
        with self._lock:
            if store is None:
                store = self._stores.get(timeline)
            if store is None:
                # Virtual time is not worth remembering.
                path = default_file() if timeline is SYSTEM_CLOCK else None
                store = MemoryStore(_steady(timeline), LimitFile(path))
                self._stores[timeline] = store
            gates = self._gates.setdefault(store, {})
            if budget not in gates:
                gates[budget] = Gate(self._safe(store), budget.key)
            return gates[budget]

    def _safe(self, store: Store) -> Store:
        """Put a shared store behind the one stand-in that it has in this process."""
        if isinstance(store, (MemoryStore, FallbackStore)):
            return store
        return self._stand_ins.setdefault(store, FallbackStore(store))

    def all(self) -> list[Gate]:
        with self._lock:
            return [gate for gates in self._gates.values() for gate in gates.values()]

    def reset_after_fork(self) -> None:
        self._lock = threading.Lock()


def _steady(clock: Clock) -> Callable[[], float]:
    """Give a calendar that does not jump when the system's clock is set."""
    monotonic = clock.monotonic
    offset = clock.now() - monotonic()
    return lambda: monotonic() + offset


_GATES = _Gates()


def gate_for(budget: Budget, clock: Clock = SYSTEM_CLOCK, store: Store | None = None) -> Gate:
    """Give the one gate of a budget.

    Args:
        budget: what the server counts together.
        clock: where time comes from, for the store of the process.
        store: where the gate's state lives, if it is shared with other processes.

    """
    return _GATES.get(budget, clock, store)


def reopen_gates() -> None:
    """Forget every block, such as after the machine has got another address."""
    for gate in _GATES.all():
        gate.reopen()
