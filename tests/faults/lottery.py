"""Checkouts by the hundred over a line that fails by lot, and the account of every order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

from acme_ticketing_core.clock import VirtualClock

from .drill import KINDS, MODES, Ending, arguments_of, call, lies, says_applied, says_unsure
from .misfortunes import FAULTS
from .venue import Misfortune, fine, venue

GUARDED = next(kind for kind in KINDS if kind.replay == "guarded")
BATCH = 25
_FIVE_MINUTES = 301.0
# A server that says 409 or 16003 without having seen the uuid or the card lies; that is not
# drawn, nor what takes real time.
_DRAWN = [
    fault.happen
    for fault in FAULTS
    if fault.pace == "virtual"
    and fault.name not in {"409 at the first attempt", "error code 16003"}
]


@dataclass
class Account:
    """What came of the checkouts.

    Attributes:
        runs: how many were made.
        requests: how many requests reached the server.
        orders: how many orders the sandbox holds in the end.
        outcomes: what the client said → how often.
        answered: orders that the client was answered with.
        applied: orders whose answer was lost and that the client said are applied.
        unsure: orders of which the client said that nobody knows.
        unsure_without_order: the same where there turned out to be none.
        lies: everything that the client said and that was not so.

    """

    runs: int = 0
    requests: int = 0
    orders: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    applied: int = 0
    unsure: int = 0
    unsure_without_order: int = 0
    lies: list[str] = field(default_factory=list)

    def add(self, run: int, ending: Ending, orders: int) -> None:
        """Enter one checkout."""
        self.runs += 1
        self.requests += ending.attempts
        self.orders += orders
        self.outcomes[ending.outcome] += 1
        if ending.error is None:
            self.answered += orders
        elif says_applied(ending):
            self.applied += orders
        elif says_unsure(ending):
            self.unsure += orders
            self.unsure_without_order += not orders
        wrong = lies(GUARDED, ending)
        if orders != ending.carried_out:
            wrong.append(f"{orders} orders, carried out {ending.carried_out} times")
        self.lies += [f"run {run}: {each}" for each in wrong]

    @property
    def unaccounted(self) -> int:
        """Orders that no outcome told of."""
        return self.orders - self.answered - self.applied - self.unsure


def play(runs: int, seed: int) -> Account:
    """Make checkouts, and let the lot decide what happens to each of their requests."""
    account = Account()
    for first in range(0, runs, BATCH):
        clock = VirtualClock()
        with venue(clock) as place:
            arguments = arguments_of(GUARDED.operation_id, place, clock)
            for run in range(first, min(first + BATCH, runs)):
                orders = len(place.sandbox.state.orders)
                # The same card may pay the same amount again after five minutes.
                clock.advance(_FIVE_MINUTES)
                place.expect(*_drawn(Random(f"{seed}/{run}")))
                given = arguments | {"request_uuid": uuid4()}
                mode = MODES[run % 2]
                ending = call(place, clock, GUARDED.operation_id, given, mode)
                account.add(run, ending, len(place.sandbox.state.orders) - orders)
    return account


def _drawn(lot: Random) -> list[Misfortune]:
    return [lot.choice(_DRAWN) if lot.random() < 0.75 else fine for _ in range(12)]
