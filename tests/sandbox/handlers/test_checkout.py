"""Checkouts: sold once, exactly, and only when all is in order."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import ORIGIN, VirtualClock
from tests.sandbox.caller import CARD, GUEST, Caller

CHECKOUT = "/v2/b2c/checkout"
STAFF_CHECKOUT = "/v2/b2b/orders/checkout"
CORS_CHECKOUT = "/v2/b2c/cors/checkout"


def test_a_cart_becomes_an_order(caller: Caller) -> None:
    """With items, money and contact; the places are sold and the cart is gone."""
    event = caller.event()
    sold = event["soldQuantity"]
    cart = caller.done("POST", "/v2/b2c/carts", caller.tickets(3))
    order = caller.done("POST", CHECKOUT, {**GUEST, **CARD, "shoppingCartId": cart})
    assert (order["totalAmount"], order["paidAmount"], order["balanceAmount"]) == (
        "76.50",
        "76.50",
        "0.00",
    )
    assert order["saleChannel"] == "online"
    assert order["ccLastFourDigits"] == "1111"
    assert (order["billingEmail"], order["billingLastName"]) == ("gail@example.com", "Guest")
    item = order["orderItems"][0]
    assert (item["quantity"], item["discountedAmount"]) == (3, "76.50")
    assert item["eventStartTime"] == 1780405200000
    assert event["soldQuantity"] == sold + 3
    assert caller.send("GET", f"/v2/b2c/carts/{cart}").status == 404
    assert len(caller.sandbox.state.tickets) == 47 + 3


def test_an_order_keeps_nothing_of_the_card(caller: Caller) -> None:
    """But for its last four digits."""
    reply = caller.send("POST", CHECKOUT, {**GUEST, **CARD, "shoppingCart": caller.tickets()})
    assert CARD["manualEntryCardNumber"] not in reply.text
    payment = caller.sandbox.state.payments[reply.json()["id"]]
    assert CARD["manualEntryCardNumber"] not in repr(payment)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "body.shoppingCart is missing"),
        ({"shoppingCartId": "1", "shoppingCart": {}}, "body may not hold shoppingCart as well"),
        ({"shoppingCartId": "1"}, "body.shoppingCartId: there is no cart '1'"),
        ({"shoppingCart": {"items": []}}, "body.shoppingCart.items holds nothing to buy"),
    ],
)
def test_a_checkout_has_one_cart(caller: Caller, body: dict[str, object], words: str) -> None:
    """By id or inline, both or neither is refused, and so is an empty one."""
    reply = caller.send("POST", CHECKOUT, {**GUEST, **CARD, **body})
    assert reply.status == 400
    assert words in reply.json()["message"]


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({}, "body.manualEntryCardNumber is missing, and so are expDate and cvc"),
        (
            {"manualEntryCardNumber": "4111111111111111"},
            "body.expDate is missing; body.cvc is missing",
        ),
        ({**CARD, "manualEntryCardNumber": "4111-1111"}, "body.manualEntryCardNumber is malformed"),
    ],
)
def test_online_sales_are_paid_by_card(caller: Caller, card: dict[str, str], words: str) -> None:
    """All that is missing of it is named."""
    reply = caller.send("POST", CHECKOUT, {**GUEST, **card, "shoppingCart": caller.tickets()})
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_what_is_free_needs_no_card(caller: Caller) -> None:
    """Members' tickets cost nothing."""
    cart = caller.tickets(2, person_type="Member")
    order = caller.done("POST", CHECKOUT, {**GUEST, "shoppingCart": cart})
    assert order["totalAmount"] == "0.00"


def test_a_sold_out_event_sells_nothing_of_the_cart(caller: Caller) -> None:
    """All lines or none."""
    tour, admission = caller.event("Behind the scenes", 5), caller.event()
    sold = admission["soldQuantity"]
    items = caller.tickets(1)["items"] + caller.tickets(16, event=tour)["items"]
    reply = caller.send("POST", CHECKOUT, {**GUEST, **CARD, "shoppingCart": {"items": items}})
    assert (reply.status, reply.json()["type"]) == (400, "SOLD_OUT")
    assert (tour["soldQuantity"], admission["soldQuantity"]) == (0, sold)


def test_a_reservation_s_places_are_its_owner_s(caller: Caller) -> None:
    """Who names it can buy what it holds, and it is released."""
    tour = caller.event("Behind the scenes", 5)
    held = caller.done(
        "POST",
        "/v2/b2b/reservations",
        {"reservationItems": [{"eventId": tour["id"], "quantity": 15}]},
    )
    body = {**GUEST, **CARD, "shoppingCart": caller.tickets(15, event=tour)}
    assert caller.send("POST", CHECKOUT, body).status == 400
    caller.done("POST", CHECKOUT, {**body, "reservationId": held["id"]})
    assert len(caller.sandbox.state.reservations) == 0


