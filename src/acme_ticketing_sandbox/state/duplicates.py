"""The guards against paying twice, and the ways in which a server may keep them.

That a repeated uuid is answered 409, and the same card and amount within five minutes 16003, is told
(page 33000250707, api-facts/checkout.md). When a uuid begins to count, for how long, and with which
status 16003 comes is not: a client has to be right with all of these ways.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args

from ..http.refusal import Refusal
from ..values import times
from ..values.names import as_json, attributes, camel_case

SAME_CARD_SECONDS = 300.0
Remembered = Literal["on-success", "on-receipt", "in-progress", "also-declined", "limited-time"]
WAYS: tuple[Remembered, ...] = get_args(Remembered)


@dataclass(frozen=True, slots=True)
class Duplicates:
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
    card_status: int = 400
    confirmation: float = 0.0
    visible_after: float = 0.0
    sorted: bool = True

    def __post_init__(self) -> None:
        if self.remembered not in WAYS:
            raise ValueError(f"remembered is one of {', '.join(WAYS)}, not {self.remembered!r}")
        if self.card_status not in {400, 409, 422}:
            raise ValueError(f"cardStatus is 400, 409 or 422, not {self.card_status!r}")
        for name in ("seconds", "confirmation", "visible_after"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
                raise ValueError(f"{camel_case(name)} is a number from 0 on, not {value!r}")
        for name in ("message", "sorted"):
            if getattr(self, name) not in (True, False):
                raise ValueError(f"{name} is true or false, not {getattr(self, name)!r}")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Duplicates:
        """Read the attributes, their names in camel case, or raise `ValueError`."""
        names = attributes(cls)
        if unknown := sorted(set(value) - set(names)):
            raise ValueError(f"there is no {', '.join(unknown)}; there are {', '.join(names)}")
        return cls(**{names[name]: found for name, found in value.items()})

    def to_json(self) -> dict[str, Any]:
        """Return the attributes as the control API shows them."""
        return as_json(self)

    def shows(self, order: Mapping[str, Any], now: datetime) -> bool:
        """Tell whether the search shows an order already."""
        return times.parse(order["createdOn"]) + timedelta(seconds=self.visible_after) <= now


class RequestUuids:
    """Remembers `x-acme-request-uuid`s in one of the ways."""

    def __init__(self) -> None:
        self._until: dict[tuple[int, str], float] = {}

    def receive(self, tenant_id: int, uuid: str, ways: Duplicates, now: float) -> None:
        """Refuse a uuid that is remembered with 409, and note that it has arrived."""
        key = (tenant_id, uuid.lower())
        if now < self._until.get(key, -math.inf):
            raise Refusal(409, f"the request {uuid} was received before" if ways.message else "")
        if ways.remembered == "on-receipt":
            self._until[key] = math.inf

    def kept(self) -> list[list[Any]]:
        """Return tenant, uuid and end of each memory, None for one without end."""
        return [
            [tenant_id, uuid, None if until == math.inf else until]
            for (tenant_id, uuid), until in self._until.items()
        ]

    def restore(self, kept: list[list[Any]]) -> None:
        """Remember these uuids and no others."""
        self._until = {
            (int(tenant_id), str(uuid)): math.inf if until is None else float(until)
            for tenant_id, uuid, until in kept
        }

    def end(self, tenant_id: int, uuid: str, ways: Duplicates, now: float, *, bought: bool) -> None:
        """Note what became of a request that was received."""
        if bought or ways.remembered in {"on-receipt", "also-declined"}:
            confirmed = now + ways.confirmation
            for_ever = {"limited-time": confirmed + ways.seconds, "in-progress": confirmed}
            self._until[tenant_id, uuid.lower()] = for_ever.get(ways.remembered, math.inf)


class CardCharges:
    """Remembers which card paid which amount when."""

    def __init__(self) -> None:
        self._charged_at: dict[tuple[str, Decimal], float] = {}

    def refuse_repeated(self, card: str, charged: Decimal, now: float, status: int) -> None:
        """Refuse the same card and amount within five minutes: code 16003."""
        before = self._charged_at.get((card, charged))
        if before is not None and now - before < SAME_CARD_SECONDS:
            raise Refusal(
                status,
                "Duplicate transaction found: this card paid this amount within five minutes",
                type="DUPLICATE_TRANSACTION_FOUND",
                code=16003,
            )

    def remember(self, card_number: str, charged: Decimal, now: float) -> None:
        """Note the charge."""
        self._charged_at[card_number, charged] = now
