"""Person types, price lists, discounts, coupons, add-ons and combination offers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.caller import CARD, GUEST, Caller

PERSON_TYPES = "/v1/b2b/price/person/types"
PRICE_LISTS = "/v1/b2b/price/lists"
DISCOUNTS = "/v2/b2b/discounts"
DISCOUNTS_V1 = "/v1/b2b/discounts"
COUPONS = "/v2/b2b/coupons"
ADD_ONS = "/v2/b2b/addons"
COMBOS = "/v2/combo/event/templates"
TOUR_AND_FILM = "5d96453460309f26d082bf00"
NEIGHBORS = "5d96453460309f26d082bd50"
AUDIO_GUIDE = 310


def test_person_types_are_listed_by_kind(caller: Caller) -> None:
    """Single visitors by default; inactive ones only on request."""
    adult = caller.done("GET", PERSON_TYPES)[0]
    caller.done("PUT", PERSON_TYPES, {**adult, "active": False})
    names = {found["name"] for found in caller.done("GET", PERSON_TYPES)}
    assert not names & {"Adult", "Group of ten"}
    groups = caller.done("GET", PERSON_TYPES, types="group")
    assert [found["name"] for found in groups] == ["Group of ten"]
    every = caller.done("GET", PERSON_TYPES, types="all", includeInactive="true")
    assert len(every) == 7


@pytest.mark.parametrize(
    ("collection", "made", "changed"),
    [
        (PERSON_TYPES, {"name": "Sailor"}, {"name": "Captain"}),
        (PRICE_LISTS, {"name": "Winter", "prices": []}, {"name": "Spring"}),
        (DISCOUNTS_V1, {"code": "A", "name": "A"}, {"code": "B"}),
        (ADD_ONS, {"name": "Map", "price": "2.00"}, {"name": "Chart"}),
        (COMBOS, {"name": "All", "capacity": 9, "description": "d"}, {"name": "More"}),
    ],
)
def test_an_offer_is_made_changed_and_deleted(
    caller: Caller, collection: str, made: dict[str, Any], changed: dict[str, Any]
) -> None:
    """What was sent comes back; afterwards it is gone."""
    answer = caller.done("POST", collection, made)
    key = answer["id"] if isinstance(answer, dict) else answer
    one = f"{collection.replace(DISCOUNTS_V1, DISCOUNTS)}/{key}"
    assert caller.done("GET", one).items() >= made.items()
    where = f"{collection}/{key}" if collection == DISCOUNTS_V1 else collection
    body = {**made, **changed, "id": key, "vendorAddition": 1}
    assert caller.done("PUT", where, body).items() >= {**changed, "vendorAddition": 1}.items()
    gone = f"{collection}/{key}"
    assert caller.send("DELETE", gone).status == 200
    assert caller.send("DELETE", gone).status == 404
    assert caller.send("GET", one).status == 404


@pytest.mark.parametrize("collection", [PERSON_TYPES, PRICE_LISTS, COUPONS, ADD_ONS, COMBOS])
def test_a_replacement_names_what_it_replaces(caller: Caller, collection: str) -> None:
    """The id stands in the body, so a wrong one is a fault of the body."""
    sent = {"name": "x", "capacity": 1, "description": "d"}
    reply = caller.send("PUT", collection, sent)
    assert reply.status == 400
    assert "body.id" in reply.json()["message"]


def test_a_discount_lowers_the_prices_that_it_names(caller: Caller) -> None:
    """Other kinds of visitor are left out; price, discount and discounted price agree."""
    path = f"{DISCOUNTS}/{NEIGHBORS}/price/list/5d96453460309f26d082bd01"
    prices = caller.done("GET", path)["prices"]
    assert [(p["price"], p["discount"], p["discountedPrice"]) for p in prices] == [
        (22.95, 2.55, 22.95)
    ]
    assert caller.send("GET", f"{DISCOUNTS}/{NEIGHBORS}/price/list/unknown").status == 404
    assert caller.done("GET", DISCOUNTS, pageSize=1)["pagination"]["count"] == 2


def test_a_discount_s_code_lowers_a_cart(caller: Caller) -> None:
    """Unless the platform's own coupon code is set; an amount cannot go below nothing."""
    cart = {**caller.tickets(1), "couponCodes": ["NEIGHBORS", "UNKNOWN"]}
    line = caller.done("GET", f"/v2/b2c/carts/{caller.done('POST', '/v2/b2c/carts', cart)}")
    assert line["items"][0]["unitPrice"] == "22.95"
    internal = {**cart, "couponCode": "X"}
    line = caller.done("GET", f"/v2/b2c/carts/{caller.done('POST', '/v2/b2c/carts', internal)}")
    assert line["items"][0]["unitPrice"] == "25.50"
    value = {"personTypeId": caller.person_type(), "discountType": "amount", "value": 99}
    caller.done("POST", DISCOUNTS_V1, {"code": "GIFT", "values": [value]})
    free = {**cart, "couponCodes": ["GIFT"]}
    line = caller.done("GET", f"/v2/b2c/carts/{caller.done('POST', '/v2/b2c/carts', free)}")
    assert line["items"][0]["unitPrice"] == "0.00"


