"""Carts: kept, priced, replaced, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.caller import Caller

CARTS = "/v2/b2c/carts"


def made(caller: Caller, cart: dict[str, Any]) -> dict[str, Any]:
    """Make a cart and read it."""
    answer: dict[str, Any] = caller.done("GET", f"{CARTS}/{caller.done('POST', CARTS, cart)}")
    return answer


def test_a_cart_is_priced(caller: Caller) -> None:
    """Exactly, as text with two places, with the names that people read."""
    line = made(caller, caller.tickets(3, person_type="Child"))["items"][0]
    assert (line["unitPrice"], line["retailUnitPrice"], line["amount"]) == (
        "12.00",
        "12.00",
        "36.00",
    )
    assert (line["eventName"], line["ticketingTypeName"]) == ("General admission", "Child")
    assert len(line["itemId"]) == 32


def test_an_empty_cart_is_made_of_nothing(caller: Caller) -> None:
    """`{}` is enough."""
    assert made(caller, {})["items"] == []


def test_a_line_of_none_asks_for_a_price(caller: Caller) -> None:
    """Quantity 0 stays in the cart and costs nothing."""
    line = made(caller, caller.tickets(0))["items"][0]
    assert (line["quantity"], line["unitPrice"], line["amount"]) == (0, "25.50", "0.00")


def test_members_pay_less(caller: Caller) -> None:
    """The membership with the better rate counts; a level alone counts without one."""
    state = caller.sandbox.state
    family = next(m for m in state.memberships if m["level"] == "Family")
    single = next(m for m in state.memberships if m["level"] == "Individual")
    ids = {"membershipIds": [single["id"], family["id"]]}
    line = made(caller, {**caller.tickets(), **ids})["items"][0]
    assert (line["retailUnitPrice"], line["unitPrice"], line["amount"]) == (
        "25.50",
        "21.68",
        "43.36",
    )
    level = {"membershipCategoryId": single["categoryId"]}
    assert made(caller, {**caller.tickets(), **level})["items"][0]["unitPrice"] == "22.95"


def test_a_cart_is_replaced_as_a_whole(caller: Caller) -> None:
    """The id in the body is that of the path, and what the caller added is kept."""
    cart = made(caller, caller.tickets(1))
    changed = {**caller.tickets(2), "id": cart["id"], "vendorAddition": {"a": 1}}
    replaced = caller.done("PUT", f"{CARTS}/{cart['id']}", changed)
    assert (replaced["items"][0]["amount"], replaced["vendorAddition"]) == ("51.00", {"a": 1})
    assert caller.done("GET", f"{CARTS}/{cart['id']}") == replaced


@pytest.mark.parametrize("named", [{}, {"id": "other"}])
def test_a_replacement_carries_its_id(caller: Caller, named: dict[str, str]) -> None:
    """Without it, or with another one, nothing is replaced."""
    cart = caller.done("POST", CARTS, {})
    reply = caller.send("PUT", f"{CARTS}/{cart}", named)
    assert reply.status == 400
    assert "it must be that of the path" in reply.json()["message"]


def test_a_deleted_cart_is_gone(caller: Caller) -> None:
    """The answer shows it for the last time."""
    cart = made(caller, caller.tickets())
    assert caller.done("DELETE", f"{CARTS}/{cart['id']}")["items"] == cart["items"]
    for method in ("GET", "DELETE"):
        assert caller.send(method, f"{CARTS}/{cart['id']}").status == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"eventId": "unknown"}, "body.items[0].eventId: there is no event 'unknown'"),
        ({"ticketingTypeId": "unknown"}, "General admission has no price for 'unknown'"),
        ({"quantity": -1}, "body.items[0].quantity is -1: 0 to 1000 are sold"),
        (
            {"itemType": "Inventory", "inventoryId": 1},
            "body.items[0].inventoryId: there is no add-on 1",
        ),
        ({"itemType": "Donation", "unitPrice": "9" * 40}, "unitPrice is too great: '99"),
        ({"itemType": "Donation", "unitPrice": "-7"}, "body.items[0].unitPrice is -7.00"),
    ],
)
def test_a_line_refers_to_something_that_is_sold(
    caller: Caller, change: dict[str, object], words: str
) -> None:
    """The refusal names the line."""
    cart = caller.tickets()
    cart["items"][0] |= change
    reply = caller.send("POST", CARTS, cart)
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_a_membership_is_priced_by_its_offering(caller: Caller) -> None:
    """Level, offering and price point are looked up; a wrong one is named."""
    level = next(f for f in caller.sandbox.state.membership_levels if f["name"] == "Family")
    info = {
        "membershipCategoryId": level["id"],
        "membershipOfferingId": level["offerings"][0]["id"],
        "pricePointId": caller.person_type("Membership"),
    }
    line = {"itemType": "MembershipPurchase", "quantity": 1, "membershipInfo": info}
    assert made(caller, {"items": [line]})["items"][0]["amount"] == "120.00"
    for name in info:
        wrong = {**line, "membershipInfo": {**info, name: "unknown"}}
        reply = caller.send("POST", CARTS, {"items": [wrong]})
        assert reply.status == 400
        assert f"body.items[0].membershipInfo.{name}" in reply.json()["message"]


def test_a_donation_is_worth_what_the_giver_says(caller: Caller) -> None:
    """The caller's price stays."""
    line = {"itemType": "Donation", "quantity": 1, "unitPrice": "12.34"}
    assert made(caller, {"items": [line]})["items"][0]["amount"] == "12.34"
