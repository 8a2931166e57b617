"""Where a gate's state lives: the protocol that all stores keep."""

from __future__ import annotations

from typing import Literal, Protocol

from acme_ticketing_core.rate_limit.admission import Admission
from acme_ticketing_core.rate_limit.state import State

Settlement = Literal["accepted", "unsent", "unknown"]
"""What became of a call, but for a 429: the server took it; it never arrived; nobody knows."""


class StoreUnavailableError(Exception):
    """The store does not answer, or not in time."""


class Store(Protocol):
    """Keeps the state of gates; every method is one atomic step.

    Times are the store's own, so that hosts need not agree on theirs. Every method raises
    `StoreUnavailableError` when the store can't be reached, and nothing else.
    """

    def admit(self, key: str, ticket: str, rank: float | None, lag: float) -> Admission:
        """Let a call start, or give it a place in the queue.

        Args:
            key: names the budget.
            ticket: names the call.
            rank: its place from an earlier answer; None when it asks for the first time.
            lag: seconds by which it lets others go before it.

        """
        ...

    def settle(self, key: str, admission: Admission, settlement: Settlement) -> None:
        """Tell what became of an admitted call, but for a 429."""
        ...

    def refused(self, key: str, admission: Admission, retry_after: float | None) -> None:
        """Tell that a call was answered 429, and what `Retry-After` asked for in seconds."""
        ...

    def withdraw(self, key: str, ticket: str, rank: float) -> None:
        """Give up a place in the queue."""
        ...

    def tune(self, key: str) -> None:
        """Try a higher limit, if it is time to."""
        ...

    def teach(self, key: str, limit: float) -> None:
        """Tell a limit that is known from elsewhere, unless one has been learned."""
        ...

    def read(self, key: str) -> tuple[State, float]:
        """Give a copy of the state, and the store's time."""
        ...

    def blocked(self, key: str) -> bool:
        """Tell whether the server blocks now, as far as is known."""
        ...

    def reopen(self, key: str) -> None:
        """Forget the block and the calls that count, but not the limit."""
        ...
