"""What is told when a listing is not what its total had promised."""

from __future__ import annotations

from typing import Any, TypeVar

from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.surprise import Met, Surprise
from acme_ticketing_core.observability.drift import drift_of
from acme_ticketing_core.observability.hooks import Hooks
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.pagination.paging import Slice

T = TypeVar("T")


def told(operation: Operation[Any], part: Slice[T], hooks: Hooks, *, strict: bool) -> Slice[T]:
    """Give the page back, after telling what is wrong with its listing's total.

    Raises:
        DecodeError: something is, and reading is strict.

    """
    if part.surprise:
        if strict:
            expected = "further items" if part.total is None else f"{part.total} items"
            error = DecodeError(f"expected {expected}, found {part.surprise}")
            error.operation_id = operation.id
            raise error
        met = Met("total", "", "")
        words = {met: [Surprise("", "a total that fits what comes", part.surprise, None)]}
        wanted = hooks.wants_drift
        hooks.drifted(
            drift_of(operation.id, 200, {met: 1}, lambda: words, hooks.known, everything=wanted)
        )
    return part
