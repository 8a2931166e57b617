"""What the lines of a cart cost (api-facts/carts.md, pricing-addons.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from ..http.refusal import Refusal
from ..values import money
from .records import Record, entries
from .state import State

EVENT_ITEM = "Event"
COMBO_ITEM = "ComboEvent"
TICKETS = frozenset({EVENT_ITEM, COMBO_ITEM})
INVENTORY_ITEM = "Inventory"
MEMBERSHIP_PREFIX = "Membership"
CANCELLATION = "MembershipCancel"
PERCENTAGE = "percentage"
MOST_OF_A_KIND = 1000


def priced(state: State, cart: Record, place: str = "body") -> Record:
    """Return the cart with each line's names and prices, or refuse a line by its place with 400."""
    items = []
    for item, where in entries(cart, "items", place):
        quantity = quantity_of(item, where)
        line = {"itemType": EVENT_ITEM, **item, **_line(state, cart, item, where)}
        items.append(_counted(state, line, quantity))
    return {**cart, "items": items}


def _counted(state: State, line: Record, quantity: int) -> Record:
    """Return a line, which has prices, with what so many cost."""
    return {
        **line,
        "itemId": line.get("itemId") or state.identifiers.hexadecimal("cart item", 32),
        "quantity": quantity,
        "amount": money.text(money.amount(line["unitPrice"]) * quantity),
    }


def quantity_of(line: Record, place: str) -> int:
    """Return how many a line is for, or refuse with 400."""
    quantity: int = line.get("quantity", 0)
    if not 0 <= quantity <= MOST_OF_A_KIND:
        raise Refusal(400, f"{place}.quantity is {quantity}: 0 to {MOST_OF_A_KIND} are sold")
    return quantity


def _ticket(event: Record, ticketing_type_id: object, place: str) -> tuple[Record, Decimal]:
    """Return what a line says of an event and a kind of visitor, and the price, or refuse."""
    price = _price_for(ticketing_type_id, [event.get("priceList", {})])
    if price is None:
        raise Refusal(400, f"{place}: {event['name']} has no price for {ticketing_type_id!r}")
    kind = price["personType"].get("name", "")
    told = {"eventName": event["name"], "ticketingTypeName": kind, "eventTime": event["startTime"]}
    return told, money.amount(price["price"])


def _price_for(person_type_id: object, price_lists: list[Record]) -> Record | None:
    for price_list in price_lists if person_type_id is not None else ():
        for price in price_list.get("prices", []):
            if "price" in price and price.get("personType", {}).get("id") == person_type_id:
                return cast("Record", price)
    return None


def check_prices(price_list: Record, place: str = "body") -> None:
    """Refuse with 400 a price list with a price below zero, which no payment could settle."""
    for price, where in entries(price_list, "prices", place):
        if price.get("price", 0) < 0:
            raise Refusal(400, f"{where}.price is {price['price']}, less than 0")


def membership_price(state: State, info: Record, place: str) -> Decimal:
    """Return what a level's offering costs at a price point, or refuse with 400."""
    names = ("membershipCategoryId", "membershipOfferingId", "pricePointId")
    return price_point(state, {f"{place}.{name}": info.get(name) for name in names})


def price_point(state: State, ids: dict[str, object]) -> Decimal:
    """Return a price by the ids of level, offering and price point, or refuse one by its key."""
    (level_place, level_id), (offering_place, offering_id), (price_place, price_id) = ids.items()
    level = state.membership_levels.referred(level_id, level_place)
    offering = offering_of(level, offering_id)
    if offering is None:
        raise Refusal(400, f"{offering_place}: the level has no such offering")
    price = _price_for(price_id, offering.get("priceLists", []))
    if price is None:
        raise Refusal(400, f"{price_place}: the offering has no such price")
    return money.amount(price["price"])


def offering_of(level: Record, offering_id: object) -> Record | None:
    offerings: list[Record] = level.get("offerings", []) if offering_id is not None else []
    return next((found for found in offerings if found.get("id") == offering_id), None)


