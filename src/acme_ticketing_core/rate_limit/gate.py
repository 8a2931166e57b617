"""The gates of this process, one for each budget of each store: who may send now, who waits."""

from __future__ import annotations

from itertools import count
from os import getpid, urandom
from typing import Final, Literal, NamedTuple, final

from acme_ticketing_core.operations.options import Priority
from acme_ticketing_core.rate_limit.admission import Admission, Settlement, admit, settle, withdraw
from acme_ticketing_core.rate_limit.belief import likeliest
from acme_ticketing_core.rate_limit.fallback import FallbackStore
from acme_ticketing_core.rate_limit.learning import refused, reopen, tune
from acme_ticketing_core.rate_limit.memory import LimitFile, MemoryStore, default_file
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Store, read
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK, Clock, SystemClock
from acme_ticketing_core.runtime.process import Locked

BULK_LAG: Final = 600.0  # seconds for which interactive calls overtake it: it starves never

_HOST: Final = urandom(6).hex()
_NUMBERS: Final = count()


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


class GateReading(NamedTuple):
    """What a gate knows, for people and metrics.

    Attributes:
        state: `open`; `blocked`: nobody starts; `probing`: one call goes first after a block.
        limit: calls per minute that the server takes, as far as is known; None if unknown.
        blocked_for: seconds until the block is thought to end.
        queued: calls that wait.
        used: calls that count in the present window.
        saturated: demand is above the limit, so that calls are evenly spaced.
        admitted: calls of this process that were let through.
        refused: calls of this process that were answered 429.
        waited: seconds that calls of this process were told to wait.
        counting: how the server seems to count, in words; None before the first 429.
        sure: how likely that is, 0 to 1; it takes two or three 429s to tell.
        why: why a call would wait now, in words; None if it would not.

    """

    state: Literal["open", "blocked", "probing"]
    limit: float | None
    blocked_for: float
    queued: int
    used: int
    saturated: bool
    admitted: int
    refused: int
    waited: float
    counting: str | None
    sure: float
    why: str | None


class Waiting(NamedTuple):
    """A call that has to wait, for who wants to tell people.

    Attributes:
        operation_id: what waits.
        seconds: until it asks again.
        expected: seconds until its turn, as far as can be told.
        blocked_for: seconds until the server's block is thought to end; 0 if there is none.
        limit: calls per minute that the server takes, as far as is known; None if unknown.

    """

    operation_id: str
    seconds: float
    expected: float
    blocked_for: float
    limit: float | None

    def __str__(self) -> str:
        if self.blocked_for:
            return f"blocked, {self.blocked_for:.0f} s left"
        return f"waiting for the rate limit, about {self.expected:.0f} s"


@final
class Ticket:
    """A call's place in the queue."""

    __slots__ = ("lag", "name", "queued", "rank")

    def __init__(self, lag: float) -> None:
        self.name: Final = f"{_HOST}.{getpid()}.{next(_NUMBERS)}"
        self.lag: Final = lag
        self.rank: float | None = None
        self.queued = False


@final
class Gate(Locked):
    """Admits calls of one budget; the caller asks, sleeps as long as it is told, and asks again.

    Each admission is settled by exactly one of `settle` and `refuse`, whatever becomes of the
    call, and each ticket that was told to wait asks again or is withdrawn. What a killed process
    leaves behind expires by itself.
    """

    def __init__(self, store: Store, key: str) -> None:
        self._store: Final = store
        self._key: Final = key
        self._admitted = 0
        self._refused = 0
        self._waited = 0.0
        super().__init__()

    def ticket(self, priority: Priority = "interactive") -> Ticket:
        return Ticket(BULK_LAG if priority == "bulk" else 0.0)

    def ask(self, ticket: Ticket) -> Admission:
        admission = self._store.change(self._key, admit, ticket.name, ticket.rank, ticket.lag)
        ticket.rank = admission.rank
        ticket.queued = not admission.granted
        with self._lock:
            if admission.granted:
                self._admitted += 1
            else:
                self._waited += admission.ask_in
        if admission.tune and not admission.local:  # a share of the limit says nothing of it
            self._store.change(self._key, tune)
        return admission

    def withdraw(self, ticket: Ticket) -> None:
        if ticket.queued and ticket.rank is not None:
            ticket.queued = False
            self._store.change(self._key, withdraw, ticket.name, ticket.rank)

    def settle(self, admission: Admission, settlement: Settlement) -> None:
        self._store.change(self._key, settle, admission, settlement)

    def refuse(self, admission: Admission, retry_after: float | None) -> None:
        with self._lock:
            self._refused += 1
        self._store.change(self._key, refused, admission, retry_after)

    def read(self) -> GateReading:
        state, now = self._store.change(self._key, read)
        blocked_for = max(state.blocked_until - now, 0.0)
        counting, sure = likeliest(state.belief) or (None, 0.0)
        return GateReading(
            state="blocked" if blocked_for else "probing" if state.probing else "open",
            limit=state.limit or None,
            blocked_for=blocked_for,
            queued=len(state.queue),
            used=state.total,
            saturated=state.saturated,
            admitted=self._admitted,
            refused=self._refused,
            waited=self._waited,
            counting=counting,
            sure=sure,
            why=_why(state, blocked_for),
        )

    def reopen(self) -> None:
        self._store.change(self._key, reopen)

    def __repr__(self) -> str:
        return f"<Gate {self._key}>"


def _why(state: State, blocked_for: float) -> str | None:
    if blocked_for:
        return f"the server has answered 429; its block is thought to last {blocked_for:.0f} s more"
    if state.probing:
        return "one call tries first whether the block is over"
    if not state.saturated:
        return None
    if state.trial:
        return f"demand is above the limit; {state.quota} calls a minute are tried"
    return f"demand is above the limit of {state.limit:.0f} calls a minute"


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
    file = None if path is None else LimitFile(path)
    # A calendar that does not jump when the system's clock is set.
    monotonic = clock.monotonic
    offset = clock.now() - monotonic()
    return MemoryStore(lambda: monotonic() + offset, file)
