"""Memberships bought, renewed, upgraded and cancelled; cards, rows and levels."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import VirtualClock
from tests.sandbox.caller import CARD, GUEST, Caller

MEMBERSHIPS = "/v2/b2b/memberships"
ROWS = "/v2/b2b/membership/summaries"
CONVERT = "/v2/b2b/orders/membership/convert"
LEVELS = "/v2/b2b/membership/levels"
VALIDATE = f"{MEMBERSHIPS}/checkout/validate"
PUBLISHED: dict[str, Any] = {"isPublished": "true", "salesChannels": "online"}
PERSON = {"cardType": "primary", "firstName": "Nia", "lastName": "New", "email": "nia@example.com"}


def info(caller: Caller, level: str = "Family", **more: object) -> dict[str, Any]:
    """Return what a cart says of a membership of a level."""
    found = next(f for f in caller.sandbox.state.membership_levels if f["name"] == level)
    return {
        "membershipCategoryId": found["id"],
        "membershipOfferingId": found["offerings"][0]["id"],
        "pricePointId": caller.person_type("Membership"),
        **more,
    }


def cart(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    """Return a cart with one membership line."""
    return {"items": [{"itemType": kind, "quantity": 1, "membershipInfo": told}]}


def member(caller: Caller) -> dict[str, Any]:
    """Return the first member."""
    return next(iter(caller.sandbox.state.memberships))


def test_a_membership_is_bought(caller: Caller) -> None:
    """Its cardholder is a customer, is verified, and may renew."""
    cards = [{**PERSON, "cardType": "secondary", "firstName": "Noa"}, PERSON]
    order = caller.buy(cart("MembershipPurchase", info(caller, membershipCards=cards)))
    assert order["totalAmount"] == "120.00"
    made = caller.done("GET", f"{MEMBERSHIPS}/{order['membershipId']}")
    assert [c["firstName"] for c in made["cardholders"]] == ["Nia", "Noa"]
    assert made["membershipExpirationDate"] == "2027-05-31T23:59:59-04:00"
    found = caller.done("GET", "/v2/b2c/membership/exists", email="nia@example.com")
    assert found == {"exists": True, "canRenew": True}
    nobody = caller.done("GET", "/v2/b2c/membership/exists", email="no@example.com")
    assert nobody == {"exists": False, "canRenew": False}
    number = made["acmeMembershipNumber"]
    verified = caller.done("GET", "/v2/b2c/membership/validate", membershipId=number)
    assert len(verified) == 2


@pytest.mark.parametrize(
    ("cards", "words"),
    [
        ([], "needs a primary card"),
        ([{"cardType": "primary"}], "firstName is missing"),
        ([{**PERSON, "email": ""}], "needs an e-mail address, address or phone"),
        ([PERSON] * 3, "holds 3 cards, but 2 are allowed"),
    ],
)
def test_a_membership_has_a_primary_cardholder(
    caller: Caller, cards: list[dict[str, str]], words: str
) -> None:
    """Who can be reached, and no more cards than the level allows."""
    bought = cart("MembershipPurchase", info(caller, membershipCards=cards))
    reply = caller.send("POST", "/v2/b2c/checkout", {**GUEST, **CARD, "shoppingCart": bought})
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_a_renewal_adds_a_term(caller: Caller) -> None:
    """From the end of the present one."""
    known = member(caller)
    assert known["membershipExpirationDate"].startswith("2027-04-21")
    caller.buy(cart("MembershipRenewal", info(caller, membershipId=known["id"])))
    assert known["membershipExpirationDate"].startswith("2028-04-19")
    assert known["cardholders"][0]["expirationDate"] == known["membershipExpirationDate"]


def test_an_upgrade_retires_the_old_id_and_keeps_the_number(caller: Caller) -> None:
    """The order tells the new id."""
    known = member(caller)
    number = known["acmeMembershipNumber"]
    order = caller.buy(cart("MembershipUpgrade", info(caller, "Patron", membershipId=known["id"])))
    changed = caller.done("GET", f"{MEMBERSHIPS}/{order['membershipId']}")
    assert (changed["level"], changed["acmeMembershipNumber"]) == ("Patron", number)
    assert changed["id"] != known["id"]
    assert known["membershipStanding"] == "dropped"


def test_a_cancellation_drops_the_membership(caller: Caller) -> None:
    """It costs nothing; asking for the refund beforehand changes nothing."""
    known = member(caller)
    line = {
        "itemType": "MembershipCancel",
        "membershipInfo": info(caller, membershipId=known["id"]),
    }
    contact = {"contactFirstName": "A", "contactLastName": "E", "contactEmail": "a@example.com"}
    card = {"ccLastFourDigits": "1111", "creditCardBrand": "Visa", "cvc": "1", "expDate": "0928"}
    body = {**contact, **card, "memberships": [line]}
    assert caller.done("POST", "/v2/b2b/orders/checkout/charges", body) == {}
    assert known["membershipStanding"] == "active"
    order = caller.buy(cart("MembershipCancel", info(caller, membershipId=known["id"])))
    assert (order["totalAmount"], known["membershipStanding"]) == ("0.00", "dropped")


def test_a_change_names_a_membership(caller: Caller) -> None:
    """An unknown one is refused."""
    body = {
        **GUEST,
        **CARD,
        "shoppingCart": cart("MembershipRenewal", info(caller, membershipId=1)),
    }
    reply = caller.send("POST", "/v2/b2c/checkout", body)
    assert reply.status == 400
    assert "membershipInfo.membershipId" in reply.json()["message"]


def test_price_and_dates_are_told_before_a_purchase(caller: Caller, clock: VirtualClock) -> None:
    """Prices are numbers here; a renewal begins when the term ends."""
    told = info(caller)
    query = {
        "action": "MembershipPurchase",
        "levelId": told["membershipCategoryId"],
        "offeringId": told["membershipOfferingId"],
        "pricePointId": told["pricePointId"],
    }
    answer = caller.done("GET", VALIDATE, **query)
    assert (answer["price"], answer["startDate"]) == (120.0, "2026-06-01T00:00:00-04:00")
    known = member(caller)
    renewal = caller.done("GET", VALIDATE, action="MembershipRenewal", membershipId=known["id"])
    assert renewal["startDate"] == known["membershipExpirationDate"]
    cancelled = caller.done("GET", VALIDATE, action="MembershipCancel", membershipId=known["id"])
    assert cancelled["price"] == 0
    reply = caller.send("GET", VALIDATE, action="MembershipRenewal")
    assert (reply.status, reply.json()["type"]) == (400, "MEMBERSHIPID_DNE")
    reply = caller.send("GET", VALIDATE, action="MembershipPurchase", levelId="x")
    assert (reply.status, "offeringId and pricePointId" in reply.text) == (400, True)


def test_an_unknown_membership_is_an_empty_answer(caller: Caller) -> None:
    """Not 404, as a program that uses it found."""
    reply = caller.send("GET", f"{MEMBERSHIPS}/1")
    assert (reply.status, reply.body) == (200, b"")


def test_a_membership_is_replaced(caller: Caller) -> None:
    """Dates and cards change, the number does not, and a card keeps what was not sent."""
    known = caller.done("GET", f"{MEMBERSHIPS}/{member(caller)['id']}")
    card = {"id": known["cardholders"][0]["id"], "firstName": "Anna"}
    body = {
        **known,
        "acmeMembershipNumber": "X",
        "cardholders": [card],
        "membershipStanding": "lapsed",
    }
    changed = caller.done("PUT", MEMBERSHIPS, body)
    assert changed["acmeMembershipNumber"] == known["acmeMembershipNumber"]
    assert changed["membershipStanding"] == "lapsed"
    holder = changed["cardholders"][0]
    assert (holder["firstName"], holder["lastName"]) == ("Anna", "Example")
    assert caller.send("PUT", MEMBERSHIPS, {**body, "id": 1}).status == 400


def test_cards_are_listed_read_and_sent(caller: Caller) -> None:
    """By membership or of all of them, by id, to the primary cardholder."""
    known = member(caller)
    cards = caller.done("GET", "/v2/b2b/membership/cards", memberId=known["id"])
    assert [card["cardType"] for card in cards] == ["primary", "secondary"]
    assert caller.done("GET", f"/v2/b2b/membership/cards/{cards[1]['id']}") == cards[1]
    assert caller.send("GET", "/v2/b2b/membership/cards/1").status == 404
    assert caller.done("GET", "/v2/b2b/membership/cards", memberId=1) == []
    every = caller.done("GET", "/v2/b2b/membership/cards")
    assert len(every) == 11
    assert all(card in every for card in cards)
    sent = caller.done("POST", f"/v2/b2b/membership/{known['id']}/email")
    assert sent == {"cardId": cards[0]["id"], "email": "guest@example.com"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 11),
        ({"lastName": "exam"}, 2),
        ({"email": "guest@example.com"}, 1),
        ({"zip": "041", "category": "Patron"}, 1),
        ({"membershipId": "10482"}, 2),
        ({"expiresBefore": "2026-06-01T00:00:00Z"}, 2),
        ({"expiresAfter": "2026-06-01T00:00:00Z"}, 9),
        ({"updatedStartTime": "2026-05-01T00:00:00Z"}, 1),
    ],
)
def test_rows_are_filtered(caller: Caller, query: dict[str, Any], count: int) -> None:
    """By beginnings, dates and words; a row for each card."""
    assert len(caller.done("GET", ROWS, **query)["list"]) == count


def test_rows_are_searched(caller: Caller) -> None:
    """By a text anywhere, or by fields of which at least one is asked."""
    assert len(caller.done("GET", f"{ROWS}/search", search="EXAMPLE")["list"]) == 11
    page = caller.done("GET", f"{ROWS}/advancedsearch", firstName="a", pageSize=1)
    assert (page["pagination"]["count"], len(page["list"])) == (2, 1)
    number = member(caller)["acmeMembershipNumber"]
    assert len(caller.done("GET", f"{ROWS}/advancedsearch", memberId=number)["list"]) == 2
    reply = caller.send("GET", f"{ROWS}/advancedsearch")
    assert (reply.status, "at least one of" in reply.text) == (400, True)


def test_levels_are_listed_made_and_published(caller: Caller) -> None:
    """A draft is not for sale; filters that do not go together are refused."""
    assert caller.done("GET", LEVELS, **PUBLISHED)["pagination"]["count"] == 3
    channels = [{"channel": "online", "enabled": True}]
    made = caller.done(
        "POST", LEVELS, {"name": "Sea", "salesChannels": channels, "offerings": [{}]}
    )
    assert (made["state"], len(made["offerings"][0]["id"])) == ("draft", 32)
    assert caller.done("GET", LEVELS, **PUBLISHED)["pagination"]["count"] == 3
    caller.done("PUT", LEVELS, {**made, "state": "published"})
    assert caller.done("GET", LEVELS, **PUBLISHED)["pagination"]["count"] == 4
    assert caller.done("GET", f"{LEVELS}/{made['id']}")["name"] == "Sea"
    group = {**PUBLISHED, "membershipLevelGroup": "organization"}
    assert caller.done("GET", LEVELS, **group)["list"] == []
    both = {**PUBLISHED, "excludeLevelsWithACollection": "true", "collectionId": "1"}
    reply = caller.send("GET", LEVELS, **both)
    assert (reply.status, reply.json()["type"]) == (400, "COMBINATION_NOT_SUPPORTED")


def test_a_membership_s_limit_is_told_and_enforced(caller: Caller) -> None:
    """Four tickets a day for a family, those already bought included."""
    known = {"membershipIds": [member(caller)["id"]]}
    path = "/v2/b2c/entitlements/validate"
    within = caller.done("POST", path, {**caller.tickets(4), **known})
    assert (within["valid"], within["results"][0]["allowedQuantity"]) == (True, 4)
    beyond = caller.done("POST", path, {**caller.tickets(5), **known})
    assert (beyond["valid"], len(beyond["messages"])) == (False, 1)
    assert beyond["violations"][0]["requestedQuantity"] == 5
    caller.buy({**caller.tickets(3), **known})
    kept = caller.done("POST", "/v2/b2c/carts", {**caller.tickets(2), **known})
    again = caller.done("POST", path, {"id": kept})
    assert (again["valid"], again["results"][0]["purchasedQuantity"]) == (False, 3)
    verified = {**caller.tickets(2), **known, "verifyEntitlements": True}
    body = {**GUEST, **CARD, "shoppingCart": verified}
    assert caller.send("POST", "/v2/b2c/checkout", body).status == 400
    assert caller.done("POST", path, caller.tickets(99))["valid"] is True


def converted(caller: Caller, order: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a body that turns both tickets of an order into a membership."""
    card = {**PERSON, "cardType": "PRIMARY", "primaryCard": True}
    uuids = [t["uuid"] for t in caller.sandbox.state.tickets if _is_of(t, order)]
    item = {"orderItemId": int(order["orderItems"][0]["itemId"]), "quantity": 2}
    return {
        "orderId": int(order["id"]),
        "orderItems": [{**item, "ticketUUIDs": uuids}],
        "payment": {"type": "CASH", "chargeAmount": {"amount": 6900, "currencyCode": "USD"}},
        "membershipInfo": info(caller, membershipCards=[card], membershipId=None),
        **more,
    }


