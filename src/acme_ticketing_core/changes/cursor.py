"""How far a listing has been read: small JSON, to be stored beside the batch that it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar, cast, final

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import json

VERSION: Final = 1
FIRST_YEAR: Final = 1970
_MOST_REMEMBERED: Final = 2_000
"""Rows near the newest change that a cursor names, so that they are not given again."""


class Unfinished(NamedTuple):
    """A listing, newest change first, that was left in the middle.

    Attributes:
        newest: the newest change when its reading began; the next reading begins there.
        page: the page that was read last.
        size: how many rows a page was asked to have.
        reached: the time of change of the last row that was read.

    """

    newest: datetime
    page: int
    size: int
    reached: datetime


@final
class Cursor:
    """Up to where a listing has been read; `changes(since=cursor)` gives what came after.

    Store `str(cursor)` once the rows that came with it are stored, together with them if that can
    be: `Cursor.read` takes it back. It is JSON of a few hundred bytes; of a listing that cannot be
    asked for changes it holds a digest of each row, about 40 bytes.

    Attributes:
        listing: the operation whose rows they are, `b2b.customers.list`.
        at: the server's time up to which all changes have been read, without overlap; None where
            the listing tells no times, or nothing has been read.

    """

    __slots__ = ("arguments", "at", "listing", "rows", "seen", "unfinished")

    def __init__(
        self,
        listing: str,
        arguments: str = "",
        *,
        at: datetime | None = None,
        seen: Mapping[str, str] | None = None,
        unfinished: Unfinished | None = None,
        rows: Mapping[str, str] | None = None,
    ) -> None:
        self.listing: Final = listing
        self.arguments: Final = arguments
        self.at: Final = at
        self.seen: Final[Mapping[str, str]] = (
            {} if seen is None or len(seen) > _MOST_REMEMBERED else dict(seen)
        )
        self.unfinished: Final = unfinished
        self.rows: Final[Mapping[str, str] | None] = rows

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """Read a cursor that was stored.

        Raises:
            InvalidArgument: it is none, or of a newer version of this package.

        """
        data: Any = None
        try:
            data = json.loads(text.encode() if isinstance(text, str) else text)
            version = data["version"]
            if type(version) is not int or version < 1:
                raise TypeError  # noqa: TRY301 - as of anything else that it is not
            if version > VERSION:
                raise InvalidArgument(
                    f"since: the cursor is of version {version} and this package reads version "
                    f"{VERSION}; use the version of acme-ticketing that wrote it"
                )
            unfinished = data.get("unfinished")
            return cls(
                _text(data["listing"]),
                _text(data["arguments"]),
                at=None if data.get("at") is None else _time(data["at"]),
                seen=_digests(data.get("seen")),
                unfinished=None if unfinished is None else Unfinished(
                    _time(unfinished["newest"]),
                    _counted(unfinished["page"]),
                    _counted(unfinished["size"]),
                    _time(unfinished["reached"]),
                ),
                rows=_digests(data.get("rows")),
            )  # fmt: skip
        except (AttributeError, DecodeError, KeyError, TypeError, ValueError):
            raise InvalidArgument("since: this is no cursor that `changes` has given") from None

    def __str__(self) -> str:
        data: dict[str, Any] = {
            "version": VERSION,
            "listing": self.listing,
            "arguments": self.arguments,
        }
        if self.at is not None:
            data["at"] = _written(self.at)
        if self.seen:
            data["seen"] = self.seen
        if self.unfinished is not None:
            data["unfinished"] = {
                "newest": _written(self.unfinished.newest),
                "page": self.unfinished.page,
                "size": self.unfinished.size,
                "reached": _written(self.unfinished.reached),
            }
        if self.rows is not None:
            data["rows"] = self.rows
        return json.dumps(data).decode()

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, Cursor) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"<Cursor of {self.listing} at {self.at}>"


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _time(value: Any) -> datetime:
    found = datetime.fromisoformat(value)
    if found.utcoffset() is None or found.year < FIRST_YEAR:
        raise ValueError
    return found


def _counted(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise TypeError
    return value


def _digests(value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    if type(value) is not dict:
        raise TypeError
    entries = cast("dict[str, Any]", value)
    return {key: _text(each) for key, each in entries.items()}


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


T = TypeVar("T")


@final
class Batch(Generic[T]):
    """Some rows that are new or changed, and how far they bring whoever stores them.

    Attributes:
        rows: the rows; the last batch may have none.
        cursor: what to store once the rows are stored; `changes(since=cursor)` goes on from there.
        reached: the server's time of the newest change of these rows, as far as they tell it.
        total: how many rows the listing has in all, those that did not change included, as far as
            it tells. Where only changes are asked for it counts these.
        complete: whether this is the last batch: there was nothing more to read.
        absent: ids that the listing gave when the cursor was made, and gives no more; only in the
            last batch, and only of a listing that is compared row by row. They may have been
            deleted, or left out: read them by id to know.

    """

    __slots__ = ("absent", "complete", "cursor", "reached", "rows", "total")

    def __init__(
        self,
        rows: list[T],
        cursor: Cursor,
        *,
        reached: datetime | None = None,
        total: int | None = None,
        complete: bool = False,
        absent: tuple[str, ...] = (),
    ) -> None:
        self.rows: Final = rows
        self.cursor: Final = cursor
        self.reached: Final = reached
        self.total: Final = total
        self.complete: Final = complete
        self.absent: Final = absent

    def __repr__(self) -> str:
        end = ", complete" if self.complete else ""
        return f"<Batch of {self.cursor.listing}: {len(self.rows)} rows{end}>"