def discounted(price: Decimal, value: Record) -> Decimal:
    """Return a price after one of a discount's values, never below zero."""
    off = money.amount(value.get("value") or 0)
    if value.get("discountType", PERCENTAGE) == PERCENTAGE:
        off = money.amount(price * off / 100)
    return max(money.ZERO, price - off)


def _line(state: State, cart: Record, item: Record, place: str) -> Record:
    kind = item.get("itemType", EVENT_ITEM)
    if kind in TICKETS:
        return _tickets(state, cart, item, place)
    if kind == INVENTORY_ITEM:
        add_on = state.add_ons.referred(item.get("inventoryId"), f"{place}.inventoryId")
        return {"inventoryName": add_on["name"], **_unit(money.amount(add_on["price"]))}
    if kind == CANCELLATION:
        return _unit(money.ZERO)
    if kind.startswith(MEMBERSHIP_PREFIX):
        info = item.get("membershipInfo") or {}
        return _unit(membership_price(state, info, f"{place}.membershipInfo"))
    # A donation is worth what the giver says; other kinds carry the price they were offered at.
    name = "unitPrice" if item.get("unitPrice") else "amount"
    given = money.amount(item.get(name) or 0)
    if given < 0:
        raise Refusal(400, f"{place}.{name} is {given}, less than 0")
    return _unit(given)


def _tickets(state: State, cart: Record, item: Record, place: str) -> Record:
    event = state.events.referred(item.get("eventId"), f"{place}.eventId")
    person_type = item.get("ticketingTypeId")
    told, retail = _ticket(event, person_type, f"{place}.ticketingTypeId")
    offers = [retail, money.amount(retail * (1 - _member_rate(state, cart)))]
    offers += [discounted(retail, value) for value in _values(state, cart, person_type)]
    return {**told, "admissionType": event["admissionType"], **_unit(retail, min(offers))}


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
    rates = (state.benefits.get(level, {}).get("eventDiscountPercent", 0) for level in levels)
    return Decimal(max(rates, default=0)) / 100


def _values(state: State, cart: Record, person_type: object) -> list[Record]:
    """Return what the discounts of the cart's codes say of a kind of visitor.

    A coupon's own worth is in no source, so a code counts when a discount has it. The internal
    `couponCode` switches the others off, as the vendor says.
    """
    codes = cart.get("couponCodes") or [] if not cart.get("couponCode") else []
    return [
        value
        for discount in state.discounts
        if discount.get("code") in codes
        for value in discount.get("values") or []
        if value.get("personTypeId") == person_type
    ]


def combo_lines(state: State, cart: Record, place: str) -> list[Record]:
    """Return what the cart's combination offers sell, a priced line for each kind of ticket."""
    lines = []
    for combo, where in entries(cart, "comboItems", place):
        state.combo_templates.referred(combo.get("comboTemplateId"), f"{where}.comboTemplateId")
        events = {}
        for chosen, at in entries(combo, "events", where):
            event = state.events.referred(chosen.get("eventId"), f"{at}.eventId")
            events[chosen.get("eventTemplateId")] = event
        for ticket, at in entries(combo, "tickets", where):
            if found := events.get(ticket.get("eventTemplateId")):
                lines.append(_combo_line(state, combo, ticket, found, at))
    return lines


def _combo_line(state: State, combo: Record, ticket: Record, event: Record, place: str) -> Record:
    kind = ticket.get("ticketTypeId")
    told, retail = _ticket(event, kind, f"{place}.ticketTypeId")
    # The offer's own price is in no source: the one that the cart was offered counts.
    name = "discountedPrice" if ticket.get("discountedPrice") else "price"
    unit = money.amount(ticket.get(name) or retail)
    if unit < 0:
        raise Refusal(400, f"{place}.{name} is {unit}, less than 0")
    line = {
        "itemType": COMBO_ITEM,
        "comboTemplateType": combo.get("comboTemplateType", "fixedPrice"),
        "eventId": event["id"],
        "ticketingTypeId": kind,
        **told,
        **_unit(retail, min(unit, retail)),
    }
    return _counted(state, line, quantity_of(ticket, place))
