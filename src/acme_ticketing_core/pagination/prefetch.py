"""Pages that are fetched while those before them are read: concurrently, and handed on in order.

Each page is a call like any other, so the rate gate, deadlines and retries hold for it. Without a
total nobody knows whether there is a page after the next, so only that one is fetched ahead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from typing import TypeAlias, TypeVar

from acme_ticketing_core.pagination.paging import Slice

T = TypeVar("T")

Arrival: TypeAlias = "Callable[[Slice[T]], Slice[T]]"
"""A page that has come: told which page was before it, it gives its place in the listing."""


def slices(first: Slice[T], fetch: Callable[[int], Arrival[T]], ahead: int) -> Iterator[Slice[T]]:
    """Go through a listing, with so many threads that fetch what comes next."""
    from concurrent.futures import Future, ThreadPoolExecutor

    coming: deque[Future[Arrival[T]]] = deque()
    pool = ThreadPoolExecutor(ahead, thread_name_prefix="acme-prefetch")
    try:
        current = first
        while True:
            for number in current.coming(ahead)[len(coming) :]:
                coming.append(pool.submit(fetch, number))
            yield current
            if current.following is None:
                return
            current = coming.popleft().result()(current)
            if not current.holds:
                return
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def slices_async(
    first: Slice[T], fetch: Callable[[int], Awaitable[Arrival[T]]], ahead: int
) -> AsyncGenerator[Slice[T], None]:
    """Go through a listing, with so many tasks that fetch what comes next."""
    import asyncio

    coming: deque[asyncio.Future[Arrival[T]]] = deque()
    try:
        current = first
        while True:
            for number in current.coming(ahead)[len(coming) :]:
                coming.append(asyncio.ensure_future(fetch(number)))
            yield current
            if current.following is None:
                return
            current = (await coming[0])(current)
            coming.popleft()
            if not current.holds:
                return
    finally:
        for task in coming:
            task.cancel()
        await asyncio.gather(*coming, return_exceptions=True)
