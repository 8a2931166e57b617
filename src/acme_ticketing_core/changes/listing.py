"""How a listing's changes are read; rows by id, for what no listing gives."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextvars import copy_context
from itertools import islice
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from acme_ticketing_core.errors import InvalidArgument, NotFound
from acme_ticketing_core.operations.operation import (
    Ask,
    AsyncClient,
    Client,
    Conversation,
    Operation,
)
from acme_ticketing_core.operations.options import CallOptions, checked_count
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.runtime.unset import UNSET

T = TypeVar("T")

Way = Literal["filter", "order", "comparison"]
"""`filter`: the server gives what changed after a time. `order`: it gives all, and can sort by the
time of change. `comparison`: it can do neither, so all rows are read and compared."""


OVERLAP: Final = 30.0
"""Seconds: a change may become visible so long after its time (api-facts/observed.md)."""


class ChangeListing(NamedTuple, Generic[T]):
    """How the changes of a listing are read; `T` is a row."""

    operation: Operation[Any]
    paging: Paging[Any, T] | None  # None where the answers are bare lists
    way: Way
    id: str  # the attribute of a row that tells it from others
    time: str | None = None  # the attribute with the server's time of change, if rows tell
    since: str | None = None  # the argument that asks for what changed after a time
    sort: Mapping[str, Any] | None = None  # oldest change first for `filter`, else newest first
    fixed: Mapping[str, Any] | None = None  # arguments that it is always called with


AT_ONCE: Final = 4
"""Calls at once: with so many a program ran for weeks without a limit (observed.md, "Limits")."""


class Found(NamedTuple, Generic[T]):
    """What an id leads to.

    Attributes:
        id: the id that was asked for.
        row: what has it; None: there is nothing of this id.

    """

    id: Any
    row: T | None


class Missing(NamedTuple):
    """What is to be read by id, so many at once."""

    readings: Iterator[Conversation[Found[Any]]]
    at_once: int


def missing_of(
    operation: Operation[Any],
    argument: str,
    ids: Iterable[Any],
    *,
    at_once: int,
    options: CallOptions | None,
) -> Missing:
    given: Any = ids
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes)):
        raise InvalidArgument(f"ids: expected a list of ids, not {given!r}")
    readings = (_read(operation, argument, each, options) for each in _once(ids))
    return Missing(readings, checked_count("at_once", at_once, 1))


def fetched(client: Client, missing: Missing) -> Iterator[Found[Any]]:
    """In the order of the ids."""
    from concurrent.futures import Future, ThreadPoolExecutor

    pool = ThreadPoolExecutor(missing.at_once, thread_name_prefix="acme-missing")
    begun = (pool.submit(copy_context().run, client.hold, each) for each in missing.readings)
    try:
        coming: deque[Future[Found[Any]]] = deque(islice(begun, missing.at_once))
        while coming:
            yield coming.popleft().result()
            coming.extend(islice(begun, 1))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def fetched_async(client: AsyncClient, missing: Missing) -> AsyncGenerator[Found[Any], None]:
    import asyncio

    begun = (asyncio.ensure_future(client.hold(each)) for each in missing.readings)
    coming: deque[asyncio.Future[Found[Any]]] = deque(islice(begun, missing.at_once))
    try:
        while coming:
            found = await coming[0]
            coming.popleft()
            yield found
            coming.extend(islice(begun, 1))
    finally:
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)


def _once(ids: Iterable[Any]) -> Iterator[Any]:
    """Give each id once, and what ended them, so that it is raised after the rows before it."""
    asked = set[str]()
    try:
        for each in ids:
            if each is not None and each != "" and str(each) not in asked:
                asked.add(str(each))
                yield each
    except Exception as error:  # noqa: BLE001 - the caller's own code, which may raise anything
        yield error


def _read(
    operation: Operation[Any], argument: str, each: Any, options: CallOptions | None
) -> Conversation[Found[Any]]:
    if isinstance(each, Exception):
        raise each
    try:
        row = yield Ask(operation, {argument: each}, UNSET, options)
    except NotFound:
        row = None
    return Found(each, row)
