"""Where a gate's state lives."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TypeVar, TypeVarTuple

from acme_ticketing_core.rate_limit.state import State

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class StoreUnavailableError(Exception):
    """The store does not answer, or not in time."""


class Store:
    """Keeps the state of gates, and changes it in atomic steps.

    Times are the store's own, so that hosts need not agree on theirs.
    """

    def change(self, key: str, transition: Callable[[State, float, *Ts], T], *arguments: *Ts) -> T:
        """Change the state of a budget by a transition, which is given it and the store's time.

        Raises:
            StoreUnavailableError: the store can't be reached; nothing else is raised.

        """
        raise NotImplementedError


def read(state: State, now: float) -> tuple[State, float]:
    """Give a copy of the state, and the store's time."""
    return deepcopy(state), now
