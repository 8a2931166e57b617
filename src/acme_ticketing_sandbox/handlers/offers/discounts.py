"""Discounts (page 33000250680, api-facts/pricing-addons.md)."""

from __future__ import annotations

from ...state import Record
from ...state.pricing import discounted
from ...values import money
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2b.discounts.list")
def list_discounts(call: Call) -> Record:
    """List discounts."""
    return page_of(call, call.state.discounts, sorted_by="name")


@answers("b2b.discounts.get")
def get(call: Call) -> Record:
    """Read one discount."""
    return call.state.discounts.get(call.path["id"])


@answers("b2b.discounts.getPriceList")
def get_price_list(call: Call) -> Record:
    """Read what a discount leaves of the prices of a list; other prices are left out."""
    discount = call.state.discounts.get(call.path["id"])
    values = {value.get("personTypeId"): value for value in discount.get("values", [])}
    prices = call.state.price_lists.get(call.path["priceListId"]).get("prices", [])
    return {
        "prices": [
            _price(price, values[price["personType"]["id"]])
            for price in prices
            if price.get("personType", {}).get("id") in values and "price" in price
        ]
    }


@answers("b2b.discounts.create")
def create(call: Call) -> str:
    """Make a discount and answer its id."""
    return str(call.state.discounts.add(call.body)["id"])


@answers("b2b.discounts.replace")
def replace(call: Call) -> Record:
    """Replace the discount that the path names."""
    return call.state.discounts.replace(call.path["id"], call.body)


@answers("b2b.discounts.delete")
def delete(call: Call) -> Record:
    """Delete a discount and answer it."""
    return call.state.discounts.remove(call.path["id"])


def _price(price: Record, value: Record) -> Record:
    before = money.amount(price["price"])
    after = discounted(before, value)
    # Where a discount applies, the price itself already accounts for it.
    worked_out = {"price": after, "discount": before - after, "discountedPrice": after}
    return {**price, **{name: float(amount) for name, amount in worked_out.items()}}