def _is_of(ticket: dict[str, Any], order: dict[str, Any]) -> bool:
    return ticket["ticketDetails"][0]["orderId"] == order["id"]


def test_tickets_become_a_membership(caller: Caller) -> None:
    """What it costs more is charged, in cents; the tickets are no longer good."""
    order = caller.buy()
    assert order["totalAmount"] == "51.00"
    done = caller.done("POST", CONVERT, converted(caller, order))
    assert (done["totalAmount"], done["paidAmount"]) == ("120.00", "120.00")
    assert (done["balanceAmount"], done["refundAmount"]) == ("0.00", "0.00")
    assert [item["quantity"] for item in done["orderItems"]] == [0, 1]
    made = caller.done("GET", f"{MEMBERSHIPS}/{done['membershipId']}")
    assert [card["firstName"] for card in made["cardholders"]] == ["Nia"]
    tickets = [t for t in caller.sandbox.state.tickets if _is_of(t, order)]
    assert {ticket["ticketStatus"] for ticket in tickets} == {"Refunded"}
    again = caller.send("POST", CONVERT, converted(caller, order))
    assert (again.status, "but 0 are left" in again.text) == (400, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"payment": {"chargeAmount": {"amount": 1, "currencyCode": "USD"}}}, "6900 cents are due"),
        ({"payment": {}}, "is 0, but 6900 cents"),
        ({"orderItems": []}, "names no ticket"),
        ({"orderItems": [{}]}, "has no item None"),
        ({"orderId": 1}, "there is no order"),
    ],
)
def test_a_conversion_that_does_not_add_up_changes_nothing(
    caller: Caller, changes: dict[str, Any], words: str
) -> None:
    """It says what is wrong, and the tickets stay good."""
    order = caller.buy()
    refused = caller.send("POST", CONVERT, {**converted(caller, order), **changes})
    assert (refused.status, words in refused.text) == (400, True)
    assert caller.done("GET", f"/v2/b2c/orders/{order['id']}") == order
