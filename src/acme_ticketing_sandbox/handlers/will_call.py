"""Admission at the door (api-facts/access-control.md)."""

from __future__ import annotations

from ..http.refusal import Refusal
from ..state import Record
from ..state.admission import (
    CheckInStatus,
    admit,
    card_of_barcode,
    judge_card,
    judge_ticket,
    take_back,
)
from ..state.sales.orders import order_detail
from .call import Call, answers


@answers("b2b.willCall.getOrder", "b2b.orders.getDetail")
def get_order(call: Call) -> Record:
    """Read an order with every ticket."""
    return order_detail(call.state, call.state.orders.get(call.path["orderId"]))


@answers("b2b.willCall.checkInTicket")
def check_in_ticket(call: Call) -> Record:
    """Admit one ticket and tell its order."""
    ticket = _ticket(call, call.body.get("ticketUUID"), "body.ticketUUID")
    status = judge_ticket(call.state, ticket, look_at_time=True)
    if status is CheckInStatus.ADMITTED:
        admit(call.state, ticket)
    event = call.state.events.find(ticket["eventId"]) or {}
    window = event.get("ticketDetails", {}).get("checkInWindow", {})
    return {
        "checkInStatus": int(status),
        **_admitted_at(ticket),
        "orderId": int(ticket["ticketDetails"][0]["orderId"]),
        "minutesBefore": window.get("minutesBefore", 0),
        "minutesAfter": window.get("minutesAfter", 0),
    }


@answers("b2b.willCall.checkInTickets")
def check_in_tickets(call: Call) -> list[Record]:
    """Admit some tickets at any time; one that was used before yields an empty entry."""
    answer: list[Record] = []
    for ticket in _tickets(call):
        good = judge_ticket(call.state, ticket, look_at_time=False) is CheckInStatus.ADMITTED
        if good:
            admit(call.state, ticket)
        answer.append(dict(ticket) if good else {})
    return answer


@answers("willCall.undoCheckIn")
def undo_check_in(call: Call) -> list[Record]:
    """Make used tickets good again."""
    tickets = _tickets(call)
    for ticket in tickets:
        take_back(call.state, ticket)
    return tickets


@answers("willCall.checkIn")
def check_in(call: Call) -> Record:
    """Admit whatever has the barcode: a ticket or a membership card."""
    barcode = call.body.get("membershipBarcode", "")
    found = card_of_barcode(call.state, barcode)
    if found:
        return _check_in_card(call, *found)
    ticket = call.state.tickets.get(barcode)
    look_at_time = call.body.get("validate", True)
    status = judge_ticket(call.state, ticket, look_at_time=look_at_time)
    if ticket is None:
        return {"checkInStatus": int(status)}
    if status is CheckInStatus.ADMITTED:
        admit(call.state, ticket)
    return {"checkInStatus": int(status), **_admitted_at(ticket), **_about(call, ticket)}


def _check_in_card(call: Call, membership: Record, card: Record) -> Record:
    status = judge_card(membership)
    event = call.state.events.find(call.body.get("eventInstance")) or {}
    return {
        "checkInStatus": int(status),
        "levelName": membership.get("membershipCategory", ""),
        "cardName": card.get("name", ""),
        "cardType": card.get("cardType", "primary"),
        "cardStanding": membership["membershipStanding"],
        "membershipExpirationDate": membership["membershipExpirationDate"],
        "checkedInEventName": event.get("name", ""),
    }


def _about(call: Call, ticket: Record) -> Record:
    belongs = ticket["ticketDetails"][0]
    order = call.state.orders.find(belongs["orderId"]) or {"orderItems": []}
    event = call.state.events.find(ticket["eventId"]) or {}
    entered = call.state.events.find(call.body.get("eventInstance")) or event
    kinds = (
        item["ticketingTypeName"]
        for item in order["orderItems"]
        if item["itemId"] == belongs["orderItemId"]
    )
    told = {
        "orderCreationDate": order.get("createdOn"),
        "ticketTypeName": next(kinds, None),
        "ticketEventName": event.get("name"),
        "ticketEventTime": event.get("startTime"),
        "checkedInEventName": entered.get("name"),
        "checkedInEventTime": entered.get("startTime"),
    }
    return {"orderId": belongs["orderId"], **{k: v for k, v in told.items() if v is not None}}


def _admitted_at(ticket: Record) -> Record:
    return {"checkInDate": ticket["checkInDate"]} if "checkInDate" in ticket else {}


def _tickets(call: Call) -> list[Record]:
    uuids = call.body.get("ticketUUIDs") or []
    return [_ticket(call, uuid, f"body.ticketUUIDs[{i}]") for i, uuid in enumerate(uuids)]


def _ticket(call: Call, uuid: object, place: str) -> Record:
    ticket = call.state.tickets.get(str(uuid))
    if ticket is None:
        raise Refusal(400, f"{place}: there is no ticket {uuid!r}")
    return ticket
