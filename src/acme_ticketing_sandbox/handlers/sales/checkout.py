"""Checkouts: the endpoint fixes the sale channel (api-facts/checkout.md)."""

from __future__ import annotations

from typing import Any

from ...http.refusal import Refusal
from ...state import Record, State
from ...state.payments import CREDIT_CARD, Payment, read_payment
from ...state.sales.checkout import Purchase, buy, due_for, problems_of, ready_cart
from ...state.sales.orders import contact_of
from ..call import Call
from ..table import answers


@answers("b2c.checkout.create", "cors.checkout.create", "b2b.checkout.createAtOlderPath")
def online(call: Call) -> Record:
    """Sell a visitor's cart, paid by card."""
    return check_out(call, "online", method=CREDIT_CARD)


@answers("b2c.checkout.createAtPointOfSale")
def point_of_sale(call: Call) -> Record:
    """Sell a visitor's cart at the counter."""
    return check_out(call, "pointOfSale", method=None)


@answers("b2b.checkout.create")
def inside_sales(call: Call) -> Record:
    """Sell a cart as staff, paid in any way."""
    return check_out(call, "insideSalesIndividual", method=None)


def check_out(call: Call, sale_channel: str, *, method: str | None) -> Record:
    """Sell what a checkout's body asks for and return the order.

    Args:
        call: its body names a cart or holds one, never both.
        sale_channel: the endpoint's.
        method: the only payment method that the endpoint knows, or None: any.

    Raises:
        Refusal: 400, one message naming all that is missing or malformed; see also `buy`.

    """
    body = call.body
    problems: list[str] = []
    cart, place = _cart(call.state, body, problems)
    order = sell_cart(call, cart, place, sale_channel, problems, method=method)
    if body.get("shoppingCartId"):
        # A cart that was bought is gone (inferred): what is left to buy in it is nothing.
        call.state.carts.remove(body["shoppingCartId"])
    return order


def sell_cart(
    call: Call,
    cart: Record,
    place: str,
    sale_channel: str,
    problems: list[str],
    *,
    method: str | None,
) -> Record:
    """Sell a cart, with the contact and the payment of the call's body.

    Args:
        call: its body is a checkout's.
        cart: as the caller sent it.
        place: how refusals call the cart.
        sale_channel: the endpoint's.
        problems: what is already known to be wrong.
        method: see `check_out`.

    Raises:
        Refusal: 400; see `check_out`.

    """
    body = call.body
    cart = ready_cart(call.state, cart, place)
    problems = [*problems, *problems_of(call.state, cart, place)]
    payment = Payment("Free")
    if due_for(cart):
        payment = read_payment(body, problems, method=method)
    if problems:
        raise Refusal.naming("the checkout cannot be done", problems)
    order = buy(
        call.state,
        Purchase(
            cart=cart,
            contact=contact_of(body),
            payment=payment,
            sale_channel=sale_channel,
            place=place,
            reservation_id=body.get("reservationId") or cart.get("reservationId"),
        ),
    )
    order["createdBy"] = order["updatedBy"] = call.author()
    return order


def _cart(state: State, body: dict[str, Any], problems: list[str]) -> tuple[Record, str]:
    """Return the cart, and how refusals call it; the document allows just one of the two."""
    if "shoppingCart" in body:
        return body["shoppingCart"], "body.shoppingCart"
    named = body["shoppingCartId"]
    found = state.carts.find(named)
    if found is None:
        problems.append(f"body.shoppingCartId: there is no cart {named!r}")
    return found or {"items": []}, "body.shoppingCartId"
