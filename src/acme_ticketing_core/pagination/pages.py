"""Listings that come in pages, and read like one list; pages fetched ahead, handed on in order.

Without a total only the next page is fetched ahead: nobody knows whether there is another.
"""

from __future__ import annotations

from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterator,
    Sequence,
)
from contextlib import aclosing
from contextvars import copy_context
from typing import Any, Generic, TypeAlias, TypeVar, final

from acme_ticketing_core.pagination.paging import Slice
from acme_ticketing_core.runtime.lazy import cached_property

T = TypeVar("T")
F = TypeVar("F")

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
                # With the caller's context variables, as tasks: a span, the id of a web request.
                coming.append(pool.submit(copy_context().run, fetch, number))
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


class _Paged(Generic[T, F]):
    def __init__(self, page: Slice[T], fetch: F, prefetch: int = 0) -> None:
        self._slice = page
        self._fetch = fetch
        self._prefetch = prefetch

    @property
    def items(self) -> Sequence[T]:
        """The items of this page."""
        return self._slice.items

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        return self._slice.number

    @property
    def total(self) -> int | None:
        """How many items there are in all, if the server told."""
        return self._slice.total

    def __repr__(self) -> str:
        part, total = self._slice, "?" if self.total is None else self.total
        return f"<{type(self).__name__} {part.number}: {len(part.items)} of {total} items>"


@final
class Page(_Paged[T, "Callable[[int], Arrival[T]]"]):
    """One page of a listing. Iterating goes on through all following pages, as far as needed."""

    def next_page(self) -> Page[T] | None:
        """Fetch the page after this one, or give None after the last."""
        following = self._slice.following
        if following is None:
            return None
        part = self._fetch(following)(self._slice)
        return Page(part, self._fetch, self._prefetch) if part.holds else None

    def pages(self, *, prefetch: int | None = None) -> Iterator[Page[T]]:
        """Go through this page and all that follow.

        Args:
            prefetch: how many pages are fetched ahead, at the same time; 0: each is fetched when
                its turn comes. By default what the options of the call say.

        """
        ahead = self._prefetch if prefetch is None else prefetch
        if ahead > 0:
            for part in slices(self._slice, self._fetch, ahead):
                yield Page(part, self._fetch, self._prefetch)
            return
        page: Page[T] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items


@final
class AsyncPage(_Paged[T, "Callable[[int], Awaitable[Arrival[T]]]"]):
    """One page of a listing. `async for` goes on through all following pages, as far as needed."""

    async def next_page(self) -> AsyncPage[T] | None:
        """Fetch the page after this one, or give None after the last."""
        following = self._slice.following
        if following is None:
            return None
        part = (await self._fetch(following))(self._slice)
        return AsyncPage(part, self._fetch, self._prefetch) if part.holds else None

    async def pages(self, *, prefetch: int | None = None) -> AsyncGenerator[AsyncPage[T], None]:
        """Go through this page and all that follow; `prefetch` as `Page.pages`."""
        ahead = self._prefetch if prefetch is None else prefetch
        if ahead > 0:
            async with aclosing(slices_async(self._slice, self._fetch, ahead)) as parts:
                async for part in parts:
                    yield AsyncPage(part, self._fetch, self._prefetch)
            return
        page: AsyncPage[T] | None = self
        while page is not None:
            yield page
            page = await page.next_page()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item


class _Asked(Coroutine[Any, Any, T]):
    """Something asked for and not fetched yet; tasks take it for a coroutine."""

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, Any, T]:
        return self._ask().__await__()

    @cached_property
    def _begun(self) -> Coroutine[Any, Any, T]:
        return self._ask()

    def send(self, value: Any, /) -> Any:
        return self._begun.send(value)

    def throw(self, *error: Any) -> Any:
        return self._begun.throw(*error)

    def close(self) -> None:
        self._begun.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@final
class AsyncListing(_Asked[AsyncPage[T]]):
    """A listing that was asked for and not fetched yet.

    `await` it for its first page, or go through all items with `async for` at once.
    """

    async def pages(self, *, prefetch: int | None = None) -> AsyncGenerator[AsyncPage[T], None]:
        """Go through all pages; `prefetch` as `Page.pages`."""
        async with aclosing((await self).pages(prefetch=prefetch)) as pages:
            async for page in pages:
                yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self:
            yield item


@final
class AsyncItems(_Asked[list[T]]):
    """A listing without pages that was asked for and not fetched yet.

    `await` it for the list of its items, or go through them with `async for` at once.
    """

    async def __aiter__(self) -> AsyncIterator[T]:
        for item in await self:
            yield item