def test_a_repeated_uuid_is_409_and_sells_nothing(caller: Caller) -> None:
    """In whatever case it is written; another tenant's uuids are its own."""
    headers = caller.headers(CHECKOUT)
    body = {**GUEST, **CARD, "shoppingCart": caller.tickets()}
    caller.done("POST", CHECKOUT, body, headers=headers)
    orders = len(caller.sandbox.state.orders)
    again = {**headers, "x-acme-request-uuid": headers["x-acme-request-uuid"].upper()}
    for repeated in (headers, again):
        reply = caller.send("POST", CHECKOUT, body, headers=repeated)
        assert (reply.status, reply.json()["type"]) == (409, "DUPLICATE_REQUEST")
    assert len(caller.sandbox.state.orders) == orders


def test_a_uuid_that_sold_nothing_may_come_again(caller: Caller) -> None:
    """A refused checkout was not carried out."""
    headers = caller.headers(CHECKOUT)
    body: dict[str, Any] = {**GUEST, "shoppingCart": caller.tickets()}
    assert caller.send("POST", CHECKOUT, body, headers=headers).status == 400
    assert caller.send("POST", CHECKOUT, {**body, **CARD}, headers=headers).status == 200


def test_the_same_card_and_amount_within_five_minutes_is_a_duplicate(
    caller: Caller, clock: VirtualClock
) -> None:
    """Code 16003; another amount or another card is none, and five minutes later neither is this."""
    body = {**GUEST, **CARD, "shoppingCart": caller.tickets(2)}
    caller.done("POST", CHECKOUT, body)
    clock.advance(299)
    reply = caller.send("POST", CHECKOUT, body)
    assert (reply.status, reply.json()["code"]) == (400, 16003)
    assert reply.json()["type"] == "DUPLICATE_TRANSACTION_FOUND"
    caller.done("POST", CHECKOUT, {**body, "shoppingCart": caller.tickets(1)})
    caller.done("POST", CHECKOUT, {**body, "manualEntryCardNumber": "5555555555554444"})
    clock.advance(1)
    caller.done("POST", CHECKOUT, body)


def test_staff_sell_against_cash_and_vouchers(caller: Caller) -> None:
    """The channel is the endpoint's, and a part may stay unpaid."""
    body = {**GUEST, "shoppingCart": caller.tickets(2), "paymentMethod": "Voucher"}
    order = caller.done("POST", STAFF_CHECKOUT, {**body, "paymentId": "V-1"})
    assert order["saleChannel"] == "insideSalesIndividual"
    part = caller.done("POST", STAFF_CHECKOUT, {**body, "chargeAmount": "20.00"})
    assert (part["paidAmount"], part["balanceAmount"]) == ("20.00", "31.00")


@pytest.mark.parametrize("charged", ["51.01", "-1.00", "9" * 20])
def test_staff_cannot_charge_what_is_not_due(caller: Caller, charged: str) -> None:
    """More than the cart costs, or less than nothing."""
    body = {**GUEST, "shoppingCart": caller.tickets(2), "chargeAmount": charged}
    reply = caller.send("POST", STAFF_CHECKOUT, body)
    assert reply.status == 400
    assert "body.chargeAmount" in reply.json()["message"]


def test_staff_take_cards_too(caller: Caller) -> None:
    """The method is written with and without a blank, and needs the card."""
    body = {**GUEST, "shoppingCart": caller.tickets(2), "paymentMethod": "Credit Card"}
    assert caller.send("POST", STAFF_CHECKOUT, body).status == 400
    assert caller.done("POST", STAFF_CHECKOUT, {**body, **CARD})["ccLastFourDigits"] == "1111"


def test_a_browser_may_buy_from_a_registered_origin(caller: Caller) -> None:
    """Its answer carries the headers that let the page read it."""
    body = {**GUEST, **CARD, "shoppingCart": caller.tickets()}
    headers = {**caller.headers(CORS_CHECKOUT), "origin": ORIGIN}
    reply = caller.send("POST", CORS_CHECKOUT, body, headers=headers)
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == ORIGIN


def test_a_foreign_origin_is_forbidden(caller: Caller) -> None:
    """It may neither call nor read the answer."""
    headers = {**caller.headers(CORS_CHECKOUT), "origin": "https://elsewhere.example.com"}
    reply = caller.send("POST", CORS_CHECKOUT, {}, headers=headers)
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers


def test_a_preflight_is_answered(caller: Caller) -> None:
    """It allows the methods and the headers of the area."""
    reply = caller.send("OPTIONS", CORS_CHECKOUT, headers={"origin": ORIGIN})
    assert reply.status == 204
    assert reply.headers["access-control-allow-methods"] == "POST, OPTIONS"
    assert "x-acme-request-uuid" in reply.headers["access-control-allow-headers"]
    foreign = caller.send("OPTIONS", CORS_CHECKOUT, headers={"origin": "https://e.example.com"})
    assert "access-control-allow-origin" not in foreign.headers
