"""How far a listing has been read, as small JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Generic, NamedTuple, Self, TypeVar, get_type_hints

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.objects import read_whole
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.values import write_any

T = TypeVar("T")

VERSION: Final = 1
_MOST_REMEMBERED: Final = 2_000  # rows near the newest change that a cursor names


class Unfinished(NamedTuple):
    """A listing, newest change first, that was left in the middle."""

    newest: datetime  # change when its reading began; the next reading begins there
    page: int  # that was read last
    size: int
    reached: datetime  # change of the last row that was read


class Cursor(NamedTuple):
    """Up to where a listing has been read; `changes(since=cursor)` gives what came after.

    Store `str(cursor)` once the rows that came with it are stored, together with them if that can
    be: `Cursor.read` takes it back. It is JSON of a few hundred bytes; of a listing that cannot be
    asked for changes it holds a digest of each row, about 40 bytes.

    Attributes:
        listing: the operation whose rows they are, `b2b.customers.list`.
        at: the server's time up to which all changes have been read, without overlap; None where
            the listing tells no times, or nothing has been read.

    """

    listing: str
    arguments: str = ""  # a digest of the further arguments of the listing
    at: datetime | None = None
    seen: Mapping[str, str] = {}  # id → digest of rows near `at`, which may come again
    unfinished: Unfinished | None = None
    rows: Mapping[str, str] | None = None  # id → digest of all rows, where they are compared

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """Read a cursor that was stored; `InvalidArgument` if it is none, or of a newer version."""
        try:
            content = text.encode() if isinstance(text, str) else text
            data = _exactly(dict[str, Any], json.loads(content))
            version = _exactly(int, data["version"])
            if version > VERSION:
                raise InvalidArgument(
                    f"since: the cursor is of version {version} and this package reads version "
                    f"{VERSION}; use the version of acme-ticketing that wrote it"
                )
            if (left := data.get("unfinished")) is not None:
                kinds = get_type_hints(Unfinished).items()
                left = Unfinished(**{name: _exactly(kind, left[name]) for name, kind in kinds})
            return cls(
                _exactly(str, data["listing"]),
                _exactly(str, data["arguments"]),
                at=_exactly(datetime | None, data.get("at")),
                seen=_exactly(dict[str, str] | None, data.get("seen")) or {},
                unfinished=left,
                rows=_exactly(dict[str, str] | None, data.get("rows")),
            )
        except (DecodeError, KeyError, TypeError):
            raise InvalidArgument("since: this is no cursor that `changes` has given") from None

    def __str__(self) -> str:
        data = {"version": VERSION, **self._asdict()}
        data["seen"] = self.seen if 0 < len(self.seen) <= _MOST_REMEMBERED else None
        data["unfinished"] = self.unfinished and self.unfinished._asdict()
        return json.dumps(write_any({k: v for k, v in data.items() if v is not None})).decode()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cursor) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"<Cursor of {self.listing} at {self.at}>"


def _exactly(annotation: Any, value: Any) -> Any:
    return read_whole(annotation, value, Reading(strict=True))


class Batch(NamedTuple, Generic[T]):
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

    rows: list[T]
    cursor: Cursor
    reached: datetime | None = None
    total: int | None = None
    complete: bool = False
    absent: tuple[str, ...] = ()

    def __repr__(self) -> str:
        end = ", complete" if self.complete else ""
        return f"<Batch of {self.cursor.listing}: {len(self.rows)} rows{end}>"
