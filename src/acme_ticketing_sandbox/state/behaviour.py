"""What the server may do that no source tells, as far as a test wants it (api-facts/observed.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from ..values import times
from ..values.settings import Settings

Remembered = Literal["on-success", "on-receipt", "in-progress", "also-declined", "limited-time"]
WAYS: tuple[Remembered, ...] = get_args(Remembered)


@dataclass(frozen=True, slots=True)
class Behaviour(Settings):
    """How far lists and reports fall short of what there is.

    Attributes:
        listed_days: lists of events in the back office leave out those that began more days ago; 0:
            none.
        visible_after: seconds until a change is found by its time, and until reports know of a sale.

    """

    listed_days: float = 0.0
    visible_after: float = 0.0

    def listed_from(self, now: datetime, start: datetime | None) -> datetime | None:
        """Return from when on events are listed that are asked for from `start` on."""
        if not self.listed_days:
            return start
        first = now - timedelta(days=self.listed_days)
        return max(start, first) if start else first

    def is_visible(self, now: datetime, changed: datetime) -> bool:
        """Tell whether what was changed then is found by now."""
        # Not `now` less it: in the hour that comes twice that would be the first one.
        return changed + timedelta(seconds=self.visible_after) <= now


@dataclass(frozen=True, slots=True)
class Duplicates(Settings):
    """How duplicates are known, and how long a purchase takes to be one.

    Attributes:
        remembered: which uuids are refused: `on-success`, those of purchases; `on-receipt`, all
            that arrived; `in-progress`, those that are worked on, and no longer;
            `also-declined`, those of purchases and of refused ones; `limited-time`, those of
            purchases, for `seconds`. One that is worked on is refused in every way.
        seconds: for how long, in the way `limited-time`.
        message: whether the 409 says something.
        card_status: the HTTP status of 16003: 400, 409 or 422.
        confirmation: seconds until a purchase is confirmed: its order is made, it is answered.
        visible_after: seconds until the search shows the order.
        sorted: whether the search heeds `sortField`.

    """

    remembered: Remembered = "on-success"
    seconds: float = 30.0
    message: bool = True
    card_status: Literal[400, 409, 422] = 400
    confirmation: float = 0.0
    visible_after: float = 0.0
    sorted: bool = True

    def shows(self, order: Mapping[str, Any], now: datetime) -> bool:
        """Tell whether the search shows an order already."""
        return times.parse(order["createdOn"]) + timedelta(seconds=self.visible_after) <= now
