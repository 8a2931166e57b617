"""A seed's carts and orders: what visitors have chosen and paid for already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..http.refusal import Refusal
from ..state import Record, State
from ..state.payments import Payment
from ..state.pricing import priced
from ..state.sales.checkout import Purchase, buy, ready_cart
from ..state.sales.orders import contact_of
from .names import by_name, person


def populate_carts(state: State, entries: list[Any]) -> None:
    """Make the carts.

    Raises:
        KeyError: a name is none.
        Refusal: an event is none.

    """
    for index, entry in enumerate(entries):
        state.identifiers.expect("cart", entry.get("id"))
        cart = {**_cart(state, entry), "saleChannel": "online"}
        state.carts.add(priced(state, cart, f"$.carts[{index}]"))


def populate_orders(state: State, entries: list[Any]) -> None:
    """Sell the orders.

    Raises:
        KeyError: a name is none.
        Refusal: an event is none, or has too few places left.

    """
    for index, entry in enumerate(entries):
        place = f"$.orders[{index}]"
        state.identifiers.expect("order", entry.get("id"))
        for number in entry.get("itemIds", []):
            state.identifiers.expect("order item", number)
        for uuid in entry.get("ticketUuids", []):
            state.identifiers.expect("ticket", uuid)
        guest = person(entry, entry["guest"], 200 + index)
        names = {"contactFirstName": guest["firstName"], "contactLastName": guest["lastName"]}
        purchase = Purchase(
            cart=ready_cart(state, _cart(state, entry), place),
            contact=contact_of({**guest, **names, "zipCode": "04101"}),
            payment=Payment("CreditCard", last_four="1111"),
            sale_channel=entry.get("channel", "online"),
            place=place,
        )
        buy(state, purchase, at=state.now() - timedelta(hours=entry["hoursAgo"]))


def _cart(state: State, entry: Record) -> Record:
    template = by_name(state.event_templates)[entry["template"]]
    events = [event for event in state.events if event["templateId"] == template["id"]]
    if entry["occurrence"] >= len(events):
        raise Refusal(400, f"{entry['template']} has no occurrence {entry['occurrence']}")
    types = by_name(state.person_types)
    event_id = events[entry["occurrence"]]["id"]
    return {
        "items": [
            {"eventId": event_id, "ticketingTypeId": types[name]["id"], "quantity": quantity}
            for name, quantity in entry["tickets"].items()
        ]
    }
