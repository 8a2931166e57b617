"""Combination offers in a cart: several events sold together (api-facts/combos.md)."""

from __future__ import annotations

from ...values import money
from ..pricing import COMBO_ITEM, MOST_OF_A_KIND, price_of
from ..records import Record
from ..state import State


def combo_lines(state: State, cart: Record, place: str) -> list[Record]:
    """Return what the cart's combination offers sell, a priced line for each kind of ticket.

    Args:
        state: the venue.
        cart: its `comboItems` count.
        place: how refusals call it.

    Raises:
        Refusal: 400, an offer, an event or a kind of visitor is unknown.

    """
    lines = []
    for index, combo in enumerate(cart.get("comboItems") or []):
        where = f"{place}.comboItems[{index}]"
        state.combo_templates.referred(combo.get("comboTemplateId"), f"{where}.comboTemplateId")
        events = {
            chosen.get("eventTemplateId"): state.events.referred(
                chosen.get("eventId"), f"{where}.events.eventId"
            )
            for chosen in combo.get("events") or []
        }
        for ticket in combo.get("tickets") or []:
            event = events.get(ticket.get("eventTemplateId"))
            if event is not None:
                lines.append(_line(state, combo, ticket, event, where))
    return lines


def _line(state: State, combo: Record, ticket: Record, event: Record, place: str) -> Record:
    kind = ticket.get("ticketTypeId")
    price = price_of(event, kind, f"{place}.tickets.ticketTypeId")
    retail = money.amount(price["price"])
    # The offer's own price is in no source: the one that the cart was offered counts.
    unit = money.amount(ticket.get("discountedPrice") or ticket.get("price") or retail)
    quantity = min(max(0, ticket.get("quantity", 0)), MOST_OF_A_KIND)
    return {
        "itemId": state.identifiers.hexadecimal("cart item", 32),
        "itemType": COMBO_ITEM,
        "comboTemplateType": combo.get("comboTemplateType", "fixedPrice"),
        "eventId": event["id"],
        "ticketingTypeId": kind,
        "eventName": event["name"],
        "ticketingTypeName": price["personType"].get("name", ""),
        "eventTime": event["startTime"],
        "quantity": quantity,
        "retailUnitPrice": money.text(retail),
        "unitPrice": money.text(min(unit, retail)),
        "amount": money.text(min(unit, retail) * quantity),
    }
