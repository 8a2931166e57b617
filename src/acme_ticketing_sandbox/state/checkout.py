"""Selling: a cart and a payment become an order (api-facts/checkout.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .. import money
from ..refusal import Refusal
from .capacity import sell
from .orders import add_order
from .payments import CREDIT_CARD, Payment
from .pricing import EVENT_ITEM
from .records import Record
from .state import State


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a checkout asks for.

    Attributes:
        cart: the cart, priced.
        contact: the order's contact and billing fields.
        payment: how it is paid.
        sale_channel: the endpoint's channel.
        place: how refusals call the cart.
        reservation_id: a reservation whose places are used, or None.

    """

    cart: Record
    contact: Record
    payment: Payment
    sale_channel: str
    place: str = "body.shoppingCart"
    reservation_id: object = None


def buy(state: State, purchase: Purchase, *, at: datetime | None = None) -> Record:
    """Sell everything in the cart, or nothing, and return the order.

    Args:
        state: the venue.
        purchase: what is bought.
        at: when; by default now.

    Raises:
        Refusal: 400: the cart is empty, an event has too few places left, the payment is not
            what is due, or the same card paid the same amount within five minutes (code 16003).

    """
    cart = purchase.cart
    lines = [line for line in cart["items"] if line["quantity"] > 0]
    if not lines:
        raise Refusal(400, f"{purchase.place}.items holds nothing to buy", type="EMPTY_CART")
    paid = _paid(purchase.payment, due_for(cart))
    moment = at or state.now()
    card = purchase.payment.card if purchase.payment.method == CREDIT_CARD and paid else ""
    if card:
        state.card_charges.refuse_repeated(card, paid, moment.timestamp())
    wanted = [
        (state.events.get(line["eventId"]), line["quantity"], f"{purchase.place}.items")
        for line in lines
        if line["itemType"] == EVENT_ITEM
    ]
    sell(state, wanted, reservation_id=purchase.reservation_id)
    if card:
        state.card_charges.remember(card, paid, moment.timestamp())
    order = add_order(
        state,
        cart,
        purchase.contact,
        sale_channel=purchase.sale_channel,
        paid=paid,
        at=moment,
    )
    if purchase.payment.last_four:
        order["ccLastFourDigits"] = purchase.payment.last_four
    state.payments[order["id"]] = purchase.payment
    state.reservations.release(purchase.reservation_id)
    return order


def due_for(cart: Record) -> Decimal:
    """Return what a priced cart costs."""
    return sum((money.amount(line["amount"]) for line in cart["items"]), money.ZERO)


def _paid(payment: Payment, due: Decimal) -> Decimal:
    paid = due if payment.amount is None else payment.amount
    if paid < 0 or paid > due:
        raise Refusal(400, f"body.chargeAmount is {money.text(paid)}, but {money.text(due)} is due")
    return paid
