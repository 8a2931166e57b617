"""What all ways of reading changes share: pages, telling rows apart, the cursor."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, NamedTuple, TypeAlias

from acme_ticketing_core.changes.cursor import Batch, Cursor, Unfinished
from acme_ticketing_core.changes.listing import ChangeListing, T
from acme_ticketing_core.errors import InvalidArgument, NotFound, UnexpectedAnswer
from acme_ticketing_core.models.json import dumps
from acme_ticketing_core.models.values import time_of_header
from acme_ticketing_core.operations.operation import Ask
from acme_ticketing_core.operations.options import CallOptions, checked_count
from acme_ticketing_core.pagination.paging import DEFAULT_PAGE_SIZE, Slice
from acme_ticketing_core.runtime.unset import UNSET, Unset

Steps: TypeAlias = Generator[Ask | Batch[T], Any, None]
"""The whole reading: yields calls to make, and batches to hand on."""

_LONGEST_OVERLAP: Final = 366 * 86_400
_AHEAD: Final = timedelta(minutes=1)  # headers and changes may have two clocks
_FIRST_YEAR: Final = 1970
_OLDEST: Final = datetime(_FIRST_YEAR + 1, 1, 1, tzinfo=UTC)
_MOST_KEPT: Final = 20_000
_MOST_BELIEVED: Final = 3  # pages that stayed too short; later ones are not asked for again
_MOST_REPEATED: Final = 3  # a listing may shift by just a page


class Answer(NamedTuple, Generic[T]):
    """One page."""

    rows: list[T]
    total: int | None  # how many rows the listing says it has
    last: bool  # whether nothing follows
    moment: datetime | None  # the server's time when it answered, as its `Date` header tells


class Reading(Generic[T]):
    """One reading of a listing's changes."""

    def __init__(
        self,
        listing: ChangeListing[T],
        arguments: Mapping[str, Any],
        *,
        since: Cursor | str | datetime | None,
        overlap: float,
        page_size: int | Unset,
        options: CallOptions | None,
    ) -> None:
        if type(overlap) not in {int, float} or not 0 <= overlap <= _LONGEST_OVERLAP:
            raise InvalidArgument(f"overlap is seconds, 0 to {_LONGEST_OVERLAP}, not {overlap!r}")
        if not isinstance(page_size, Unset):
            checked_count("page_size", page_size, 1)
        self.listing: Final = listing
        self.overlap: Final = timedelta(seconds=overlap)
        self._given: Final = {k: v for k, v in arguments.items() if v is not UNSET}
        self._signature: Final = _short(repr(sorted(self._given.items()))) if self._given else ""
        cursor = self._cursor(since)
        self.given: Final = cursor
        self.at = cursor.at
        self.begin: Final = None if cursor.at is None else cursor.at - self.overlap
        self.unfinished: Final = cursor.unfinished
        self.page_size: Final = cursor.unfinished.size if cursor.unfinished else page_size
        self._options: Final = options
        self._seen: dict[str, tuple[datetime | None, str]] = {
            key: (cursor.at, mark) for key, mark in (cursor.rows or cursor.seen).items()
        }
        self._place: Slice[T] | None = None
        self._repeated = self._believed = 0
        self.full_page: Final = self.page_size or DEFAULT_PAGE_SIZE
        self._full = self.full_page

    def ask(
        self, page: int, since: datetime | None, *, sort: bool, again: bool = False
    ) -> Generator[Ask, Any, Answer[T]]:
        """Ask for a page, and once more if it lacks what the total promises, or came before."""
        listing, paging = self.listing, self.listing.paging
        arguments = {**self._given, **(listing.fixed or {}), **((sort and listing.sort) or {})}
        if since is not None and listing.since is not None:
            arguments[listing.since] = since
        if paging is not None:
            arguments |= {paging.page: page, paging.page_size: self.page_size}
            paging.check(arguments)
        before = self._place if self._place and self._place.number == page - 1 else None
        try:
            found = yield Ask(listing.operation, arguments, UNSET, self._options, raw=True)
        except NotFound as error:
            if page == 1 or paging is None:
                raise
            if before is not None:
                paging.next(before, error)
            return Answer([], None, True, None)
        moment = time_of_header(found.headers.get("date"))
        if moment is not None and self.begin is not None and self.begin > moment + _AHEAD:
            raise InvalidArgument(
                f"since: {self.begin} is ahead of the server's time, {moment}; begin earlier"
            )
        if paging is None:
            return Answer(list(found.value), len(found.value), True, moment)
        repeated: UnexpectedAnswer | None = None
        place = paging.first(arguments, found.value)
        if before is not None:
            try:
                place = paging.next(before, found.value)
            except UnexpectedAnswer as error:
                repeated = error
        short = place.received < min(self._full, (place.total or 0) - place.before)
        if not again and (repeated or (short and self._believed < _MOST_BELIEVED)):
            return (yield from self.ask(page, since, sort=sort, again=True))
        self._believed += short
        self._repeated = bool(repeated) + (self._repeated if page > 1 else 0)
        if repeated and self._repeated == _MOST_REPEATED:
            raise repeated
        self._place, self._full = place, max(place.longest, place.received) or self._full
        last = place.following is None or not place.received
        return Answer(list(place.items), place.total, last, moment)

    def id(self, row: T) -> str:
        return str(getattr(row, self.listing.id, UNSET))

    def time(self, row: T) -> datetime | None:
        """None without an offset; the year 1 and 1970 stand for none."""
        found = getattr(row, self.listing.time, None) if self.listing.time else None
        if not isinstance(found, datetime) or found.tzinfo is None or found < _OLDEST:
            return None
        return found

    def times(self, rows: list[T]) -> list[datetime]:
        return [moment for row in rows if (moment := self.time(row)) is not None]

    def fresh(self, rows: list[T]) -> list[T]:
        found: list[T] = []
        for row in rows:
            key, mark = self.id(row), digest(row)
            if self._seen.get(key, (None, ""))[1] != mark:
                self._seen[key] = self.time(row), mark
                found.append(row)
        return found

    def marks(self) -> dict[str, str]:
        """Give id and digest of all rows that are known."""
        return {key: mark for key, (_, mark) in self._seen.items()}

    def forget(self, before: datetime | None) -> None:
        if len(self._seen) > _MOST_KEPT:  # so that memory does not grow
            late = {
                key: each
                for key, each in self._seen.items()
                if before is not None and each[0] is not None and each[0] >= before
            }
            self._seen = dict(list(self._seen.items())[_MOST_KEPT // 2 :]) | late

    def cursor(
        self, *, unfinished: Unfinished | None = None, rows: Mapping[str, str] | None = None
    ) -> Cursor:
        edge = None if self.at is None else self.at - self.overlap
        seen = {
            key: mark
            for key, (moment, mark) in self._seen.items()
            if unfinished is None and edge is not None and (moment is None or moment >= edge)
        }
        listing = self.listing.operation.id
        return Cursor(listing, self._signature, self.at, seen, unfinished, rows)

    def _cursor(self, since: Cursor | str | datetime | None) -> Cursor:
        listing = self.listing.operation.id
        given: Any = Cursor.read(since) if isinstance(since, (str, bytes)) else since
        if given is None:
            return Cursor(listing, self._signature)
        if isinstance(given, Cursor):
            if given.listing != listing:
                problem = f"the cursor is one of {given.listing}, not of {listing}"
            elif given.arguments != self._signature:
                problem = f"the cursor belongs to {listing} with other arguments; begin without one"
            else:
                return given
        elif not isinstance(given, datetime):
            problem = f"expected a cursor, its text, or a datetime, not {type(given).__name__}"
        elif self.listing.way == "comparison":
            problem = f"{listing} cannot be asked for what changed after a time; begin without"
        elif given.utcoffset() is None:
            problem = "a time needs a time zone"
        elif given.year < _FIRST_YEAR:
            problem = f"nothing changed in the year {given.year}"
        else:
            return Cursor(listing, self._signature, at=given.astimezone(UTC))
        raise InvalidArgument(f"since: {problem}")


def digest(row: Any) -> str:
    return _short(dumps(row))


def _short(content: str | bytes) -> str:
    from base64 import b64encode
    from hashlib import blake2b

    data = content.encode() if isinstance(content, str) else content
    return b64encode(blake2b(data, digest_size=12).digest()).decode()
