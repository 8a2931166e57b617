"""What changed in a listing since a cursor, batch by batch, for threads and for tasks."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from acme_ticketing_core.changes.batch import Batch
from acme_ticketing_core.changes.cursor import Cursor
from acme_ticketing_core.changes.listing import ChangeListing
from acme_ticketing_core.changes.reading import Reading, Steps
from acme_ticketing_core.changes.ways import steps
from acme_ticketing_core.operations.conversation import Conversation
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.unset import Unset

T = TypeVar("T")

OVERLAP: Final = 30.0
"""Seconds: a change may become visible so long after its time (api-facts/observed.md)."""


class Client(Protocol):
    """A client that blocks."""

    def hold(self, steps: Conversation[T]) -> T:
        """Make the calls and pauses of a conversation."""
        ...


class AsyncClient(Protocol):
    """A client that is awaited."""

    def hold(self, steps: Conversation[T]) -> Awaitable[T]:
        """Make the calls and pauses of a conversation."""
        ...


def changes(
    client: Client,
    listing: ChangeListing[T],
    arguments: Mapping[str, Any],
    *,
    since: Cursor | str | datetime | None,
    overlap: float,
    page_size: int | Unset,
    options: CallOptions | None,
) -> Iterator[Batch[T]]:
    """Give what changed, batch by batch; see the generated methods.

    Raises:
        InvalidArgument: the cursor does not fit; found before the first call.

    """
    reading = Reading(
        listing, arguments, since=since, overlap=overlap, page_size=page_size, options=options
    )
    return _batches(client, steps(reading))


def changes_async(
    client: AsyncClient,
    listing: ChangeListing[T],
    arguments: Mapping[str, Any],
    *,
    since: Cursor | str | datetime | None,
    overlap: float,
    page_size: int | Unset,
    options: CallOptions | None,
) -> AsyncGenerator[Batch[T], None]:
    """As `changes`, awaited."""
    reading = Reading(
        listing, arguments, since=since, overlap=overlap, page_size=page_size, options=options
    )
    return _batches_async(client, steps(reading))


def _batches(client: Client, course: Steps[T]) -> Iterator[Batch[T]]:
    while (batch := client.hold(_next(course))) is not None:
        yield batch


async def _batches_async(client: AsyncClient, course: Steps[T]) -> AsyncGenerator[Batch[T], None]:
    while (batch := await client.hold(_next(course))) is not None:
        yield batch


def _next(course: Steps[T]) -> Conversation[Batch[T] | None]:
    """Take the reading to its next batch."""
    heard: Any = None
    while True:
        try:
            step = course.send(heard)
        except StopIteration:
            return None
        if not isinstance(step, Batch):
            heard = yield step
        elif step.rows or step.complete:
            return step
        else:
            heard = None
