"""Checkouts: the endpoint fixes the sale channel (api-facts/checkout.md)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..http.refusal import Refusal
from ..state import Record, some_of
from ..state.payments import CREDIT_CARD, Payment, read_payment
from ..state.sales.checkout import buy, due_for, problems_of, ready_cart
from ..state.sales.orders import contact_of, order_detail
from .call import Call, answers


def _check_out(sale_channel: str, method: str | None, call: Call) -> Record:
    """Sell what a body asks for, which names a cart or holds one, by this method or by any."""
    body, carts = call.body, call.state.carts
    if "shoppingCart" in body:
        return _sell(call, body["shoppingCart"], "body.shoppingCart", sale_channel, method)
    place = "body.shoppingCartId"
    cart = carts.referred(body["shoppingCartId"], place)
    order = _sell(call, cart, place, sale_channel, method)
    # A cart that was bought is gone (inferred): what is left to buy in it is nothing.
    carts.remove(cart["id"])
    return order


_online = partial(_check_out, "online", CREDIT_CARD)
answers("b2c.checkout.create", "cors.checkout.create", "b2b.checkout.createAtOlderPath")(_online)
answers("b2c.checkout.createAtPointOfSale")(partial(_check_out, "pointOfSale", None))
answers("b2b.checkout.create")(partial(_check_out, "insideSalesIndividual", None))


@answers("b2b.checkout.createAtKiosk")
def kiosk(call: Call) -> Record:
    """Sell at a kiosk, whose terminal has charged the card already (page 33000250715)."""
    method = next(iter(call.body["paymentMethods"]), CREDIT_CARD)
    # The terminal's token stands for the card that the caller never sees.
    body = {**call.body, "paymentProcessorToken": call.body["expressTransactionId"]}
    cart = body["shoppingCart"]
    order = _sell(replace(call, body=body), cart, "body.shoppingCart", "kiosk", method)
    return order_detail(call.state, order)


@answers("b2b.checkout.createForOrganization", about="organizations")
def organization(call: Call, reseller: Record) -> Record:
    """Sell to a reseller; lines name the ticket type `personTypeId` here (page 33000250716)."""
    named = call.body.get("organizationId")
    if named not in (None, reseller["id"]):
        raise Refusal(400, f"body.organizationId is {named}: it must be that of the path")
    lines = [
        {
            "itemType": item.get("itemType", "Event"),
            "eventId": item.get("eventId", event.get("eventId")),
            "ticketingTypeId": item.get("personTypeId"),
            "quantity": item.get("quantity", 0),
        }
        for event in call.body.get("events") or []
        for item in event.get("items") or []
    ]
    order = _sell(call, {"items": lines}, "body.events", "reseller", None)
    order |= {"organizationId": reseller["id"], **some_of(call.body, ("ticketDelivery",))}
    return order


def _sell(call: Call, cart: Record, place: str, sale_channel: str, method: str | None) -> Record:
    """Sell a cart, with the body's contact and payment, or name all that hinders it in one refusal."""
    state, body = call.state, call.body
    cart = ready_cart(state, cart, place)
    problems = list(problems_of(state, cart, place))
    payment = read_payment(body, problems, method=method) if due_for(cart) else Payment("Free")
    if problems:
        raise Refusal.naming("the checkout cannot be done", problems)
    contact, held = contact_of(body), body.get("reservationId") or cart.get("reservationId")
    order = buy(
        state, cart, contact, payment, sale_channel=sale_channel, place=place, reservation_id=held
    )
    order["createdBy"] = order["updatedBy"] = call.author
    return order
