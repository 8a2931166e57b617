"""What no schema rules out is answered too: with a 400, or as if an optional field were not there."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import Request
from acme_ticketing_sandbox.state.state_file import write_state
from tests.sandbox.caller import B2B, Caller

EVENTS = "/v2/b2b/event/instances"
EVENT = "5d96453460309f26d082bcc0"
LEVEL = "5d9645346b309f26d082be10"
CARTS = "/v2/b2c/carts"
LATE = {"allowLateTicketPurchase": True, "minutesAfter": 10**18}
WIDE = {"blockScan": False, "minutesBefore": 10**10}


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
    uuid = next(t["uuid"] for t in caller.sandbox.state.tickets if t["eventId"] == EVENT)
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


def test_a_membership_can_be_renewed_at_the_end_of_the_calendar(caller: Caller) -> None:
    """By the longest term that an offering has."""
    known = caller.sandbox.state.memberships.get(10482)
    level = dict(caller.sandbox.state.membership_levels.get(known["categoryId"]))
    level["offerings"][0]["duration"] = 10**9
    caller.done("PUT", "/v2/b2b/membership/levels", level)
    for day in ("9999-12-31", "9896-02-29"):
        end = {"id": 10482, "membershipExpirationDate": f"{day}T23:59:59Z"}
        caller.done("PUT", "/v2/b2b/memberships", end)
        asked: dict[str, Any] = {"action": "MembershipRenewal", "membershipId": 10482}
        caller.done("GET", "/v2/b2b/memberships/checkout/validate", **asked)


def test_a_field_of_any_name_can_be_sorted_by(caller: Caller) -> None:
    """It is named like a time, and holds none: it comes after the times."""
    for value in ("abc", "2026-06-01T00:00:00Z", 3):
        caller.done("POST", "/v2/b2b/addons", {"name": str(value), "soldOn": value})
    found = caller.done("GET", "/v2/b2b/addons", sortField="soldOn")["list"]
    assert [each["soldOn"] for each in found[:3]] == [3, "2026-06-01T00:00:00Z", "abc"]


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


DISCOUNT = "5d96453460309f26d082bd50"
PRICE_LIST = "5d96453460309f26d082bd01"


def offered(**price: object) -> dict[str, Any]:
    """Return a level with one price."""
    return {"id": LEVEL, "offerings": [{"priceLists": [{"prices": [price]}]}]}


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("PUT", f"{EVENTS}/", {"id": EVENT, "priceList": {"prices": [{"price": 10**12}]}},
         "body.priceList.prices[0].price is too great: 1000000000000"),
        ("PUT", f"{EVENTS}/", {"id": EVENT, "priceList": {"prices": [{"price": -5}]}},
         "body.priceList.prices[0].price is -5, less than 0"),
        ("PUT", f"{EVENTS}/", {"id": EVENT, "capacity": 1e300}, "body.capacity is too great"),
        ("PUT", f"{EVENTS}/", {"id": EVENT, "ticketDetails": {"postStartPurchase": LATE}},
         "body.ticketDetails.postStartPurchase is more minutes away than the calendar holds"),
        ("PUT", f"{EVENTS}/", {"id": EVENT, "ticketDetails": {"checkInWindow": WIDE}},
         "body.ticketDetails.checkInWindow is more minutes away than the calendar holds"),
        ("PUT", f"/v1/b2b/discounts/{DISCOUNT}", {"values": [{"value": "abc"}]},
         "body.values[0].value is no usable amount: 'abc'"),
        ("POST", "/v1/b2b/discounts", {"values": [{"value": 1}, {"value": 1e300}]},
         "body.values[1].value is no usable amount: 1000"),
        ("PUT", "/v1/b2b/price/lists", {"id": PRICE_LIST, "prices": [{"price": -1}]},
         "body.prices[0].price is -1, less than 0"),
        ("POST", "/v1/b2b/price/lists", {"prices": [{"price": 1e300}]},
         "body.prices[0].price is too great: 1000"),
        ("PUT", "/v2/b2b/membership/levels", offered(price=-1),
         "body.offerings[0].priceLists[0].prices[0].price is -1, less than 0"),
        ("POST", "/v2/b2b/membership/levels", offered(price=-1),
         "body.offerings[0].priceLists[0].prices[0].price is -1, less than 0"),
        ("PUT", "/v2/b2b/membership/levels", {"id": LEVEL, "rules": {"numberOfCardHolders": 0}},
         "body.rules.numberOfCardHolders is 0, less than 1"),
        ("PUT", "/v2/b2b/memberships", {"id": 10482, "categoryId": "x"},
         "body.categoryId: there is no membership level 'x'"),
        ("PUT", "/v2/b2b/memberships", {"id": 10482, "offeringId": "x"},
         "body.offeringId: the level has no such offering"),
        ("POST", "/v2/b2b/analytics/report/definitions", {"queryExpression": {"findFields": [{}]}},
         "body.queryExpression.findFields[0].fieldName is missing"),
        ("POST", "/v2/b2b/async/report",
         {"queryExpression": {}, "dateRangeField": "Quantity", "startDate": "soon"},
         "body.startDate is no date: 'soon'"),
        ("POST", "/v2/b2b/addons", {"price": "9" * 13}, "body.price is too great: '9999"),
        ("POST", "/v2/b2b/addons", {"price": "-1.00"}, "body.price is -1.00, less than 0"),
        ("PUT", "/v2/b2b/addons", {"id": 310, "quantity": -1}, "body.quantity is -1, less than 0"),
        ("PUT", "/v2/b2b/addons", {"id": 310, "quantity": 2**63}, "body.quantity is too great"),
    ],
)  # fmt: skip
def test_what_could_not_be_used_is_not_stored(
    caller: Caller, method: str, path: str, body: dict[str, Any], words: str
) -> None:
    """The call that brings it is refused by the name of the field, and nothing has changed."""
    before = write_state(caller.sandbox.state)
    reply = caller.send(method, path, body)
    assert (reply.status, words in reply.text) == (400, True), reply.text
    assert write_state(caller.sandbox.state) == before


def test_what_comes_of_great_amounts_can_be_used(caller: Caller) -> None:
    """The dearest tickets are sold by the thousand; what was paid and given back adds up."""
    price = {"price": 10**12 - 1, "personType": {"id": "a"}}
    replaced(caller, capacity=2000, priceList={"prices": [price]})
    line: dict[str, Any] = {"eventId": EVENT, "quantity": 1000, "ticketingTypeId": "a"}
    order = caller.buy({"items": [line]})
    refund = {"orderId": order["id"]}
    returned = caller.done("POST", "/v2/b2b/b2b/refunds", refund)
    assert order["paidAmount"] == returned["refundAmount"] == "999999999999000.00"
    asked = {
        "collectionName": "Events",
        "summaryFields": [{"fieldName": "Capacity", "summaryFunction": "average"}],
    }
    replaced(caller, capacity=2**63 - 1)
    caller.done("POST", "/v2/b2b/analytics/report/execute", asked)


def test_a_whole_number_may_have_a_point(caller: Caller) -> None:
    """2.0 is an integer to JSON Schema, so it is one here."""
    cart = caller.tickets()
    cart["items"][0]["quantity"] = 2.0
    assert len(caller.buy(cart)["orderItems"]) == 1


@pytest.mark.parametrize("price", [True, None, [], {}, "x"])
def test_what_is_no_amount_is_said_to_be_none(caller: Caller, price: object) -> None:
    """Whatever it is instead."""
    for path, body in (
        ("/v2/b2b/addons", {"price": price}),
        ("/v1/b2b/price/lists", {"prices": [{"price": price}]}),
    ):
        reply = caller.send("POST", path, body)
        assert (reply.status, "price is no " in reply.text) == (400, True)


@pytest.mark.parametrize("text", [r'"\ud800"', "1e999"])
def test_what_no_answer_could_repeat_is_refused(caller: Caller, text: str) -> None:
    """Half of a character, and a number beyond all numbers."""
    headers = {**B2B, "content-type": "application/json"}
    body = f'{{"name":{text}}}'.encode()
    request = Request("POST", "/v1/b2b/price/person/types", headers=headers, body=body)
    reply = caller.sandbox.handle(request)
    assert (reply.status, "body is no JSON" in reply.text) == (400, True)
    assert caller.send("GET", "/v1/b2b/price/person/types").status == 200
