"""What production does to who reads lists, as far as a test wants it (api-facts/observed.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Behaviour:
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
