"""Listings that come in pages."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme_ticketing_core.errors import InvalidArgument, NotFound, UnexpectedAnswer
from acme_ticketing_core.models.composites import Gappy
from acme_ticketing_core.pagination.pages import Arrival, AsyncItems, AsyncListing, AsyncPage, Page
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.runtime.unset import UNSET

ENVELOPE: Paging[dict[str, Any], int] = Paging(
    items=lambda answer: answer["list"],
    total=lambda answer: answer.get("count"),
    more=lambda answer: answer.get("hasMore"),
    most=500,
)
BARE: Paging[list[int], int] = Paging(items=lambda answer: answer)


class Venue:
    """A server with so many items, that remembers what was asked of it.

    Args:
        count: how many items there are.
        most: the largest page that the server gives, whatever is asked for.
        tells: the `total`, whether there is `more`, or `nothing`.

    """

    def __init__(self, count: int, *, most: int = 1000, tells: str = "total") -> None:
        self.items = list(range(count))
        self.most = most
        self.tells = tells
        self.asked: list[int] = []

    def answer(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """Answer like the API's listings."""
        number, size = arguments.get("page") or 1, arguments.get("page_size") or 100
        self.asked.append(number)
        size = len(self.items) if size < 1 else min(size, self.most)
        page = self.items[(number - 1) * size : number * size]
        told = {
            "total": {"count": len(self.items)},
            "more": {"hasMore": number * size < len(self.items)},
        }
        return {"list": page, **told.get(self.tells, {})}

    def listing(self, **arguments: Any) -> Page[int]:
        """List as a synchronous client does."""

        def fetch(number: int) -> Arrival[int]:
            answer = self.answer({**arguments, "page": number})
            return lambda previous: ENVELOPE.next(previous, answer)

        return Page(ENVELOPE.first(arguments, self.answer(arguments)), fetch)

    def async_listing(self, **arguments: Any) -> AsyncListing[int]:
        """List as an asynchronous client does."""

        async def fetch(number: int) -> Arrival[int]:
            answer = self.answer({**arguments, "page": number})
            return lambda previous: ENVELOPE.next(previous, answer)

        async def first() -> AsyncPage[int]:
            return AsyncPage(ENVELOPE.first(arguments, self.answer(arguments)), fetch)

        return AsyncListing(first)


@given(
    count=st.integers(0, 60),
    size=st.integers(1, 20),
    most=st.integers(1, 20),
    tells=st.sampled_from(["total", "more", "nothing"]),
)
def test_iterating_gives_every_item_once(count: int, size: int, most: int, tells: str):
    """Whatever the sizes, and whatever the server tells, nothing is lost or comes twice."""
    venue = Venue(count, most=most, tells=tells)

    assert list(venue.listing(page_size=size)) == venue.items


def test_pages_are_fetched_when_their_turn_comes():
    """Who stops early has not fetched the rest."""
    venue = Venue(1000)
    items = iter(venue.listing())

    first = [next(items) for _ in range(150)]

    assert first == venue.items[:150]
    assert venue.asked == [1, 2]


def test_a_page_tells_its_place():
    """Items, number and total can be read, and the page can be turned by hand."""
    page = Venue(250).listing()
    second = page.next_page()
    third = second.next_page()

    assert (page.number, page.total, len(page.items)) == (1, 250, 100)
    assert (third.number, len(third.items), third.next_page()) == (3, 50, None)
    assert repr(second) == "<Page 2: 100 of 250 items>"
    assert [p.number for p in page.pages()] == [1, 2, 3]


def test_a_listing_can_begin_in_the_middle():
    """What comes before the asked page is counted and not fetched."""
    venue = Venue(250)

    assert list(venue.listing(page=2, page_size=100)) == venue.items[100:]
    assert venue.asked == [2, 3]


def test_everything_on_one_page_has_no_next():
    """`pageSize=-1` returns everything where the API documents it."""
    venue = Venue(250, tells="nothing")

    assert list(venue.listing(page_size=-1)) == venue.items
    assert venue.asked == [1]


