"""What is to be known of a listing to read its changes: `x-acme-changes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Generic, Literal, TypeVar, final

from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.pagination.paging import Paging

T = TypeVar("T")

Way = Literal["filter", "order", "comparison"]
"""`filter`: the server gives what changed after a time. `order`: it gives all, and can sort by the
time of change. `comparison`: it can do neither, so all rows are read and compared."""


OVERLAP: Final = 30.0
"""Seconds: a change may become visible so long after its time (api-facts/observed.md)."""


@final
class ChangeListing(Generic[T]):
    """How the changes of a listing are read; `T` is a row.

    Args:
        operation: the listing.
        paging: how its answers are paged; None where they are bare lists.
        way: how the server helps.
        id: the attribute of a row that tells it from others.
        time: the attribute with the server's time of change, or None where rows do not tell.
        since: the argument that asks for what changed after a time.
        sort: arguments that sort by time of change, oldest first for `filter`, else newest first.
        fixed: arguments that it is always called with.

    """

    __slots__ = ("fixed", "id", "operation", "paging", "since", "sort", "time", "way")

    def __init__(
        self,
        operation: Operation[Any],
        paging: Paging[Any, T] | None,
        *,
        way: Way,
        id: str,
        time: str | None = None,
        since: str | None = None,
        sort: Mapping[str, Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
    ) -> None:
        self.operation: Final = operation
        self.paging: Final = paging
        self.way: Final = way
        self.id: Final = id
        self.time: Final = time
        self.since: Final = since
        self.sort: Final = dict(sort or {})
        self.fixed: Final = dict(fixed or {})
