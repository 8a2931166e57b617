"""The gates of this process: one for each budget of each store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from acme_ticketing_core.rate_limit.fallback import FallbackStore
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.memory import LimitFile, MemoryStore, default_file
from acme_ticketing_core.rate_limit.store import Store
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK, Clock, SystemClock


class Budget(NamedTuple):
    """What the server counts together.

    Attributes:
        host: the server, with its port where it is not the usual one.
        egress: the address that the server sees; a name, as the program knows its ways out.
        profile: the limit profile of the operation: `b2b`, `b2c`, `cors`.

    """

    host: str
    egress: str
    profile: str

    @property
    def key(self) -> str:
        """The budget's name in a store."""
        return f"{self.profile}:{self.egress}@{self.host}"


# Filled by `setdefault`, in one step: of two threads that come at once, one finds the other's.
_STORES: Final[dict[Clock | Store, Store]] = {}
_GATES: Final[dict[tuple[Store, Budget], Gate]] = {}


def gate_for(budget: Budget, clock: Clock = SYSTEM_CLOCK, store: Store | None = None) -> Gate:
    """Give the one gate of a budget: in a shared store, else in that of the process and clock."""
    if store is None:
        timeline = SYSTEM_CLOCK if isinstance(clock, SystemClock) else clock
        kept = _STORES.get(timeline) or _STORES.setdefault(timeline, _memory_of(timeline))
    elif isinstance(store, (MemoryStore, FallbackStore)):
        kept = store
    else:
        kept = _STORES.get(store) or _STORES.setdefault(store, FallbackStore(store))
    return _GATES.get((kept, budget)) or _GATES.setdefault((kept, budget), Gate(kept, budget.key))


def reopen_gates() -> None:
    """Forget every block, such as after the machine has got another address."""
    for gate in list(_GATES.values()):
        gate.reopen()


def _memory_of(clock: Clock) -> MemoryStore:
    # Virtual time is not worth remembering.
    path = default_file() if clock is SYSTEM_CLOCK else None
    return MemoryStore(_steady(clock), LimitFile(path))


def _steady(clock: Clock) -> Callable[[], float]:
    # A calendar that does not jump when the system's clock is set.
    monotonic = clock.monotonic
    offset = clock.now() - monotonic()
    return lambda: monotonic() + offset
