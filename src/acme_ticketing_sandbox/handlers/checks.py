"""What is not stored although no schema rules it out: a later call that uses it could only fail."""

from __future__ import annotations

from collections.abc import Callable

from ..http.refusal import Refusal
from ..state import Record, entries
from ..state.events import admission_of, sale_ends
from ..values import money


def check_price_list(price_list: Record, place: str = "body") -> None:
    """Refuse with 400 a price list with a price below zero, which no payment could settle."""
    for price, where in entries(price_list, "prices", place):
        if price.get("price", 0) < 0:
            raise Refusal(400, f"{where}.price is {price['price']}, less than 0")


def check_level(level: Record) -> None:
    """Refuse with 400 a membership level that nobody could hold, or with a price below zero."""
    people = level.get("rules", {}).get("numberOfCardHolders", 1)
    if people < 1:
        raise Refusal(400, f"body.rules.numberOfCardHolders is {people}, less than 1")
    for offering, place in entries(level, "offerings"):
        for price_list, where in entries(offering, "priceLists", place):
            check_price_list(price_list, where)


def check_discount(discount: Record) -> None:
    """Refuse with 400 a discount whose values are no amounts: the specification takes any text."""
    for value, place in entries(discount, "values"):
        named = value.get("value") or 0
        try:
            usable = abs(money.amount(named)) < money.LIMIT
        except ValueError:
            usable = False
        if not usable:
            raise Refusal(400, f"{place}.value is no usable amount: {named!r:.60}")


def check_add_on(add_on: Record) -> None:
    """Refuse with 400 a price or a stock below zero."""
    for name in ("price", "quantity"):
        if money.amount(add_on.get(name, 0)) < 0:
            raise Refusal(400, f"body.{name} is {add_on[name]}, less than 0")


def check_event(event: Record) -> None:
    """Refuse with 400 a price below zero, and minutes that lead out of the calendar."""
    check_price_list(event.get("priceList", {}), "body.priceList")
    for part, when in (("postStartPurchase", sale_ends), ("checkInWindow", admission_of)):
        try:
            when(event)
        except OverflowError as error:
            message = f"body.ticketDetails.{part} is more minutes away than the calendar holds"
            raise Refusal(400, message) from error


# By the state's records: what holds the body of a call to make or replace one.
CHECKS: dict[str, Callable[[Record], None]] = {
    "add_ons": check_add_on,
    "discounts": check_discount,
    "membership_levels": check_level,
    "price_lists": check_price_list,
}
