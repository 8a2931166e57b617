"""Orders changed after the sale: updated, rebooked, mailed, deleted; and sold elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.caller import CARD, GUEST, Caller

UPDATE = "/v2/b2b/orders/update"
REBOOK = "/v1/b2b/rebook/orders"
ORDERS = "/v2/b2c/orders"
KIOSK = "/v2/b2b/checkout/kiosk"
RESELLER = "/v2/b2b/orders/organizations/5120"


def lines(order: dict[str, Any], quantity: int) -> dict[str, Any]:
    """Return the body that gives an order's first item another quantity."""
    item = order["orderItems"][0]
    return {
        "orderId": order["id"],
        "orderItems": [{"orderItemId": item["itemId"], "quantity": quantity}],
    }


def test_fewer_are_refunded_more_are_sold_none_cancels(caller: Caller) -> None:
    """Money, places and tickets follow each change."""
    event = caller.event()
    sold = event["soldQuantity"]
    order = caller.buy(caller.tickets(3))
    fewer = caller.done("POST", UPDATE, {**lines(order, 1), "notes": "Rain"})
    assert (fewer["totalAmount"], fewer["refundAmount"], fewer["notes"]) == (
        "25.50",
        "51.00",
        "Rain",
    )
    more = caller.done("POST", UPDATE, lines(order, 2))
    assert (more["totalAmount"], more["paidAmount"], more["balanceAmount"]) == (
        "51.00",
        "102.00",
        "0.00",
    )
    assert event["soldQuantity"] == sold + 2
    detail = caller.done("GET", f"/v2/b2b/orders/detail/{order['id']}")
    tickets = detail["eventItems"][0]["items"][0]["tickets"]
    assert len([t for t in tickets if t.get("ticketStatus") != "Refunded"]) == 2
    assert detail["refundStatus"] == "PartiallyRefunded"
    caller.done("POST", UPDATE, lines(order, 0))
    detail = caller.done("GET", f"/v2/b2b/orders/detail/{order['id']}")
    assert detail["refundStatus"] == "Refunded"
    assert event["soldQuantity"] == sold


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"orderId": "1"}, "body.orderId"),
        ({"orderItems": [{"orderItemId": "1", "quantity": 1}]}, "body.orderItems[0].orderItemId"),
        ({"payment": {"manualEntryCardNumber": "4111"}}, "body.payment.manualEntryCardNumber"),
    ],
)
def test_an_update_refers_to_what_was_sold(
    caller: Caller, change: dict[str, object], words: str
) -> None:
    """What is wrong is named."""
    order = caller.buy()
    reply = caller.send("POST", UPDATE, {**lines(order, 1), **change})
    assert reply.status == 400
    assert words in reply.json()["message"]


@pytest.mark.parametrize("quantity", [-1, 1001, 900])
def test_an_update_stays_within_what_there_is(caller: Caller, quantity: int) -> None:
    """Neither less than none nor more than the event has."""
    order = caller.buy()
    assert caller.send("POST", UPDATE, lines(order, quantity)).status == 400
    assert caller.done("GET", f"{ORDERS}/{order['id']}")["totalAmount"] == "51.00"


def test_what_is_named_twice_is_refused(caller: Caller) -> None:
    """An item changes once in a request, and no more of it moves than there is."""
    order = caller.buy(caller.tickets(2))
    update, rebooking = lines(order, 0), moved(order, caller.event(occurrence=9), 2)
    update["orderItems"] *= 2
    rebooking["rebookItems"] *= 2
    assert "names an item twice" in caller.send("POST", UPDATE, update).text
    assert "rebookItems[1].rebookQuantity is 2, but 0 are left" in (
        caller.send("POST", REBOOK, rebooking).text
    )
    (item,) = caller.done("GET", f"{ORDERS}/{order['id']}")["orderItems"]
    assert item["quantity"] == 2


def moved(order: dict[str, Any], event: dict[str, Any], count: int) -> dict[str, Any]:
    """Return the body that moves tickets of an order's first item to an event."""
    item = order["orderItems"][0]
    entry = {
        "orderItemId": item["itemId"],
        "itemTypeId": item["itemTypeId"],
        "rebookQuantity": count,
        "rebookToEventId": event["id"],
    }
    return {"orderId": order["id"], "rebookItems": [entry]}


def test_tickets_move_to_another_event(caller: Caller) -> None:
    """Places, tickets and items follow; the rest stays where it was."""
    source, target = caller.event(), caller.event(occurrence=9)
    sold = source["soldQuantity"], target["soldQuantity"]
    order = caller.buy(caller.tickets(3))
    answer = caller.done("POST", REBOOK, moved(order, target, 2))
    items = answer["order"]["orderItems"]
    assert [(i["eventId"], i["quantity"]) for i in items] == [(source["id"], 1), (target["id"], 2)]
    assert answer["order"]["totalAmount"] == "76.50"
    assert "2.00" in answer["order"]["notes"]
    assert (source["soldQuantity"], target["soldQuantity"]) == (sold[0] + 1, sold[1] + 2)
    detail = caller.done("GET", f"/v2/b2b/willcall/orders/{order['id']}")
    assert [len(e["items"][0]["tickets"]) for e in detail["eventItems"]] == [1, 2]


