"""What `settle` finds."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from acme_ticketing_core.errors import AcmeError

T = TypeVar("T")


class Bought(NamedTuple, Generic[T]):
    """The purchase was carried out: exactly one order fits it, and nothing of it contradicts."""

    order: T


class NotFound(NamedTuple):
    """No order fits, though the server had time to make it and the search answered to the end.

    Attributes:
        searched_until: when the last search began.

    """

    searched_until: datetime


class Undecided(NamedTuple):
    """Nobody can tell yet.

    Attributes:
        candidates: orders, as JSON, of which one may be the purchase's.
        why: why it is not decided.
        error: the failure that kept from looking, if that is why.

    """

    candidates: tuple[Any, ...]
    why: str
    error: AcmeError | None = None


Settled: TypeAlias = Bought[T] | NotFound | Undecided