def test_the_first_page_alone_ends_a_listing_only_when_it_is_empty():
    """Nobody knows how many items a page may have; one more is asked for, and is the same or empty."""
    first = BARE.first({}, list(range(37)))

    assert first.following == 2
    assert BARE.next(first, list(range(37))).following is None
    assert BARE.next(first, []).following is None
    assert BARE.first({}, []).following is None


@given(
    count=st.integers(0, 300),
    most=st.integers(1, 120),
    total=st.integers(0, 300),
    size=st.sampled_from([None, 25, 100]),
)
def test_a_wrong_total_loses_nothing_in_silence(
    count: int, most: int, total: int, size: int | None
):
    """A total that is too small is passed, one that is too large is told."""
    venue = Venue(count, most=most)
    slices = []

    def answer(number: int) -> dict[str, Any]:
        asked = {"page": number} | ({"page_size": size} if size else {})
        return {**venue.answer(asked), "count": total}

    place = ENVELOPE.first({"page_size": size}, answer(1))
    slices.append(place)
    while place.following is not None:
        place = ENVELOPE.next(place, answer(place.following))
        slices.append(place)
    items = [item for each in slices for item in each.items]
    per_page = min(most, size or 100)

    if total != per_page or per_page >= (size or 100) or (per_page >= 10 and per_page % 5 == 0):
        assert items == venue.items
        if total > count or (0 < total < count):
            assert any(each.surprise for each in slices)


def test_a_server_that_repeats_a_page_is_caught():
    """Items are missing and one page came twice: that is no listing to go on with."""
    envelope = {"list": [1, 2], "count": 6}
    first = ENVELOPE.first({"page_size": 2}, envelope)

    with pytest.raises(UnexpectedAnswer, match="page 1 again as page 2"):
        ENVELOPE.next(first, envelope)


def test_a_server_that_says_more_and_sends_nothing_new_is_caught():
    """One page may be empty; the same again, and still more to come, never ends."""
    more: dict[str, Any] = {"list": [], "hasMore": True}
    first = ENVELOPE.first({}, {"list": [1], "hasMore": True})
    second = ENVELOPE.next(first, more)

    assert (second.following, list(second.coming(5))) == (3, [3])
    with pytest.raises(UnexpectedAnswer, match="page 2 again as page 3"):
        ENVELOPE.next(second, more)
    assert ENVELOPE.next(second, {"list": [], "hasMore": False}).following is None


@pytest.mark.parametrize("size", [501, 0, -1])
def test_a_page_of_large_records_has_a_largest_size(size: int):
    """It is refused before it is asked for, and the message says why."""
    with pytest.raises(InvalidArgument, match=r"page_size: 1 to 500, not .*so large"):
        ENVELOPE.check({"page_size": size})
    for fine in (500, 1, None, UNSET):
        ENVELOPE.check({"page_size": fine})
    BARE.check({"page_size": size})


def test_an_item_that_cannot_be_read_makes_no_page_short():
    """What was left out came all the same, and counts where the listing might end."""
    first = ENVELOPE.first({}, {"list": list(range(50))})
    second = ENVELOPE.next(first, {"list": Gappy(list(range(50, 99)), 50)})

    assert (len(second.items), second.received, second.following) == (49, 50, 3)
    assert ENVELOPE.next(second, {"list": [99]}).following is None


def test_a_listing_without_a_total_that_repeats_its_page_has_ended():
    """A server that ignores `page`, and happens to have just a page full, is not paging."""
    first = BARE.first({"page_size": 2}, [1, 2])
    second = BARE.next(first, [1, 2])

    assert first.following == 2
    assert (list(second.items), second.following) == ([], None)


def test_a_total_that_promises_too_much_ends_with_an_empty_page():
    """Records may go while somebody turns pages."""
    first = ENVELOPE.first({"page_size": 2}, {"list": [1, 2], "count": 3})

    assert ENVELOPE.next(first, {"list": [], "count": 3}).following is None


