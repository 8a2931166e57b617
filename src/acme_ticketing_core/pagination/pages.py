"""Listings that come in pages, and read like one list."""

from __future__ import annotations

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
from typing import Any, Generic, TypeVar, final

from acme_ticketing_core.pagination.paging import Slice
from acme_ticketing_core.pagination.prefetch import Arrival, slices, slices_async

T = TypeVar("T")


@final
class Page(Generic[T]):
    """One page of a listing. Iterating goes on through all following pages, as far as needed.

    Attributes:
        items: the items of this page.
        number: the page's number, from 1.
        total: how many items there are in all, if the server told.

    """

    __slots__ = ("_fetch", "_prefetch", "_slice")

    def __init__(
        self, page: Slice[T], fetch: Callable[[int], Arrival[T]], prefetch: int = 0
    ) -> None:
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

    def __repr__(self) -> str:
        return _describe(self, self._slice)


@final
class AsyncPage(Generic[T]):
    """One page of a listing. `async for` goes on through all following pages, as far as needed.

    Attributes:
        items: the items of this page.
        number: the page's number, from 1.
        total: how many items there are in all, if the server told.

    """

    __slots__ = ("_fetch", "_prefetch", "_slice")

    def __init__(
        self, page: Slice[T], fetch: Callable[[int], Awaitable[Arrival[T]]], prefetch: int = 0
    ) -> None:
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

    def __repr__(self) -> str:
        return _describe(self, self._slice)


class _Asked(Coroutine[Any, Any, T]):
    """Something that was asked for and not fetched yet; tasks take it for a coroutine."""

    __slots__ = ("_ask", "_begun")

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._ask = ask
        self._begun: Coroutine[Any, Any, T] | None = None

    def __await__(self) -> Generator[Any, Any, T]:
        return self._ask().__await__()

    def send(self, value: Any, /) -> Any:
        """Go on, as the loop says."""
        if self._begun is None:
            self._begun = self._ask()
        return self._begun.send(value)

    def throw(self, *error: Any) -> Any:
        """Go on with an error, such as when the task is cancelled."""
        if self._begun is None:
            self._begun = self._ask()
        return self._begun.throw(*error)

    def close(self) -> None:
        """Give up."""
        if self._begun is not None:
            self._begun.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@final
class AsyncListing(_Asked[AsyncPage[T]]):
    """A listing that was asked for and not fetched yet.

    `await` it for its first page, or go through all items with `async for` at once.
    """

    __slots__ = ()

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

    __slots__ = ()

    async def __aiter__(self) -> AsyncIterator[T]:
        for item in await self:
            yield item


def _describe(page: object, part: Slice[Any]) -> str:
    total = "?" if part.total is None else part.total
    return f"<{type(page).__name__} {part.number}: {len(part.items)} of {total} items>"
