"""Checkouts by the hundred over a line that fails by lot, and the account of every order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from random import Random
from uuid import uuid4

from acme_ticketing_sandbox import VirtualClock

from .drill import (
    KINDS,
    MODES,
    Ending,
    arguments_of,
    kept_clients,
    lies,
    says_applied,
    says_unsure,
    watch,
)
from .misfortunes import FAULTS
from .venue import Misfortune, Venue, fine, venue

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
        answered: orders that the client was answered with, each by its own number.
        applied: orders whose answer was lost and that the client said are applied.
        unsure: orders of which the client said that nobody knows.
        unsure_without_order: the same where there turned out to be none.
        unaccounted: orders that no outcome told of.
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
    unaccounted: int = 0
    lies: list[str] = field(default_factory=list)

    def add(self, run: int, ending: Ending, made: set[str]) -> None:
        """Enter one checkout and the orders that it made."""
        self.runs += 1
        self.requests += ending.attempts
        self.outcomes[ending.outcome] += 1
        wrong = lies(GUARDED, ending)
        if len(made) != ending.carried_out:
            wrong.append(f"{len(made)} orders, carried out {ending.carried_out} times")
        if ending.error is None:
            told = {ending.value.id}
            self.answered += len(made & told)
            self.unaccounted += len(made - told)
            if told != made:
                wrong.append(f"answered with the order {told}, made {made}")
        elif says_applied(ending):
            self.applied += len(made)
        elif says_unsure(ending):
            self.unsure += len(made)
            self.unsure_without_order += not made
        else:
            self.unaccounted += len(made)
        self.lies += [f"run {run}: {each}" for each in wrong]

    def close(self, made: set[str], known: set[str]) -> None:
        """Hold the orders of a venue against those that were entered."""
        self.orders += len(made)
        self.unaccounted += len(made - known)
        if known - made:
            self.lies.append(f"orders that are not there: {known - made}")


def play(runs: int, seed: int) -> Account:
    """Make checkouts, and let the lot decide what happens to each of their requests."""
    account = Account()
    for first in range(0, runs, BATCH):
        clock = VirtualClock()
        with venue(clock) as place:
            arguments = arguments_of(GUARDED.operation_id, place, clock)
            before = known = _orders(place)
            with kept_clients(place, clock, GUARDED.operation_id) as act:
                for run in range(first, min(first + BATCH, runs)):
                    # The same card may pay the same amount again after five minutes.
                    clock.advance(_FIVE_MINUTES)
                    place.expect(*_drawn(Random(f"{seed}/{run}")))
                    given = arguments | {"request_uuid": uuid4()}
                    mode = MODES[run % 2]
                    ending = watch(place, GUARDED.operation_id, partial(act, mode, given))
                    account.add(run, ending, _orders(place) - known)
                    known = known | _orders(place)
            account.close(_orders(place) - before, known - before)
    return account


def _orders(place: Venue) -> set[str]:
    """Return the ids of all orders that the sandbox holds."""
    return {str(order["id"]) for order in place.sandbox.state.orders}


def _drawn(lot: Random) -> list[Misfortune]:
    return [lot.choice(_DRAWN) if lot.random() < 0.75 else fine for _ in range(12)]