def test_a_failure_on_the_way_leaves_what_came_before():
    """The page that failed can be asked for again."""
    failures = [NotFound("404")]

    def fetch(_number: int) -> Arrival[int]:
        if failures:
            raise failures.pop()
        return lambda previous: ENVELOPE.next(previous, {"list": [3], "count": 3})

    page = Page(ENVELOPE.first({"page_size": 2}, {"list": [1, 2], "count": 3}), fetch)

    with pytest.raises(NotFound):
        page.next_page()
    assert list(page) == [1, 2, 3]


async def test_tasks_go_through_all_items():
    """`async for` works on the listing itself, on its page, and over pages."""
    venue = Venue(250)
    page = await venue.async_listing()
    second = await page.next_page()

    assert [item async for item in venue.async_listing()] == venue.items
    assert [item async for item in page] == venue.items
    assert [p.number async for p in page.pages()] == [1, 2, 3]
    assert (second.number, second.total, len(second.items)) == (2, 250, 100)
    assert repr(second) == "<AsyncPage 2: 100 of 250 items>"
    assert await (await second.next_page()).next_page() is None


@given(
    count=st.integers(0, 60),
    size=st.integers(1, 20),
    most=st.integers(1, 20),
    tells=st.sampled_from(["total", "more", "nothing"]),
    ahead=st.integers(1, 5),
)
def test_pages_fetched_ahead_come_in_order(
    count: int, size: int, most: int, tells: str, ahead: int
):
    """The same items as without, in the same order, and no page is asked for twice."""
    venue = Venue(count, most=most, tells=tells)

    pages = venue.listing(page_size=size).pages(prefetch=ahead)

    assert [item for page in pages for item in page.items] == venue.items
    assert len(set(venue.asked)) == len(venue.asked)


async def test_tasks_fetch_ahead_in_order_and_only_as_far_as_told():
    """Who stops early leaves no page behind that nobody reads, beyond those fetched ahead."""
    venue = Venue(1000)
    everything = [
        item async for page in venue.async_listing().pages(prefetch=3) for item in page.items
    ]
    venue.asked.clear()
    async for page in venue.async_listing().pages(prefetch=3):
        assert page.number == 1
        break

    assert everything == venue.items
    assert len(venue.asked) <= 4


def test_a_failure_ahead_is_raised_when_its_turn_comes():
    """Pages before the one that failed are read first."""

    def fetch(number: int) -> Arrival[int]:
        if number == 3:
            raise NotFound("404")
        return lambda previous: ENVELOPE.next(previous, {"list": [number], "count": 4})

    page = Page(ENVELOPE.first({"page_size": 1}, {"list": [1], "count": 4}), fetch)
    items = iter(page.pages(prefetch=3))

    assert [next(items).number, next(items).number] == [1, 2]
    with pytest.raises(NotFound):
        next(items)


async def test_a_listing_is_a_coroutine_to_whoever_makes_tasks():
    """`create_task`, `gather` and `wait_for` take what a call gives, and can cancel it."""
    venue = Venue(3)

    page = await asyncio.create_task(venue.async_listing())
    (again,) = await asyncio.gather(venue.async_listing())
    cancelled = asyncio.create_task(venue.async_listing())
    cancelled.cancel()

    assert page.items == again.items == venue.items
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    listing = venue.async_listing()
    assert repr(listing) == "<AsyncListing>"
    listing.close()
    assert venue.asked == [1, 1]


async def test_a_listing_that_is_given_up_on_the_way_ends_its_call():
    """What stands in a `finally` of the call is done."""
    ended: list[str] = []

    async def ask() -> list[int]:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("ended")
        return []

    listing = AsyncItems(ask)
    listing.send(None)
    listing.close()

    assert ended == ["ended"]


async def test_a_list_without_pages_is_awaited_or_gone_through():
    """It reads like a listing with pages."""

    async def ask() -> list[int]:
        return [1, 2]

    assert await AsyncItems(ask) == [1, 2]
    assert [item async for item in AsyncItems(ask)] == [1, 2]
