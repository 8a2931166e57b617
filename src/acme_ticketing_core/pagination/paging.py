"""Where one answer stands in a listing, and which page comes next.

Facts: api-facts/conventions.md ("Pagination"), observed.md (`hasMore`). `pageSize` is left to the
server unless the caller names one: the 1,000 that the vendor advises are the most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, final

from acme_ticketing_core.errors import DecodeError, InvalidArgument, NotFound, UnexpectedAnswer
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.runtime.record import Record
from acme_ticketing_core.runtime.unset import Unset

if TYPE_CHECKING:
    from acme_ticketing_core.observability.hooks import Hooks

E = TypeVar("E")
T = TypeVar("T")

DEFAULT_PAGE_SIZE: Final = 100


@final
class Paging(Record, Generic[E, T]):
    """Where in the answer `E` of an operation its items `T` and their total stand."""

    items: Callable[[E], Sequence[T] | Unset | None]
    total: Callable[[E], int | None] | None = None
    more: Callable[[E], bool | None] | None = None  # whether a page follows
    most: int | None = None  # items of a page, where records are large
    page: str = "page"  # Python arguments
    page_size: str = "page_size"

    def check(self, arguments: Mapping[str, Any]) -> None:
        number, size = arguments.get(self.page), arguments.get(self.page_size)
        if self.most and isinstance(size, int) and not 0 < size <= self.most:
            raise InvalidArgument(
                f"{self.page_size}: 1 to {self.most}, not {size}: these records are so large that a "
                "bigger page may be more than a program can hold. Iterating goes through all pages."
            )
        for name, value, least in ((self.page, number, 0), (self.page_size, size, -1)):
            if value is None or isinstance(value, Unset):
                continue
            whole = isinstance(value, int) and not isinstance(value, bool)
            if not whole or value < least:
                raise InvalidArgument(f"{name}: a whole number from {least} up, not {value!r}")

    def first(self, arguments: Mapping[str, Any], answer: E) -> Slice[T]:
        number, size = arguments.get(self.page), arguments.get(self.page_size)
        number = number if isinstance(number, int) else 1
        size = size or DEFAULT_PAGE_SIZE
        before = max(0, number - 1) * size
        place = Slice[T](items=(), number=number, size=size, before=before, total=None)
        return self._filled(place, answer)

    def next(self, previous: Slice[T], answer: E | NotFound) -> Slice[T]:
        """Place the answer that came after another; some servers end with 404."""
        place = previous.replace(
            items=(),
            number=previous.number + 1,
            before=previous.before + previous.received,
            more=None,
            longest=max(previous.longest, previous.received),
            marked=previous.mark,
        )
        if isinstance(answer, NotFound):
            if previous.missing or previous.more:
                raise answer
            return place.replace(problem="404 Not Found" if previous.looks_full else "")
        part = self._filled(place, answer)
        items = list(part.items)
        number, known = previous.mark
        again = number < previous.number and _can_be_told_apart(items) and items == list(known)
        if not again and (items or part.more) and items == list(previous.items):
            number, again = previous.number, previous.missing or bool(part.more)
            problem = "the same page again" if previous.looks_full else part.problem
            part = part.replace(items=(), problem=problem)
        if again:
            raise UnexpectedAnswer(
                f"the server sent page {number} again as page {previous.number + 1}"
            )
        return part

    def _filled(self, place: Slice[T], answer: E) -> Slice[T]:
        """Give a place what the answer holds for it, and tell where there is no list."""
        items = self.items(answer)
        total = None if self.total is None else self.total(answer)
        more = None if self.more is None else self.more(answer)
        told = isinstance(total, int) or getattr(answer, "raw_fields", None)
        return place.replace(
            items=() if items is None or isinstance(items, Unset) else items,
            total=total if isinstance(total, int) else place.total,
            more=more if isinstance(more, bool) else None,
            problem="no list" if isinstance(items, Unset) and not told else "",
        )


@final
class Slice(Record, Generic[T]):
    """One page's items and their place in the whole listing; all arithmetic of paging is here.

    Pages may be held to fewer items than were asked for, and the total may be wrong, so a listing
    ends with an empty page, or one shorter than those before (first-contact/README.md, rule 7).
    """

    items: Sequence[T]
    number: int  # from 1; from 0 if that was asked for
    size: int  # asked for; -1: everything on one page
    before: int  # items of the pages before
    total: int | None
    more: bool | None = None  # whether a page follows, if the server told
    longest: int = 0  # items of the longest page before
    problem: str = ""
    marked: tuple[int, Sequence[T]] | None = None

    @property
    def received(self) -> int:
        return getattr(self.items, "received", len(self.items))  # those left out included

    @property
    def mark(self) -> tuple[int, Sequence[T]]:
        """Number and items of the page that all further ones must differ from."""
        # Of powers of two, so that a circle of any length is noticed in the end.
        power_of_two = not self.number & (self.number - 1)
        return (self.number, self.items) if self.marked is None or power_of_two else self.marked

    @property
    def surprise(self) -> str:
        """What came instead of what the total had promised; empty if nothing did."""
        seen, total = self.before + self.received, self.total
        if self.problem or total is None or (self.number == 1 and not self.received and not total):
            return self.problem
        wrong = seen > total if self.received else seen < total
        return f"{seen} items" if wrong else ""

    @property
    def holds(self) -> bool:
        """Whether this is a page: an empty one after others is their end, unless more follow."""
        return bool(self.received) or self.following is not None

    @property
    def missing(self) -> bool:
        """Whether the total promises items after this page."""
        return self.total is not None and self.before + self.received < self.total

    @property
    def looks_full(self) -> bool:
        """Whether a server that holds pages to some size, a round one, may have more."""
        count = self.received
        if self.longest:
            return count >= self.longest
        return count >= self.size or (count >= _ROUND and count % _ROUND_STEP == 0)

    @property
    def following(self) -> int | None:
        if self.more is not None:
            more = self.more or self.missing
        elif self.size < 1 or not self.received:
            more = False
        elif self.total is None or self.before + self.received > self.total:
            # The first page alone says nothing of how many items a page may have.
            more = self.looks_full if self.longest else True
        else:
            more = self.missing or self.looks_full
        return self.number + 1 if more else None

    def coming(self, most: int) -> range:
        """Give the numbers of following pages, so many at the most, that should exist."""
        if self.following is None:
            return range(0)
        pages = 1
        if self.total is not None and self.missing and self.received:
            left = self.total - self.before - self.received
            pages = min(most, -(-left // self.received))
        return range(self.number + 1, self.number + 1 + pages)


def _can_be_told_apart(items: Sequence[Any]) -> bool:
    """Tell whether another page would hardly have the same items."""
    return len(items) > 1 or (bool(items) and isinstance(getattr(items[0], "id", None), (str, int)))


_ROUND: Final = 10
_ROUND_STEP: Final = 5


def told(operation: Operation[Any], part: Slice[T], hooks: Hooks, *, strict: bool) -> Slice[T]:
    """Give the page back, after telling what is wrong with its total."""
    if part.surprise:
        from acme_ticketing_core.models.reading import Met, Surprise

        if strict:
            expected = "further items" if part.total is None else f"{part.total} items"
            error = DecodeError(f"expected {expected}, found {part.surprise}")
            error.operation_id = operation.id
            raise error
        met = Met("total", "", "")
        words = {met: [Surprise("", "a total that fits what comes", part.surprise, None)]}
        hooks.differs(operation.id, 200, {met: 1}, lambda: words)
    return part
