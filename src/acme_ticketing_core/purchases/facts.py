"""What a purchase and its order have in common: orders do not carry its uuid.

Facts: api-facts/checkout.md, "Finding out what became of a purchase".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast, final

from acme_ticketing_core.errors import AcmeError, DecodeError
from acme_ticketing_core.models import json
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.scalars import MOMENT
from acme_ticketing_core.models.values import value_at

Fields = Mapping[str, tuple[str, ...]]

_WHOLE: Final = re.compile(r"([0-9]+)(\.0*)?")
_LAST_OF_CARD: Final = 4
_SAME_END: Final = 7  # digits of a telephone number; what stands before is written in many ways


@final
class Facts:
    """What a purchase's body, or an order, says; never a card number."""

    def __init__(self, data: Any, fields: Fields, zone: tzinfo | None = None) -> None:
        def texts(fact: str) -> list[str]:
            return list(_texts(data, fields.get(fact, ())))

        emails, telephones = texts("email"), texts("telephone")
        self.email: Final = next(iter(emails), "")
        self.telephone: Final = next(iter(telephones), "")
        self.emails: Final = frozenset(text.lower() for text in emails)
        self.telephones: Final = frozenset(_digits(text)[-_SAME_END:] for text in telephones) - {""}
        self.customers: Final = frozenset(text.casefold() for text in texts("customer"))
        self.cards: Final = frozenset(map(_last_four, texts("card"))) - {""}
        self.amounts: Final = frozenset(_amounts(texts("amount")))
        self.notes: Final = " ".join(sorted(set(texts("notes"))))
        self.cart: Final = next(iter(texts("cart")), "")
        self.lines: Final = Counter[tuple[str, str]]()  # tickets of an event and a type
        self.read_lines(data, fields)
        times = (moment(value_at(data, path), zone) for path in fields.get("time", ()))
        self.time: Final = next((time for time in times if time is not None), None)

    def read_lines(self, data: Any, fields: Fields) -> None:
        self.unsure_lines = False  # whether one is not understood
        for path in fields.get("lines", ()):
            for line in _each(data, path.split("[].")):
                event = next(_texts(line, fields["lineEvent"]), "")
                ticket = next(_texts(line, fields["lineTicket"]), "")
                whole = _WHOLE.fullmatch(next(_texts(line, fields["lineQuantity"]), ""))
                if event and ticket and whole is not None:
                    if number := int(whole[1]):
                        self.lines[event, ticket] += number
                elif event or ticket:
                    self.unsure_lines = True
        # Whether nothing else was bought that would become lines for events.
        self.only_lines = not any(value_at(data, path) for path in fields.get("bundles", ()))

    def differences(self, order: Facts, uuid: str) -> tuple[bool, bool]:
        """Tell whether an order is certainly, and whether it is perhaps, another purchase's."""
        # What either does not tell does not count.
        lines = bool(self.lines and order.lines) and (
            self.lines != order.lines
            if self.only_lines
            else any(order.lines[line] != quantity for line, quantity in self.lines.items())
        )
        unsure = self.unsure_lines or order.unsure_lines
        noted = uuid in self.notes and bool(order.notes) and uuid not in order.notes
        surely = _apart(self.cards, order.cards) or (lines and not unsure) or noted
        perhaps = lines or any(
            _apart(getattr(self, fact), getattr(order, fact))
            for fact in ("emails", "telephones", "customers", "amounts")
        )
        return surely, perhaps


def body_data(content: bytes | None) -> Any:
    try:
        return json.loads(content or b"{}")
    except DecodeError:
        return {}


def paid_by_card(content: bytes | None, fields: Fields) -> bool:
    data = body_data(content)
    return any(any(_texts(data, fields.get(fact, ()))) for fact in ("card", "cardToken"))


def order_id(order: Any) -> str:
    return str(value_at(order, "id") or "")


def orders_at(data: Any, path: str) -> list[dict[str, Any]]:
    rows: list[Any] = value_at(data, path)
    if type(rows) is not list:
        raise DecodeError("its answer has no list of orders")
    orders = [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]
    if len(orders) < len(rows) or not all(map(order_id, orders)):
        raise DecodeError("its answer holds what is no order")
    return orders


def moment(value: Any, zone: tzinfo | None) -> datetime | None:
    """None without an offset or a zone."""
    found = MOMENT.read(value, Reading(zone=zone))
    try:
        return found.astimezone(UTC) if isinstance(found, datetime) else None
    except OverflowError:
        return None


def _texts(data: Any, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        value = value_at(data, path)
        if isinstance(value, (str, int, float)) and (text := str(value).strip()):
            yield text


def _last_four(text: str) -> str:
    """Empty: it is masked. A number has lost its zeros."""
    digits = _digits(text)
    known = digits == text or len(digits) >= _LAST_OF_CARD
    return digits[-_LAST_OF_CARD:].zfill(_LAST_OF_CARD) if known else ""


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _amounts(texts: list[str]) -> Iterator[Decimal]:
    for text in texts:
        with suppress(InvalidOperation):
            if (amount := Decimal(text)).is_finite():
                yield amount


def _each(data: Any, steps: list[str]) -> Iterator[Any]:
    found = value_at(data, steps[0])
    items: list[Any] = found
    for item in items if type(found) is list else ():
        yield from [item] if len(steps) == 1 else _each(item, steps[1:])


def _apart(first: frozenset[Any], second: frozenset[Any]) -> bool:
    return bool(first and second and first.isdisjoint(second))


T = TypeVar("T")


class Bought(NamedTuple, Generic[T]):
    """The purchase was carried out: exactly one order fits it, and nothing of it contradicts."""

    order: T


class NotFound(NamedTuple):
    """No order fits, though the server had time to make it and the search answered to the end.

    Attributes:
        searched_until: when the last search began.

    """

    searched_until: datetime


class Undecided(NamedTuple):
    """Nobody can tell yet.

    Attributes:
        candidates: orders, as JSON, of which one may be the purchase's.
        why: why it is not decided.
        error: the failure that kept from looking, if that is why.

    """

    candidates: tuple[Any, ...]
    why: str
    error: AcmeError | None = None


Settled: TypeAlias = Bought[T] | NotFound | Undecided
