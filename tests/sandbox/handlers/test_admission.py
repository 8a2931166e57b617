"""At the door: tickets, cards, and taking admissions back."""

from __future__ import annotations

from typing import Any

from acme_ticketing_sandbox import VirtualClock
from acme_ticketing_sandbox.handlers.will_call import CheckInStatus
from tests.sandbox.caller import Caller

ANY_BARCODE = "/v2/willcall/checkinticketsexternal"
UNDO = "/v2/willcall/undocheckintickets"
ONE = "/v2/b2b/willcall/checkinexternal"
SEVERAL = "/v2/b2b/willcall/checkintickets"


def tickets(caller: Caller, order: dict[str, Any]) -> list[str]:
    """Return the barcodes of an order's tickets."""
    detail = caller.done("GET", f"/v2/b2b/willcall/orders/{order['id']}")
    return [t["uuid"] for e in detail["eventItems"] for i in e["items"] for t in i["tickets"]]


def bought(caller: Caller, quantity: int = 2) -> tuple[dict[str, Any], list[str]]:
    """Buy tickets for this morning's film, and return the order and the barcodes."""
    order = caller.buy(caller.tickets(quantity, event=caller.event("Harbor in 3D", 6)))
    return order, tickets(caller, order)


def test_an_order_shows_every_ticket(caller: Caller) -> None:
    """With its holder, and the lines that the wire names in its own way."""
    order, barcodes = bought(caller)
    detail = caller.done("GET", f"/v2/b2b/orders/detail/{order['id']}")
    event = detail["eventItems"][0]
    item = event["items"][0]
    assert (event["eventName"], item["ticketTypeName"]) == ("Harbor in 3D", "Adult")
    assert (item["subtotal"], item["discountedSubtotal"]) == ("24.00", "24.00")
    assert [t["uuid"] for t in item["tickets"]] == barcodes
    assert item["tickets"][0]["lastName"] == "Guest"
    assert (detail["paymentMethod"], detail["orderBalance"]) == ("CreditCard", "0.00")
    assert caller.send("GET", "/v2/b2b/orders/detail/1").status == 404


def test_a_ticket_admits_once_within_its_window(caller: Caller, clock: VirtualClock) -> None:
    """Half an hour before the start it opens; a second scan is told apart."""
    order, (first, second) = bought(caller)
    early = caller.done("POST", ONE, {"ticketUUID": first})
    assert early["checkInStatus"] == CheckInStatus.OUTSIDE_WINDOW
    clock.advance(1.5 * 3600)
    scanned = caller.done("POST", ONE, {"ticketUUID": first})
    assert scanned == {
        "checkInStatus": CheckInStatus.ADMITTED,
        "checkInDate": "2026-06-01T10:30:00-04:00",
        "orderId": int(order["id"]),
        "minutesBefore": 30,
        "minutesAfter": 60,
    }
    again = caller.done("POST", ONE, {"ticketUUID": first})
    assert again["checkInStatus"] == CheckInStatus.ALREADY_USED
    kept = caller.sandbox.state.orders.get(order["id"])
    assert kept["checkInStatus"] == "PartiallyCheckedIn"
    caller.done("POST", ONE, {"ticketUUID": second})
    assert kept["checkInStatus"] == "CheckedIn"
    assert caller.event("Harbor in 3D", 6)["checkInCount"] == 2


def test_several_tickets_are_admitted_at_any_time(caller: Caller) -> None:
    """One that was used before yields an empty entry; taken back, it is good again."""
    order, barcodes = bought(caller)
    assert len(caller.done("POST", SEVERAL, {"ticketUUIDs": barcodes[:1]})) == 1
    both = caller.done("POST", SEVERAL, {"ticketUUIDs": barcodes})
    assert (both[0], both[1]["uuid"]) == ({}, barcodes[1])
    undone = caller.done("POST", UNDO, {"terminalId": "GATE-1", "ticketUUIDs": barcodes})
    assert all("checkInDate" not in ticket for ticket in undone)
    assert caller.sandbox.state.orders.get(order["id"])["checkInStatus"] == "NotCheckedIn"
    assert caller.event("Harbor in 3D", 6)["checkInCount"] == 0
    caller.done("POST", UNDO, {"ticketUUIDs": barcodes})
    assert caller.event("Harbor in 3D", 6)["checkInCount"] == 0


def test_a_refunded_ticket_admits_nobody(caller: Caller) -> None:
    """Nor does an unknown one."""
    order, barcodes = bought(caller)
    body = {"orderId": order["id"], "incidentReasonCode": "Miscellaneous"}
    caller.done("POST", "/v2/b2b/b2b/refunds", body)
    scan = caller.done("POST", ANY_BARCODE, {"membershipBarcode": barcodes[0]})
    assert scan["checkInStatus"] == CheckInStatus.REFUNDED
    scan = caller.done("POST", ANY_BARCODE, {"membershipBarcode": "nothing"})
    assert scan == {"checkInStatus": CheckInStatus.UNKNOWN}
    for path, sent in ((ONE, {"ticketUUID": "x"}), (SEVERAL, {"ticketUUIDs": ["x"]})):
        assert caller.send("POST", path, sent).status == 400


def test_any_barcode_is_understood(caller: Caller) -> None:
    """A ticket tells its order and its event; unvalidated it admits at any time."""
    order, barcodes = bought(caller)
    body = {"membershipBarcode": barcodes[0], "validate": False}
    scan = caller.done("POST", ANY_BARCODE, body)
    assert scan["checkInStatus"] == CheckInStatus.ADMITTED
    assert (scan["orderId"], scan["ticketEventName"], scan["ticketTypeName"]) == (
        order["id"],
        "Harbor in 3D",
        "Adult",
    )


def test_a_member_s_card_admits_while_the_membership_stands(caller: Caller) -> None:
    """It tells whose it is; a dropped one does not admit."""
    state = caller.sandbox.state
    event = caller.event()
    active = next(m for m in state.memberships if m["membershipStanding"] == "active")
    body = {"membershipBarcode": active["cardholders"][0]["acmeBarcode"]}
    scan = caller.done("POST", ANY_BARCODE, {**body, "eventInstance": event["id"]})
    assert (scan["checkInStatus"], scan["cardName"], scan["levelName"]) == (
        1,
        "Ana Example",
        "Family",
    )
    assert scan["checkedInEventName"] == "General admission"
    dropped = next(m for m in state.memberships if m["membershipStanding"] == "dropped")
    body = {"membershipBarcode": dropped["cardholders"][0]["barcode"]}
    assert caller.done("POST", ANY_BARCODE, body)["checkInStatus"] == CheckInStatus.NOT_STANDING


def test_an_event_without_window_admits_all_day(caller: Caller) -> None:
    """Where scans outside the window are not blocked."""
    event = caller.event("Harbor in 3D", 6)
    _, barcodes = bought(caller)
    details = event["ticketDetails"]
    window = {**details["checkInWindow"], "blockScan": False}
    changed = {**event, "ticketDetails": {**details, "checkInWindow": window}}
    caller.done("PUT", "/v2/b2b/event/instances/", changed)
    assert caller.done("POST", ONE, {"ticketUUID": barcodes[0]})["checkInStatus"] == 1
