"""What the lines of a cart cost (api-facts/carts.md, pricing-addons.md)."""

from __future__ import annotations

from decimal import Decimal

from .. import money
from ..refusal import Refusal
from .records import Record
from .state import State

EVENT_ITEM = "Event"
INVENTORY_ITEM = "Inventory"
DONATION_ITEM = "Donation"
MEMBERSHIP_PREFIX = "Membership"


def priced(state: State, cart: Record, place: str = "body") -> Record:
    """Return the cart with each line's names and prices worked out.

    Args:
        state: the venue.
        cart: as the caller sent it.
        place: how refusals call it.

    Raises:
        Refusal: 400, a line refers to nothing that is sold.

    """
    rate = _member_rate(state, cart)
    items = []
    for index, item in enumerate(cart.get("items") or []):
        where = f"{place}.items[{index}]"
        quantity = item.get("quantity", 0)
        if quantity < 0:
            raise Refusal(400, f"{where}.quantity is negative")
        line = _line(state, item, rate, where)
        unit = line["unitPrice"]
        items.append(
            {
                "itemId": item.get("itemId") or state.identifiers.hexadecimal("cart item", 32),
                "itemType": EVENT_ITEM,
                **{name: value for name, value in item.items() if name != "itemId"},
                **line,
                "quantity": quantity,
                "amount": money.text(money.amount(unit) * quantity),
            }
        )
    return {**cart, "items": items}


def price_of(event: Record, ticketing_type_id: object, place: str) -> Record:
    """Return the entry of the event's price list for a kind of visitor.

    Raises:
        Refusal: 400, the event is not sold to it.

    """
    prices: list[Record] = event["priceList"]["prices"]
    for price in prices:
        if price["personType"]["id"] == ticketing_type_id:
            return price
    raise Refusal(400, f"{place}: {event['name']} has no price for {ticketing_type_id!r}")


def _line(state: State, item: Record, rate: Decimal, place: str) -> Record:
    kind = item.get("itemType", EVENT_ITEM)
    if kind == EVENT_ITEM:
        return _tickets(state, item, rate, place)
    if kind == INVENTORY_ITEM:
        add_on = state.add_ons.referred(item.get("inventoryId"), f"{place}.inventoryId")
        return {"inventoryName": add_on["name"], **_unit(money.amount(add_on["price"]))}
    if kind.startswith(MEMBERSHIP_PREFIX):
        return _unit(membership_price(state, item.get("membershipInfo") or {}, place))
    # A donation is worth what the giver says; other kinds carry the price they were offered at.
    given = item.get("unitPrice") or item.get("amount") or money.ZERO
    try:
        return _unit(money.amount(given))
    except ValueError as error:
        raise Refusal(400, f"{place}.unitPrice: {error}") from error


def _tickets(state: State, item: Record, rate: Decimal, place: str) -> Record:
    event = state.events.referred(item.get("eventId"), f"{place}.eventId")
    price = price_of(event, item.get("ticketingTypeId"), f"{place}.ticketingTypeId")
    retail = money.amount(price["price"])
    return {
        "eventName": event["name"],
        "ticketingTypeName": price["personType"]["name"],
        "eventTime": event["startTime"],
        "admissionType": event["admissionType"],
        **_unit(retail, money.amount(retail * (1 - rate))),
    }


def membership_price(state: State, info: Record, place: str) -> Decimal:
    """Return what a membership costs.

    Raises:
        Refusal: 400, the level, its offering or the price point is unknown.

    """
    where = f"{place}.membershipInfo"
    level = state.membership_levels.referred(
        info.get("membershipCategoryId"), f"{where}.membershipCategoryId"
    )
    for offering in level["offerings"]:
        if offering["id"] == info.get("membershipOfferingId"):
            for price in offering["priceLists"][0]["prices"]:
                if price["personType"]["id"] == info.get("pricePointId"):
                    return money.amount(price["price"])
            raise Refusal(400, f"{where}.pricePointId: {offering['name']} has no such price")
    raise Refusal(400, f"{where}.membershipOfferingId: {level['name']} has no such offering")


def _unit(retail: Decimal, unit: Decimal | None = None) -> Record:
    return {
        "retailUnitPrice": money.text(retail),
        "unitPrice": money.text(retail if unit is None else unit),
    }


def _member_rate(state: State, cart: Record) -> Decimal:
    """Return the share of ticket prices that the cart's memberships take off."""
    ids = [*(cart.get("membershipIds") or []), cart.get("membershipId")]
    levels = [found["categoryId"] for named in ids if (found := state.memberships.find(named))]
    if cart.get("membershipCategoryId") and not levels:
        levels.append(cart["membershipCategoryId"])
    return max((state.member_rates.get(level, Decimal(0)) for level in levels), default=Decimal(0))
