"""What the venue sells besides events, and at which price (api-facts/pricing-addons.md).

Pages 33000256997, 33000250717, 33000283742, 33000250680, 33000250647 and 33000250648.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from ..http.refusal import Refusal
from ..state import Record, State, entries
from ..state.pricing import check_prices, discounted
from ..values import money, times
from .call import Call, answers
from .listing import overlaps, page_of
from .plain import plain


@answers("b2b.addOns.list")
def list_add_ons(call: Call) -> Record:
    types = call.query.get("addOnTypes")
    word = call.query.get("search", "").lower()
    found = (
        add_on
        for add_on in call.state.add_ons
        if (not types or add_on.get("type") in types) and word in add_on.get("name", "").lower()
    )
    return page_of(call.query, found, sorted_by="displayOrder")


def new_add_on(state: State, body: Record) -> Record:
    now = state.timestamp
    defaults = {"name": "", "price": "0.00", "quantity": 0, "createdOn": now, "updatedOn": now}
    return {**defaults, **body, "tenantId": state.venue.tenant_id}


@plain("b2b.addOns", "get create replace delete")
def _add_on(call: Call, known: Record) -> Record:
    """Return the body's add-on, or refuse a price or a stock below zero."""
    for name in ("price", "quantity"):
        if money.amount(call.body.get(name, 0)) < 0:
            raise Refusal(400, f"body.{name} is {call.body[name]}, less than 0")
    changed = {**known, **call.body, "updatedOn": call.state.timestamp}
    return changed if known else new_add_on(call.state, call.body)


def _restock(sign: int, call: Call, add_on: Record) -> Record:
    """Take a number of an add-on out of stock, or put it in.

    The body's fields are in no source; `id` and `quantity` are the sandbox's reading.
    """
    quantity = call.body.get("quantity", 1)
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 1 <= quantity < 2**63:
        raise Refusal(400, f"body.quantity is a number from 1 on, not {quantity!r:.60}")
    if sign < 0 and quantity > add_on["quantity"]:
        raise Refusal(400, f"body.quantity is {quantity}, but {add_on['quantity']} are in stock")
    add_on["quantity"] += sign * quantity
    add_on["updatedOn"] = call.state.timestamp
    return add_on


answers("b2b.addOns.consume", about="add_ons")(partial(_restock, -1))
answers("b2b.addOns.fill", about="add_ons")(partial(_restock, 1))


@answers("combo.templates.list")
def list_combo_templates(call: Call) -> list[Record]:
    """List the combination offers whose run overlaps the period."""
    # Which event templates an offer holds is in no source, so that filter narrows nothing.
    return [each for each in call.state.combo_templates if overlaps(each, call.query)]


def new_combo_template(state: State, body: Record) -> Record:
    """Return the body's offer, which begins today and lasts a year unless it says otherwise."""
    today = times.start_of_day(state.now())
    return {
        "summary": body.get("description", "")[:300],
        "startTime": times.write(today),
        "endTime": times.write(today + timedelta(days=365)),
        **body,
    }


@plain("combo.templates", "get create replace delete", kind="combo_templates")
def _combo_template(call: Call, _: Record) -> Record:
    return new_combo_template(call.state, call.body)


@answers("b2b.coupons.listByCategory")
def list_coupons_by_category(call: Call) -> list[Record]:
    return list(call.state.coupons.where("categoryId", call.path["categoryId"]))


@plain("b2b.coupons", "list get create replace")
def _coupon(call: Call, _: Record) -> Record:
    """Return the body's coupon; a reseller's has the reseller's name."""
    reseller = call.state.organizations.find(call.body.get("resellerId"))
    return {**call.body, "companyName": reseller["name"]} if reseller else call.body


@plain("b2b.priceLists", "list get create:id replace delete")
def _price_list(call: Call, _: Record) -> Record:
    check_prices(call.body)
    return dict(call.body)


@plain("b2b.discounts", "list:name get create:id replace delete")
def _discount(call: Call, _: Record) -> Record:
    """Return the body's discount, or refuse values that are no amounts: they may be any text."""
    for value, place in entries(call.body, "values"):
        named = value.get("value") or 0
        try:
            usable = abs(money.amount(named)) < money.LIMIT
        except ValueError:
            usable = False
        if not usable:
            raise Refusal(400, f"{place}.value is no usable amount: {named!r:.60}")
    return dict(call.body)


@answers("b2b.discounts.getPriceList", about="discounts")
def get_discounted_price_list(call: Call, discount: Record) -> Record:
    """Read what a discount leaves of the prices of a list; other prices are left out."""
    values = {v["personTypeId"]: v for v in discount.get("values", []) if "personTypeId" in v}
    prices = call.state.price_lists.get(call.path["priceListId"]).get("prices", [])
    return {
        "prices": [
            _price(price, values[price["personType"]["id"]])
            for price in prices
            if price.get("personType", {}).get("id") in values and "price" in price
        ]
    }


def _price(price: Record, value: Record) -> Record:
    before = money.amount(price["price"])
    after = discounted(before, value)
    # Where a discount applies, the price itself already accounts for it.
    worked_out = {"price": after, "discount": before - after, "discountedPrice": after}
    return {**price, **{name: float(amount) for name, amount in worked_out.items()}}


@answers("b2b.personTypes.list")
def list_person_types(call: Call) -> list[Record]:
    wanted = call.query.get("types", "normal")
    return [
        found
        for found in call.state.person_types
        if (call.query.get("includeInactive") or found.get("active", True))
        and (wanted == "all" or (found.get("type") == "Group") is (wanted == "group"))
    ]


@plain("b2b.personTypes", "get create replace delete")
def _person_type(call: Call, known: Record) -> Record:
    return call.body if known else {"type": "Individual", "active": True, **call.body}
