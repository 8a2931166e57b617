"""Admission at the door (api-facts/access-control.md)."""

from __future__ import annotations

from enum import IntEnum

from ..state import Record, State, entries, renamed, shaped
from ..state.events import admission_of, window_of
from ..state.memberships import cards_of
from .call import Call, answers


class CheckInStatus(IntEnum):
    """What became of a barcode at the door: numbers of ours, the vendor's are not public."""

    UNKNOWN = 0
    ADMITTED = 1
    ALREADY_USED = 2
    OUTSIDE_WINDOW = 3
    REFUNDED = 4
    NOT_STANDING = 5


def _scan(state: State, ticket: Record, *, look_at_time: bool) -> CheckInStatus:
    """Admit whoever has a ticket that is good, which is used from then on."""
    if ticket.get("ticketStatus") == "Refunded":
        return CheckInStatus.REFUNDED
    if "checkInDate" in ticket:
        return CheckInStatus.ALREADY_USED
    event = state.events.find(ticket["eventId"])
    if look_at_time and event and window_of(event).get("blockScan"):
        opens, closes = admission_of(event)
        if not opens <= state.now() <= closes:
            return CheckInStatus.OUTSIDE_WINDOW
    ticket["checkInDate"] = state.timestamp
    _count(state, ticket, 1)
    return CheckInStatus.ADMITTED


def card_of_barcode(state: State, barcode: str) -> tuple[Record, Record] | None:
    """Return the membership and the card that a barcode is on."""
    for membership, card in cards_of(state.memberships):
        if barcode in (card["barcode"], card["acmeBarcode"]):
            return membership, card
    return None


def _count(state: State, ticket: Record, change: int) -> None:
    if event := state.events.find(ticket["eventId"]):
        event["checkInCount"] += change
    order, item = _sold(state, ticket)
    if item:
        item["checkInQuantity"] += change
        used = sum(each["checkInQuantity"] for each in order["orderItems"])
        sold = sum(each["quantity"] for each in order["orderItems"] if "eventId" in each)
        some = "CheckedIn" if used >= sold else "PartiallyCheckedIn"
        order["checkInStatus"] = some if used else "NotCheckedIn"


def _sold(state: State, ticket: Record) -> tuple[Record, Record]:
    """Return the order of a ticket and its item, empty if they are gone."""
    belongs = ticket["ticketDetails"][0]
    order = state.orders.find(belongs["orderId"]) or {"orderItems": []}
    items = (each for each in order["orderItems"] if each["itemId"] == belongs["orderItemId"])
    return order, next(items, {})


@answers("b2b.willCall.checkInTicket")
def check_in_ticket(call: Call) -> Record:
    """Admit one ticket and tell its order."""
    ticket = call.state.tickets.referred(call.body.get("ticketUUID"), "body.ticketUUID")
    status = _scan(call.state, ticket, look_at_time=True)
    return shaped(
        "TicketCheckInResult",
        window_of(call.state.events.find(ticket["eventId"]) or {}),
        ticket,
        {"minutesBefore": 0, "minutesAfter": 0},
        checkInStatus=status,
        orderId=int(ticket["ticketDetails"][0]["orderId"]),
    )


@answers("b2b.willCall.checkInTickets")
def check_in_tickets(call: Call) -> list[Record]:
    """Admit some tickets at any time; one that was used before yields an empty entry."""
    scanned = ((_scan(call.state, each, look_at_time=False), each) for each in _tickets(call))
    return [dict(ticket) if status is CheckInStatus.ADMITTED else {} for status, ticket in scanned]


@answers("willCall.undoCheckIn")
def undo_check_in(call: Call) -> list[Record]:
    """Make used tickets good again; one that is not used stays as it is."""
    tickets = _tickets(call)
    for ticket in tickets:
        if ticket.pop("checkInDate", None):
            _count(call.state, ticket, -1)
    return tickets


@answers("willCall.checkIn")
def check_in(call: Call) -> Record:
    """Admit whatever has the barcode: a ticket or a membership card."""
    state, barcode = call.state, call.body.get("membershipBarcode", "")
    entered = state.events.find(call.body.get("eventInstance"))
    if found := card_of_barcode(state, barcode):
        return _check_in_card(*found, entered or {})
    ticket = state.tickets.find(barcode)
    if ticket is None:
        return {"checkInStatus": CheckInStatus.UNKNOWN}
    event = state.events.find(ticket["eventId"]) or {}
    status = _scan(state, ticket, look_at_time=call.body.get("validate", True))
    order, item = _sold(state, ticket)
    return shaped(
        "CheckInResult",
        ticket,
        renamed(event, ticketEventName="name", ticketEventTime="startTime"),
        renamed(entered or event, checkedInEventName="name", checkedInEventTime="startTime"),
        checkInStatus=status,
        orderId=ticket["ticketDetails"][0]["orderId"],
        orderCreationDate=order.get("createdOn"),
        ticketTypeName=item.get("ticketingTypeName"),
    )


def _check_in_card(membership: Record, card: Record, entered: Record) -> Record:
    standing = membership["membershipStanding"]
    admits = standing in {"active", "new"}
    return shaped(
        "CheckInResult",
        card,
        membership,
        checkInStatus=CheckInStatus.ADMITTED if admits else CheckInStatus.NOT_STANDING,
        levelName=membership.get("membershipCategory", ""),
        cardName=card.get("name", ""),
        cardStanding=standing,
        checkedInEventName=entered.get("name", ""),
    )


def _tickets(call: Call) -> list[Record]:
    uuids = entries(call.body, "ticketUUIDs")
    return [call.state.tickets.referred(uuid, place) for uuid, place in uuids]
