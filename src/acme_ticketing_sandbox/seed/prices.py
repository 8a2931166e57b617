"""A seed's person types and price lists."""

from __future__ import annotations

from typing import Any

from ..state import Record, State
from ..state.events import all_channels
from ..values import money, times
from .names import by_name

_SHOWN = ("id", "name", "description", "type", "active", "displayOrder")


def populate_prices(state: State, person_types: list[Any], price_lists: list[Any]) -> None:
    """Make the person types and price lists.

    Raises:
        KeyError: a person type's name is none.

    """
    for order, entry in enumerate(person_types, start=1):
        state.identifiers.expect("person type", entry.get("id"))
        state.person_types.add(
            {"type": "Individual", **entry, "active": True, "displayOrder": order}
        )
    known = by_name(state.person_types)
    start = times.start_of_day(state.now()).replace(month=1, day=1)
    for entry in price_lists:
        state.identifiers.expect("price list", entry.get("id"))
        state.price_lists.add(
            {
                "name": entry["name"],
                "description": entry.get("description", ""),
                "effectiveStartTime": times.write(start),
                "prices": [_price(known[name], text) for name, text in entry["prices"].items()],
            }
        )


def _price(person_type: Record, text: str) -> Record:
    price = float(money.amount(text))
    return {
        "personType": {name: person_type[name] for name in _SHOWN if name in person_type},
        "price": price,
        "discount": 0,
        "discountedPrice": price,
        "displayOrder": person_type["displayOrder"],
        "salesChannels": all_channels(),
    }
