"""Selling: a cart and a payment become an order (api-facts/checkout.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from ...http.refusal import Refusal
from ...values import money
from ..duplicates import refuse_repeated_charge
from ..events import sale_ends
from ..memberships import apply_membership_line, check_membership_line, is_membership_line
from ..payments import CREDIT_CARD, Payment
from ..places import sell
from ..pricing import INVENTORY_ITEM, TICKETS, combo_lines, priced
from ..records import Record, entries
from ..state import State
from .entitlements import entitlements
from .orders import add_order


def ready_cart(state: State, cart: Record, place: str) -> Record:
    """Return a cart priced, its combination offers among its lines."""
    ready = priced(state, cart, place)
    return {**ready, "items": ready["items"] + combo_lines(state, cart, place)}


def due_for(cart: Record) -> Decimal:
    """Return what a cart costs that is ready to be bought."""
    return sum((money.amount(line["amount"]) for line in cart["items"]), money.ZERO)


def problems_of(state: State, cart: Record, place: str) -> Iterator[str]:
    """Tell what hinders the sale of a ready cart, a sentence each."""
    for line, where in entries(cart, "items", place):
        if not line["quantity"]:
            continue
        tickets = line["itemType"] in TICKETS
        if tickets and sale_ends(state.events.get(line["eventId"])) <= state.now():
            yield f"{where}: the sale of {line['eventName']} at {line['eventTime']} has ended"
        if is_membership_line(line):
            yield from check_membership_line(state, line, where)
    if cart.get("verifyEntitlements"):
        yield from entitlements(state, cart)["messages"]


def buy(
    state: State,
    cart: Record,
    contact: Record,
    payment: Payment,
    *,
    sale_channel: str,
    place: str,
    reservation_id: object = None,
    at: datetime | None = None,
) -> Record:
    """Sell everything in a ready cart, which refusals call `place`, or nothing, by default now.

    What is refused, with 400: an empty cart, an event with too few places left, a payment that is
    not what is due, and the same card and amount within five minutes (code 16003).
    """
    asked = at or state.now()
    moment = asked if at else asked + timedelta(seconds=state.duplicates.confirmation)
    lines = [line for line in cart["items"] if line["quantity"] > 0]
    if not lines:
        raise Refusal(400, f"{place}.items holds nothing to buy", type="EMPTY_CART")
    due = due_for(cart)
    paid = due if payment.amount is None else payment.amount
    if not 0 <= paid <= due:
        raise Refusal(400, f"body.chargeAmount is {money.text(paid)}, but {money.text(due)} is due")
    card = payment.card if payment.method == CREDIT_CARD and paid else ""
    if card:
        refuse_repeated_charge(state, card, paid, asked.timestamp())
    wanted = [
        (state.events.get(line["eventId"]), line["quantity"], f"{place}.items")
        for line in lines
        if line["itemType"] in TICKETS
    ]
    sell(state, wanted, reservation_id=reservation_id)
    if card:
        state.card_charges[card, paid] = moment.timestamp()
    order = add_order(state, cart, contact, sale_channel=sale_channel, paid=paid, at=moment)
    for line in lines:
        if is_membership_line(line):
            order["membershipId"] = apply_membership_line(state, line)["id"]
        elif line["itemType"] == INVENTORY_ITEM:
            add_on = state.add_ons.get(line["inventoryId"])
            add_on["quantity"] = max(0, add_on.get("quantity", 0) - line["quantity"])
    if payment.last_four:
        order["ccLastFourDigits"] = payment.last_four
    state.payments[order["id"]] = {"method": payment.method, "reference": payment.reference}
    if state.reservations.find(reservation_id):
        state.reservations.remove(reservation_id)
    return order