def test_coupons_have_categories_and_companies(caller: Caller) -> None:
    """A reseller's coupon has the reseller's name, whatever was sent."""
    sent = {"code": "NEW", "categoryId": "5d96453460309f26d082bd71", "resellerId": "5120"}
    made = caller.done("POST", COUPONS, {**sent, "companyName": "Somebody"})
    assert made["companyName"] == "Harbor Tours"
    found = caller.done("GET", f"{COUPONS}/category/{sent['categoryId']}")
    assert [coupon["code"] for coupon in found] == ["SPRING26", "NEW"]
    assert caller.done("GET", f"{COUPONS}/{made['id']}") == made
    assert caller.done("PUT", COUPONS, {**made, "code": "NEWER"})["code"] == "NEWER"
    assert len(caller.done("GET", COUPONS)) == 2
    assert caller.send("GET", f"{COUPONS}/unknown").status == 404


def test_add_ons_are_filtered(caller: Caller) -> None:
    """By type and by name."""
    found = caller.done("GET", ADD_ONS, addOnTypes="donation,fixedDonation")["list"]
    assert [add_on["name"] for add_on in found] == ["Donation", "Adopt a step"]
    found = caller.done("GET", ADD_ONS, search="GUIDE")["list"]
    assert [add_on["id"] for add_on in found] == [AUDIO_GUIDE]


def test_add_ons_are_consumed_filled_and_sold(caller: Caller) -> None:
    """The stock follows; more than there is cannot be taken."""
    stock = {"id": AUDIO_GUIDE, "quantity": 5}
    assert caller.done("PUT", f"{ADD_ONS}/consume", stock)["quantity"] == 35
    assert caller.done("PUT", f"{ADD_ONS}/fill", stock)["quantity"] == 40
    for quantity in (41, 0, "five"):
        reply = caller.send("PUT", f"{ADD_ONS}/consume", {"id": AUDIO_GUIDE, "quantity": quantity})
        assert reply.status == 400
        assert "body.quantity" in reply.json()["message"]
    line = {"itemType": "Inventory", "inventoryId": AUDIO_GUIDE, "quantity": 2}
    order = caller.buy({"items": [line]})
    assert (order["totalAmount"], order["orderItems"][0]["displayName"]) == (
        "12.00",
        "Audio guide",
    )
    assert caller.done("GET", f"{ADD_ONS}/{AUDIO_GUIDE}")["quantity"] == 38


def combo(caller: Caller, **change: object) -> dict[str, Any]:
    """Return a cart with one combination offer: two adults at a price of its own."""
    event = caller.event("Lighthouse tour")
    ticket = {
        "eventTemplateId": event["templateId"],
        "ticketTypeId": caller.person_type(),
        "discountedPrice": "20.00",
        "quantity": 2,
    }
    chosen = {"eventTemplateId": event["templateId"], "eventId": event["id"]}
    item = {"comboTemplateId": TOUR_AND_FILM, "events": [chosen], "tickets": [ticket]}
    return {"comboItems": [{**item, **change}]}


def test_a_combination_is_sold(caller: Caller) -> None:
    """At its own price, with tickets and places like any other sale."""
    event = caller.event("Lighthouse tour")
    sold = event["soldQuantity"]
    order = caller.buy(combo(caller))
    item = order["orderItems"][0]
    assert (order["totalAmount"], item["itemType"], item["unitPrice"]) == (
        "40.00",
        "ComboEvent",
        "25.50",
    )
    assert event["soldQuantity"] == sold + 2
    detail = caller.done("GET", f"/v2/b2b/willcall/orders/{order['id']}")
    assert len(detail["eventItems"][0]["items"][0]["tickets"]) == 2
    refund = {"orderId": order["id"], "incidentReasonCode": "Miscellaneous"}
    assert caller.done("POST", "/v2/b2b/b2b/refunds", refund)["refundAmount"] == "40.00"
    assert event["soldQuantity"] == sold


@pytest.mark.parametrize(
    "change", [{"comboTemplateId": "unknown"}, {"events": [{"eventId": "unknown"}]}]
)
def test_a_combination_refers_to_what_there_is(caller: Caller, change: dict[str, object]) -> None:
    """An unknown offer or event is named, in a cart before it is kept."""
    cart = combo(caller, **change)
    body = {**GUEST, **CARD, "shoppingCart": cart}
    reply = caller.send("POST", "/v2/b2c/checkout", body)
    assert reply.status == 400
    assert "body.shoppingCart.comboItems[0]" in reply.json()["message"]
    reply = caller.send("POST", "/v2/b2c/carts", cart)
    assert (reply.status, "body.comboItems[0]" in reply.text) == (400, True)


@pytest.mark.parametrize("wrong", [{"quantity": 1001}, {"price": "-1.00"}])
def test_tickets_of_a_combination_are_checked_in_a_cart(
    caller: Caller, wrong: dict[str, object]
) -> None:
    """Their number and their price."""
    cart = combo(caller)
    cart["comboItems"][0]["tickets"][0] |= wrong
    cart["comboItems"][0]["tickets"][0].pop("discountedPrice", None)
    reply = caller.send("POST", "/v2/b2c/carts", cart)
    (name,) = wrong
    assert (reply.status, f"body.comboItems[0].tickets[0].{name}" in reply.text) == (400, True)


def test_combination_offers_are_listed_by_their_run(caller: Caller) -> None:
    """One that has ended, or has not begun, is not in the list."""
    assert len(caller.done("GET", COMBOS)) == 1
    assert caller.done("GET", COMBOS, startTime="2028-01-01T00:00:00Z") == []
    assert caller.done("GET", COMBOS, endTime="2026-01-01T00:00:00Z") == []
