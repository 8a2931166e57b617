"""Which calls the server counts together, and the process-wide gate of each such budget."""

from __future__ import annotations

import threading
from typing import NamedTuple
from weakref import WeakKeyDictionary

from acme_ticketing_core.clock import SYSTEM_CLOCK, Clock, SystemClock
from acme_ticketing_core.fork import reset_after_fork
from acme_ticketing_core.rate_limit.gate import Gate


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


class _Gates:
    """All gates of the process. A gate lives on one clock, so each clock has its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_clock: WeakKeyDictionary[Clock, dict[Budget, Gate]] = WeakKeyDictionary()
        reset_after_fork(self)

    def get(self, budget: Budget, clock: Clock) -> Gate:
        timeline = SYSTEM_CLOCK if isinstance(clock, SystemClock) else clock
        with self._lock:
            return self._by_clock.setdefault(timeline, {}).setdefault(budget, Gate())

    def all(self) -> list[Gate]:
        return [gate for gates in self._by_clock.values() for gate in gates.values()]

    def reset_after_fork(self) -> None:
        self._lock = threading.Lock()
        for gate in self.all():
            gate.reset_after_fork()


_GATES = _Gates()


def gate_for(budget: Budget, clock: Clock = SYSTEM_CLOCK) -> Gate:
    """Give the one gate of a budget."""
    return _GATES.get(budget, clock)


def reopen_gates() -> None:
    """Forget every block, such as after the machine has got another address."""
    for gate in _GATES.all():
        gate.reopen()