def test_a_whole_item_moves(caller: Caller) -> None:
    """Nothing of it stays behind."""
    order = caller.buy(caller.tickets(2))
    answer = caller.done("POST", REBOOK, moved(order, caller.event(occurrence=9), 2))
    assert len(answer["order"]["orderItems"]) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"orderItemId": "1"}, "body.rebookItems[0].orderItemId"),
        ({"rebookQuantity": 4}, "but 3 are left"),
        ({"rebookToEventId": "unknown"}, "body.rebookItems[0].rebookToEventId"),
    ],
)
def test_a_rebooking_refers_to_what_there_is(
    caller: Caller, change: dict[str, object], words: str
) -> None:
    """What is wrong is named, and nothing moves."""
    order = caller.buy(caller.tickets(3))
    body = moved(order, caller.event(occurrence=9), 1)
    body["rebookItems"][0] |= change
    reply = caller.send("POST", REBOOK, body)
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_a_rebooking_s_card_must_be_whole(caller: Caller) -> None:
    """All that is missing of it is named."""
    order = caller.buy()
    body = {**moved(order, caller.event(occurrence=9), 1), "payment": {"type": "CreditCard"}}
    reply = caller.send("POST", REBOOK, body)
    assert reply.status == 400
    assert "body.payment.manualEntryCardNumber is missing" in reply.json()["message"]


def test_rebooking_fees_are_listed(caller: Caller) -> None:
    """For the events that exist."""
    event = caller.event("Knot workshop", 0)
    fees = caller.done("GET", "/v1/b2b/event/instance/rebook/fees", eventIds=f"{event['id']},x")
    assert fees == [
        {"eventTemplateId": event["templateId"], "rebookingFee": "5.00", "eventId": event["id"]}
    ]


def test_a_confirmation_is_sent_by_order_number(caller: Caller) -> None:
    """The id is something else."""
    order = caller.buy()
    body = {"email": "other@example.com", "sendEmail": True}
    sent = caller.done("POST", f"/v2/b2b/orders/{order['orderNumber']}/email", body)
    assert sent["id"] == order["id"]
    assert caller.send("POST", f"/v2/b2b/orders/{order['id']}/email", body).status == 404


def test_an_order_is_made_unpaid_changed_and_deleted(caller: Caller) -> None:
    """The older calls of the online area."""
    event = caller.event()
    sold = event["soldQuantity"]
    made = caller.done(
        "POST", ORDERS, {"email": "a@example.com", "orderItems": caller.tickets(2)["items"]}
    )
    order = caller.done("GET", f"{ORDERS}/{made}")
    assert (order["balanceAmount"], order["paidAmount"]) == ("51.00", "0.00")
    changed = caller.done(
        "PUT", f"{ORDERS}/{made}", {"email": "b@example.com", "totalAmount": "0.00"}
    )
    assert (changed["email"], changed["totalAmount"]) == ("b@example.com", "51.00")
    assert [o["id"] for o in caller.done("GET", ORDERS, email="b@example.com")] == [made]
    ids = [o["id"] for o in caller.done("GET", f"{ORDERS}/event/{event['id']}")]
    assert made in ids
    assert caller.done("DELETE", f"{ORDERS}/{made}")["id"] == made
    assert event["soldQuantity"] == sold
    assert caller.send("GET", f"{ORDERS}/{made}").status == 404


def test_an_order_for_the_past_is_refused(caller: Caller) -> None:
    """The sale of yesterday's events has ended, online and in every checkout."""
    cart = caller.tickets(1, event=caller.event(occurrence=0))
    reply = caller.send("POST", ORDERS, {"orderItems": cart["items"]})
    assert (reply.status, "has ended" in reply.text) == (400, True)
    reply = caller.send("POST", "/v2/b2c/checkout", {**GUEST, **CARD, "shoppingCart": cart})
    assert (reply.status, "has ended" in reply.text) == (400, True)


def test_a_kiosk_sells_with_its_terminal_s_token(caller: Caller) -> None:
    """The answer shows the tickets at once."""
    body = {
        "uuid": "kiosk-1",
        "terminalId": "KIOSK-1",
        "paymentMethods": ["CreditCard"],
        "expressTransactionId": "000123",
        "shoppingCart": caller.tickets(2),
    }
    detail = caller.done("POST", KIOSK, body)
    assert detail["saleChannel"] == "kiosk"
    assert len(detail["eventItems"][0]["items"][0]["tickets"]) == 2
    repeated = {**body, "expressTransactionId": "000124", "paymentMethods": []}
    assert caller.done("POST", KIOSK, repeated)["paymentMethod"] == "CreditCard"


def test_a_reseller_buys_against_a_voucher(caller: Caller) -> None:
    """Ticket types have another name there, and the order is the organization's."""
    item = {"personTypeId": caller.person_type(), "quantity": 2, "amount": "51.00"}
    event = {"eventId": caller.event()["id"], "items": [item]}
    body = {"paymentMethod": "Voucher", "ticketDelivery": "willCall", "events": [event]}
    order = caller.done("POST", RESELLER, body)
    assert (order["organizationId"], order["saleChannel"], order["ticketDelivery"]) == (
        5120,
        "reseller",
        "willCall",
    )
    detail = caller.done("GET", f"/v2/b2b/orders/detail/{order['id']}")
    assert detail["organizationName"] == "Harbor Tours"
    assert caller.send("POST", RESELLER, {**body, "organizationId": 1}).status == 400
    assert caller.send("POST", RESELLER.replace("5120", "1"), body).status == 404


def test_counters_and_older_paths_sell_too(caller: Caller) -> None:
    """Each with its own channel."""
    body = {**GUEST, "shoppingCart": caller.tickets(1)}
    order = caller.done("POST", "/v2/b2c/checkout/pointofsale", body)
    assert order["saleChannel"] == "pointOfSale"
    assert caller.done("POST", "/v2/b2b/checkout", {**body, **CARD})["saleChannel"] == "online"
