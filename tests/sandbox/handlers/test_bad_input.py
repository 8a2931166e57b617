"""What no schema rules out is answered too: with a 400, or as if an optional field were not there."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import Request
from tests.sandbox.caller import B2B, Caller

EVENTS = "/v2/b2b/event/instances"
EVENT = "5d96453460309f26d082bcc0"
LEVEL = "5d9645346b309f26d082be10"
CARTS = "/v2/b2c/carts"
LATE = {"allowLateTicketPurchase": True, "minutesAfter": 10**18}


def replaced(caller: Caller, **fields: object) -> None:
    """Replace fields of the examples' event."""
    caller.done("PUT", f"{EVENTS}/", {"id": EVENT, **fields})


@pytest.mark.parametrize(
    ("window", "status"),
    [({}, 1), ({"checkInWindow": {}}, 1), ({"checkInWindow": {"blockScan": True}}, 3)],
)
@pytest.mark.parametrize("by_barcode", [True, False])
def test_a_window_may_lack_anything(
    caller: Caller, window: dict[str, Any], status: int, *, by_barcode: bool
) -> None:
    """Without `blockScan` it admits at any time, without minutes at the start alone."""
    replaced(caller, ticketDetails=window)
    uuid = next(u for u, each in caller.sandbox.state.tickets.items() if each["eventId"] == EVENT)
    path, field = (
        ("/v2/willcall/checkinticketsexternal", "membershipBarcode")
        if by_barcode
        else ("/v2/b2b/willcall/checkinexternal", "ticketUUID")
    )
    assert caller.done("POST", path, {field: uuid})["checkInStatus"] == status


def test_nothing_is_found_by_no_id(caller: Caller) -> None:
    """A price without a person type, an offering or a discount's value without an id."""
    replaced(caller, priceList={"prices": [{"price": 5}]})
    line: dict[str, Any] = {"eventId": EVENT, "quantity": 1}
    assert "has no price for None" in caller.send("POST", CARTS, {"items": [line]}).text
    offerings = [{"priceLists": [{"prices": [{"price": 5}]}]}]
    caller.done("PUT", "/v2/b2b/membership/levels", {"id": LEVEL, "offerings": offerings})
    line = {"itemType": "MembershipPurchase", "membershipInfo": {"membershipCategoryId": LEVEL}}
    assert "no such offering" in caller.send("POST", CARTS, {"items": [line]}).text
    discount, prices = "5d96453460309f26d082bd50", "5d96453460309f26d082bd01"
    lists = caller.sandbox.state
    lists.discounts.replace(discount, {"values": [{"value": 1}]})
    lists.price_lists.replace(prices, {"prices": [{"price": 1}]})
    path = f"/v2/b2b/discounts/{discount}/price/list/{prices}"
    assert caller.done("GET", path)["prices"] == []


def test_an_add_on_needs_no_name(caller: Caller) -> None:
    """It can be sold without."""
    made = caller.done("POST", "/v2/b2b/addons", {"price": "6.00"})
    line = {"itemType": "Inventory", "inventoryId": made["id"], "quantity": 1}
    caller.done("POST", CARTS, {"items": [line]})


def test_a_membership_keeps_somebody(caller: Caller) -> None:
    """Its cards cannot all be taken away."""
    reply = caller.send("PUT", "/v2/b2b/memberships", {"id": 10482, "cardholders": []})
    assert (reply.status, "holds nobody" in reply.text) == (400, True)


@pytest.mark.parametrize("field", ["TransactionAmount", "EventName"])
def test_a_period_of_what_is_no_time_finds_nothing(caller: Caller, field: str) -> None:
    """The field of a report's period is free text."""
    asked = {"collectionName": "Transactions", "dateRangeField": field, "startDate": "2026-01-01"}
    found = caller.done("POST", "/v2/b2b/analytics/report/execute", asked)
    assert not any(column["values"] for column in found["resultFieldList"])


def test_a_value_that_cannot_be_reckoned_with_is_refused(caller: Caller) -> None:
    """Where an event cannot be shown with it, the event stays as it was."""
    reply = caller.send(
        "PUT", f"{EVENTS}/", {"id": EVENT, "ticketDetails": {"postStartPurchase": LATE}}
    )
    assert (reply.status, "a value cannot be used" in reply.text) == (400, True)
    caller.done("GET", f"{EVENTS}/{EVENT}")
    replaced(caller, priceList={"prices": [{"price": 10**15, "personType": {"id": "a"}}]})
    line = {"eventId": EVENT, "quantity": 1, "ticketingTypeId": "a"}
    reply = caller.send("POST", CARTS, {"items": [line]})
    assert (reply.status, "is no amount of money" in reply.text) == (400, True)


def test_a_whole_number_may_have_a_point(caller: Caller) -> None:
    """2.0 is an integer to JSON Schema, so it is one here."""
    cart = caller.tickets()
    cart["items"][0]["quantity"] = 2.0
    assert len(caller.buy(cart)["orderItems"]) == 1


@pytest.mark.parametrize("text", [r'"\ud800"', "1e999"])
def test_what_no_answer_could_repeat_is_refused(caller: Caller, text: str) -> None:
    """Half of a character, and a number beyond all numbers."""
    headers = {**B2B, "content-type": "application/json"}
    body = f'{{"name":{text}}}'.encode()
    request = Request("POST", "/v1/b2b/price/person/types", headers=headers, body=body)
    reply = caller.sandbox.handle(request)
    assert (reply.status, "body is no JSON" in reply.text) == (400, True)
    assert caller.send("GET", "/v1/b2b/price/person/types").status == 200
