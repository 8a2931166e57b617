"""Where a gate's state lives: the steps of every store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from acme_ticketing_core.rate_limit import learning
from acme_ticketing_core.rate_limit.admission import Admission, admit, settle, withdraw
from acme_ticketing_core.rate_limit.state import State

T = TypeVar("T")

Settlement = Literal["accepted", "unsent", "unknown"]
"""What became of a call, but for a 429: the server took it; it never arrived; nobody knows."""


class StoreUnavailableError(Exception):
    """The store does not answer, or not in time."""


class Store:
    """Keeps the state of gates; every method is one atomic step.

    Times are the store's own, so that hosts need not agree on theirs. Every method raises
    `StoreUnavailableError` when the store can't be reached, and nothing else.
    """

    def change(self, key: str, transition: Callable[[State, float], T]) -> T:
        """Change the state of a budget by a transition, which is given it and the store's time."""
        raise NotImplementedError

    def admit(self, key: str, ticket: str, rank: float | None, lag: float) -> Admission:
        """Let a call start, or give it a place in the queue.

        Args:
            key: names the budget.
            ticket: names the call.
            rank: its place from an earlier answer; None when it asks for the first time.
            lag: seconds by which it lets others go before it.

        """
        return self.change(
            key, lambda state, now: admit(state, now, ticket, now + lag if rank is None else rank)
        )

    def settle(self, key: str, admission: Admission, settlement: Settlement) -> None:
        """Tell what became of an admitted call, but for a 429."""
        self.change(key, lambda state, now: settle(state, now, admission.at, settlement))

    def refused(self, key: str, admission: Admission, retry_after: float | None) -> None:
        """Tell that a call was answered 429, and what `Retry-After` asked for in seconds."""
        self.change(key, lambda state, now: learning.refused(state, now, admission.at, retry_after))

    def withdraw(self, key: str, ticket: str, rank: float) -> None:
        """Give up a place in the queue."""
        self.change(key, lambda state, _: withdraw(state, ticket, rank))

    def tune(self, key: str) -> None:
        """Try a higher limit, if it is time to."""
        self.change(key, learning.tune)

    def teach(self, key: str, limit: float) -> None:
        """Tell a limit that is known from elsewhere, unless one has been learned."""
        self.change(key, lambda state, _: learning.teach(state, limit))

    def reopen(self, key: str) -> None:
        """Forget the block and the calls that count, but not the limit."""
        self.change(key, lambda state, _: learning.reopen(state))

    def read(self, key: str) -> tuple[State, float]:
        """Give a copy of the state, and the store's time."""
        return self.change(key, lambda state, now: (State.load(state.dump(), key), now))

    def blocked(self, key: str) -> bool:
        """Tell whether the server blocks now, as far as is known."""
        state, now = self.read(key)
        return now < state.blocked_until
