"""What changed in a listing, batch by batch.

Every resource imports this, so the rest of the room is imported when it is used.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from acme_ticketing_core.changes.listing import ChangeListing, T
from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.operations.operation import AsyncClient, Client

if TYPE_CHECKING:
    from acme_ticketing_core.changes.cursor import Batch, Cursor
    from acme_ticketing_core.changes.reading import Steps
    from acme_ticketing_core.operations.operation import Conversation
    from acme_ticketing_core.operations.options import CallOptions
    from acme_ticketing_core.runtime.unset import Unset


def changes_of(
    listing: ChangeListing[T],
    arguments: Mapping[str, Any],
    *,
    since: Cursor | str | datetime | None,
    overlap: float,
    page_size: int | Unset,
    options: CallOptions | None,
) -> Steps[T]:
    from acme_ticketing_core.changes.reading import Reading
    from acme_ticketing_core.changes.ways import steps

    return steps(
        Reading(
            listing, arguments, since=since, overlap=overlap, page_size=page_size, options=options
        )
    )


def batches(client: Client, course: Steps[T]) -> Iterator[Batch[T]]:
    return iter(lambda: client.hold(_next(course)), None)


async def batches_async(client: AsyncClient, course: Steps[T]) -> AsyncGenerator[Batch[T], None]:
    while (batch := await client.hold(_next(course))) is not None:
        yield batch


def _next(course: Steps[T]) -> Conversation[Batch[T] | None]:
    from acme_ticketing_core.changes.cursor import Batch

    heard: Any = None
    failure: AcmeError | None = None
    while True:
        try:
            step = course.send(heard) if failure is None else course.throw(failure)
        except StopIteration:
            return None
        heard = failure = None
        if isinstance(step, Batch):
            if step.rows or step.complete:
                return step
            continue
        try:
            heard = yield step
        except AcmeError as error:
            failure = error
