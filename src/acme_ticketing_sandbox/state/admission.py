"""Admission at the door: tickets and membership cards (api-facts/access-control.md).

The vendor's table of `checkInStatus` numbers is not public; the numbers here are the sandbox's.
"""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum

from ..values import times
from .events import start_of
from .records import Record
from .state import State


class CheckInStatus(IntEnum):
    """What became of a barcode at the door."""

    UNKNOWN = 0
    ADMITTED = 1
    ALREADY_USED = 2
    OUTSIDE_WINDOW = 3
    REFUNDED = 4
    NOT_STANDING = 5


def judge_ticket(state: State, ticket: Record | None, *, look_at_time: bool) -> CheckInStatus:
    """Tell what a ticket is good for now; None is an unknown barcode."""
    if ticket is None:
        return CheckInStatus.UNKNOWN
    if ticket.get("ticketStatus") == "Refunded":
        return CheckInStatus.REFUNDED
    if "checkInDate" in ticket:
        return CheckInStatus.ALREADY_USED
    event = state.events.find(ticket["eventId"])
    if look_at_time and event is not None and not _in_window(state, event):
        return CheckInStatus.OUTSIDE_WINDOW
    return CheckInStatus.ADMITTED


def admit(state: State, ticket: Record) -> None:
    """Mark a ticket as used, and count it in its order and its event."""
    ticket["checkInDate"] = times.write(state.now())
    _count(state, ticket, 1)


def take_back(state: State, ticket: Record) -> None:
    """Make a used ticket good again; one that is not used stays as it is."""
    if ticket.pop("checkInDate", None):
        _count(state, ticket, -1)


def judge_card(membership: Record) -> CheckInStatus:
    """Tell whether a membership admits."""
    standing = membership["membershipStanding"] in {"active", "new"}
    return CheckInStatus.ADMITTED if standing else CheckInStatus.NOT_STANDING


def card_of_barcode(state: State, barcode: str) -> tuple[Record, Record] | None:
    """Return the membership and the card that a barcode is on."""
    for membership in state.memberships:
        for card in membership["cardholders"]:
            if barcode in (card["barcode"], card["acmeBarcode"]):
                return membership, card
    return None


def _in_window(state: State, event: Record) -> bool:
    window = event["ticketDetails"]["checkInWindow"]
    if not window["blockScan"]:
        return True
    opens = start_of(event) - timedelta(minutes=window["minutesBefore"])
    closes = start_of(event) + timedelta(minutes=window["minutesAfter"])
    return opens <= state.now() <= closes


def _count(state: State, ticket: Record, change: int) -> None:
    belongs = ticket["ticketDetails"][0]
    event = state.events.find(ticket["eventId"])
    if event is not None:
        event["checkInCount"] += change
    order = state.orders.find(belongs["orderId"])
    if order is None:
        return
    items = order["orderItems"]
    for item in items:
        if item["itemId"] == belongs["orderItemId"]:
            item["checkInQuantity"] += change
    used = sum(item["checkInQuantity"] for item in items)
    sold = sum(item["quantity"] for item in items if "eventId" in item)
    order["checkInStatus"] = (
        "NotCheckedIn" if not used else "CheckedIn" if used >= sold else "PartiallyCheckedIn"
    )
