"""Sales at kiosks and through resellers (pages 33000250715 and 33000250716)."""

from __future__ import annotations

from ...http.refusal import refuse
from ...state import Record
from ...state.payments import CREDIT_CARD
from ...state.sales.order_detail import order_detail
from ..call import Call
from ..table import answers
from .checkout import sell_cart


@answers("b2b.checkout.createAtKiosk")
def kiosk(call: Call) -> Record:
    """Sell at a kiosk, whose terminal has charged the card already."""
    methods = call.body["paymentMethods"]
    method = methods[0] if methods else CREDIT_CARD
    # The terminal's token stands for the card that the caller never sees.
    body = {**call.body, "paymentProcessorToken": call.body["expressTransactionId"]}
    cart, place = body["shoppingCart"], "body.shoppingCart"
    order = sell_cart(call.with_body(body), cart, place, "kiosk", [], method=method)
    return order_detail(call.state, order)


@answers("b2b.checkout.createForOrganization")
def organization(call: Call) -> Record:
    """Sell to a reseller; lines name the ticket type `personTypeId` here."""
    reseller = call.state.organizations.get(call.path["organizationId"])
    named = call.body.get("organizationId")
    if named not in (None, reseller["id"]):
        refuse(400, f"body.organizationId is {named}: it must be that of the path")
    cart = {"items": [_line(event, item) for event in _events(call) for item in _items(event)]}
    order = sell_cart(call, cart, "body.events", "reseller", [], method=None)
    order["organizationId"] = reseller["id"]
    if call.body.get("ticketDelivery"):
        order["ticketDelivery"] = call.body["ticketDelivery"]
    return order


def _events(call: Call) -> list[Record]:
    events: list[Record] = call.body.get("events") or []
    return events


def _items(event: Record) -> list[Record]:
    items: list[Record] = event.get("items") or []
    return items


def _line(event: Record, item: Record) -> Record:
    return {
        "itemType": item.get("itemType", "Event"),
        "eventId": item.get("eventId", event.get("eventId")),
        "ticketingTypeId": item.get("personTypeId"),
        "quantity": item.get("quantity", 0),
    }
