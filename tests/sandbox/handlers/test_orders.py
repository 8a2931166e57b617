"""Orders found, read and refunded."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_sandbox import VirtualClock
from tests.sandbox.caller import Caller

SEARCH = "/v2/b2c/orders/search"
REFUNDS = "/v2/b2b/b2b/refunds"


def refund(order: dict[str, Any], **more: object) -> dict[str, object]:
    """Return the body that asks for a refund."""
    return {"orderId": order["id"], "incidentReasonCode": "Cancelled Event", **more}


def part(order: dict[str, Any], quantity: int, **more: object) -> list[dict[str, object]]:
    """Return the refund items that ask for a part of the first item."""
    return [{"orderItemId": order["orderItems"][0]["itemId"], "quantity": quantity, **more}]


def test_an_order_is_read_with_its_items(caller: Caller) -> None:
    """As the checkout answered it."""
    order = caller.buy()
    assert caller.done("GET", f"/v2/b2c/orders/{order['id']}") == order
    assert caller.send("GET", "/v2/b2c/orders/1").status == 404


def test_orders_are_found_by_mail_or_phone_without_items(caller: Caller) -> None:
    """In any case; without either there are none."""
    order = caller.buy()
    for query in ({"email": "GAIL@example.com"}, {"phoneNumber": "602-555-0100"}):
        page = caller.done("GET", SEARCH, **query)
        assert [found["id"] for found in page["list"]] == [order["id"]]
        assert "orderItems" not in page["list"][0]
    assert caller.done("GET", SEARCH)["list"] == []
    assert caller.done("GET", SEARCH, email="nobody@example.com")["pagination"]["count"] == 0


def test_seeded_orders_are_there_to_be_found(caller: Caller) -> None:
    """The venue has sold before."""
    page = caller.done("GET", SEARCH, email="ines.guest@example.com", sortDirection="desc")
    created = [order["createdOn"] for order in page["list"]]
    assert created == sorted(created, reverse=True)
    assert len(created) == 2


def test_a_whole_refund_gives_everything_back(caller: Caller, clock: VirtualClock) -> None:
    """Money, places and tickets."""
    event = caller.event()
    sold = event["soldQuantity"]
    order = caller.buy(caller.tickets(2))
    clock.advance(60)
    answer = caller.done("POST", REFUNDS, refund(order))
    assert answer["refundAmount"] == "51.00"
    changed = answer["order"]
    assert (changed["totalAmount"], changed["refundAmount"], changed["balanceAmount"]) == (
        "0.00",
        "51.00",
        "0.00",
    )
    assert (changed["originalTotalAmount"], changed["paidAmount"]) == ("51.00", "51.00")
    assert changed["updatedOn"] == "2026-06-01T09:01:00-04:00"
    assert event["soldQuantity"] == sold
    assert answer["refundedEvents"] == [
        {
            "startDate": "2026-06-02",
            "startTime": "09:00",
            "eventName": "General admission",
            "refundedItems": [
                {
                    "ticketType": "Adult",
                    "pricePerTicket": "25.50",
                    "refundedCount": 2,
                    "totalRefunded": "51.00",
                }
            ],
        }
    ]
    assert caller.send("POST", REFUNDS, refund(order)).status == 400


def test_a_part_is_refunded(caller: Caller) -> None:
    """The rest stays, and can be refunded later."""
    event = caller.event()
    sold = event["soldQuantity"]
    order = caller.buy(caller.tickets(3))
    first = caller.done("POST", REFUNDS, refund(order, refundItems=part(order, 1)))
    item = first["order"]["orderItems"][0]
    assert (first["refundAmount"], first["order"]["totalAmount"]) == ("25.50", "51.00")
    assert (item["quantity"], item["originalQuantity"], item["amount"]) == (2, 3, "51.00")
    assert event["soldQuantity"] == sold + 2
    rest = caller.done("POST", REFUNDS, refund(order))
    assert (rest["refundAmount"], rest["order"]["refundAmount"]) == ("51.00", "76.50")


def test_a_refund_marks_the_tickets_that_it_names(caller: Caller) -> None:
    """A wrong ticket still refunds the quantity, but marks none."""
    order = caller.buy(caller.tickets(3))
    tickets = [
        t for t in caller.sandbox.state.tickets if t["ticketDetails"][0]["orderId"] == order["id"]
    ]
    chosen = part(order, 1, ticketUUIDs=[tickets[2]["uuid"]])
    caller.done("POST", REFUNDS, refund(order, refundItems=chosen))
    assert [t.get("ticketStatus") for t in tickets] == [None, None, "Refunded"]
    wrong = part(order, 1, ticketUUIDs=["no-such-ticket"])
    answer = caller.done("POST", REFUNDS, refund(order, refundItems=wrong))
    assert answer["refundAmount"] == "25.50"
    assert [t.get("ticketStatus") for t in tickets] == [None, None, "Refunded"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"orderId": "1"}, "body.orderId: there is no order '1'"),
        (
            {"refundItems": [{"orderItemId": "1", "quantity": 1}]},
            "body.refundItems[0].orderItemId: order",
        ),
    ],
)
def test_a_refund_refers_to_what_was_sold(
    caller: Caller, change: dict[str, object], words: str
) -> None:
    """An unknown order or item is named."""
    reply = caller.send("POST", REFUNDS, {**refund(caller.buy()), **change})
    assert reply.status == 400
    assert words in reply.json()["message"]


@pytest.mark.parametrize("quantity", [0, 4])
def test_no_more_is_refunded_than_was_sold(caller: Caller, quantity: int) -> None:
    """And no less than one."""
    order = caller.buy(caller.tickets(3))
    reply = caller.send("POST", REFUNDS, refund(order, refundItems=part(order, quantity)))
    assert reply.status == 400
    assert "3 are left" in reply.json()["message"]
