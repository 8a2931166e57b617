"""Listings that come in pages, and read like one list.

Facts: api-facts/conventions.md ("Pagination"): `page` counts from 1, `pageSize` is 100 unless
told, the total stands in the envelope of some listings and is absent from others. A call leaves
`pageSize` to the server unless the caller names one: 100 is the vendor's own choice, and the
1,000 that it advises are the most a page should have, not what it takes gladly.
"""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import aclosing
from typing import Any, Final, Generic, TypeVar, final

from acme_ticketing_core.errors import UnexpectedAnswer
from acme_ticketing_core.pagination.prefetch import Arrival, slices, slices_async

E = TypeVar("E")
T = TypeVar("T")

DEFAULT_PAGE_SIZE: Final = 100


@final
class Paging(Generic[E, T]):
    """Where in the answer `E` of an operation its items `T` and their total stand.

    Args:
        items: takes the items out of one answer.
        total: takes the number of all items out of it; None where the listing does not tell.
        page: the Python argument that carries the page number.
        page_size: the Python argument that carries the page size.

    """

    __slots__ = ("items", "page", "page_size", "total")

    def __init__(
        self,
        *,
        items: Callable[[E], Sequence[T]],
        total: Callable[[E], int | None] | None = None,
        page: str = "page",
        page_size: str = "page_size",
    ) -> None:
        self.items: Final = items
        self.total: Final = total
        self.page: Final = page
        self.page_size: Final = page_size

    def first(self, arguments: Mapping[str, Any], answer: E) -> Slice[T]:
        """Place the first answer of a listing, as asked for by these arguments."""
        number, size = arguments.get(self.page) or 1, arguments.get(self.page_size)
        items = self.items(answer)
        before = (number - 1) * (size or DEFAULT_PAGE_SIZE)
        return Slice(items, number, size or DEFAULT_PAGE_SIZE, before, self._total(answer))

    def next(self, previous: Slice[T], answer: E) -> Slice[T]:
        """Place the answer that came after another.

        Raises:
            UnexpectedAnswer: the server sent the same page again, though more items should come.

        """
        items = self.items(answer)
        if items and list(items) == list(previous.items):
            if previous.total is not None:
                raise UnexpectedAnswer(
                    f"the server sent page {previous.number} again as page {previous.number + 1}"
                )
            items = ()
        before = previous.before + len(previous.items)
        return Slice(items, previous.number + 1, previous.size, before, self._total(answer))

    def _total(self, answer: E) -> int | None:
        total = None if self.total is None else self.total(answer)
        return total if isinstance(total, int) else None


@final
class Slice(Generic[T]):
    """One page's items and their place in the whole listing; all arithmetic of paging is here.

    Attributes:
        items: the items of this page.
        number: the page's number, from 1.
        size: how many items a full page has; -1 asks for everything on one page.
        before: how many items the pages before it hold.
        total: how many items there are in all, if the server told.

    """

    __slots__ = ("before", "items", "number", "size", "total")

    def __init__(
        self, items: Sequence[T], number: int, size: int, before: int, total: int | None
    ) -> None:
        self.items: Final = items
        self.number: Final = number
        self.size: Final = size
        self.before: Final = before
        self.total: Final = total

    @property
    def following(self) -> int | None:
        """The number of the next page, or None after the last.

        Without a total only a page that is exactly full can have a successor: a shorter one is
        the last, and a longer one shows that the server does not page this listing.
        """
        if self.size < 1:
            more = False
        elif self.total is None:
            more = len(self.items) == self.size
        else:
            more = bool(self.items) and self.before + len(self.items) < self.total
        return self.number + 1 if more else None

    def coming(self, most: int) -> range:
        """Give the numbers of following pages, so many at the most, as far as they must exist."""
        if self.following is None:
            return range(0)
        pages = 1
        if self.total is not None:
            left = self.total - self.before - len(self.items)
            pages = min(most, -(-left // len(self.items)))
        return range(self.number + 1, self.number + 1 + pages)


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
        return Page(self._fetch(following)(self._slice), self._fetch, self._prefetch)

    def pages(self, *, prefetch: int | None = None) -> Iterator[Page[T]]:
        """Go through this page and all that follow.

        Args:
            prefetch: how many pages are fetched ahead, at the same time; 0: each is fetched when
                its turn comes. By default what the options of the call say.

        """
        ahead = self._prefetch if prefetch is None else prefetch
        if ahead > 0:
            for place in slices(self._slice, self._fetch, ahead):
                yield Page(place, self._fetch, self._prefetch)
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
        return AsyncPage((await self._fetch(following))(self._slice), self._fetch, self._prefetch)

    async def pages(self, *, prefetch: int | None = None) -> AsyncGenerator[AsyncPage[T], None]:
        """Go through this page and all that follow; `prefetch` as `Page.pages`."""
        ahead = self._prefetch if prefetch is None else prefetch
        if ahead > 0:
            async with aclosing(slices_async(self._slice, self._fetch, ahead)) as places:
                async for place in places:
                    yield AsyncPage(place, self._fetch, self._prefetch)
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


def _describe(page: object, place: Slice[Any]) -> str:
    total = "?" if place.total is None else place.total
    return f"<{type(page).__name__} {place.number}: {len(place.items)} of {total} items>"
