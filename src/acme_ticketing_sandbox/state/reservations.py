"""Reservations: capacity that is held for about ten minutes (api-facts/carts.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..clock import Clock
from ..http.refusal import Refusal
from ..values import times
from .records import Record, Records

HOLD = timedelta(minutes=10)


class _Reservation(NamedTuple):
    record: Record
    expires_at: float


class Reservations:
    """The reservations that stand, by the clock, of the events' places."""

    def __init__(
        self,
        events: Records,
        clock: Clock,
        now: Callable[[], datetime],
        next_number: Callable[[str, int], int],
    ) -> None:
        self._events = events
        self._clock = clock
        self._now = now
        self._next_number = next_number
        self._by_id: dict[str, _Reservation] = {}

    def __len__(self) -> int:
        self._forget_expired()
        return len(self._by_id)

    def kept(self) -> list[dict[str, Any]]:
        """Return the reservations that stand, as a state file keeps them."""
        self._forget_expired()
        return [
            {"record": found.record, "expiresAt": found.expires_at}
            for found in self._by_id.values()
        ]

    def restore(self, kept: list[dict[str, Any]]) -> None:
        """Hold these reservations and no others."""
        self._by_id = {
            str(each["record"]["id"]): _Reservation(each["record"], float(each["expiresAt"]))
            for each in kept
        }

    def add(self, items: list[Any]) -> Record:
        """Hold what `items` ask for, or refuse with 400, and return the reservation."""
        return self._hold(self._next_number("reservation", 88_031), items)

    def get(self, id: object) -> Record:
        """Return a reservation that stands, or refuse with 404."""
        self._forget_expired()
        found = self._by_id.get(str(id))
        if found is None:
            raise Refusal(404, f"there is no reservation {id}, or it has expired")
        return found.record

    def replace(self, id: object, items: list[Any]) -> Record:
        """Hold `items` for ten minutes instead; when refused, it stands as it was."""
        number = self.get(id)["id"]
        before = self._by_id.pop(str(id))
        try:
            return self._hold(number, items)
        except Refusal:
            self._by_id[str(id)] = before
            raise

    def remove(self, id: object) -> Record:
        """Release a reservation and return it."""
        record = self.get(id)
        del self._by_id[str(id)]
        return record

    def release(self, id: object) -> None:
        """Release a reservation that an order used, if it still stands."""
        self._by_id.pop(str(id), None)

    def held(self, *, except_for: object = None) -> Counter[str]:
        """Return how many places of each event are held, those of one reservation left out."""
        self._forget_expired()
        held: Counter[str] = Counter()
        for named, reservation in self._by_id.items():
            if named != str(except_for):
                for item in reservation.record["reservationItems"]:
                    held[item["eventId"]] += item["quantity"]
        return held

    def _hold(self, number: int, items: list[Any]) -> Record:
        held = self.held()
        for index, item in enumerate(items):
            place = f"body.reservationItems[{index}]"
            event = self._events.referred(item.get("eventId"), f"{place}.eventId")
            quantity = item.get("quantity", 0)
            if quantity < 1:
                raise Refusal(400, f"{place}.quantity is at least 1, not {quantity}")
            left = event["capacity"] - event["soldQuantity"] - held[event["id"]]
            if quantity > left:
                raise Refusal(
                    400, f"{place}: {event['name']} has {left} places left", type="SOLD_OUT"
                )
            held[event["id"]] += quantity
        expires = self._now() + HOLD
        record = {
            "id": number,
            "expirationTimestamp": times.write(expires),
            "reservationItems": [
                {
                    "id": item.get("id") or self._next_number("reservation item", 99_101),
                    "reservationId": number,
                    "eventId": item["eventId"],
                    "quantity": item["quantity"],
                }
                for item in items
            ],
        }
        self._by_id[str(number)] = _Reservation(record, self._clock.now() + HOLD.seconds)
        return record

    def _forget_expired(self) -> None:
        now = self._clock.now()
        expired = [named for named, found in self._by_id.items() if found.expires_at <= now]
        for named in expired:
            del self._by_id[named]
