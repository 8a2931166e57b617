"""Rows that changed, as they come."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Generic, TypeVar, final

from acme_ticketing_core.changes.cursor import Cursor

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
