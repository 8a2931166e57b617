"""Moving tickets to other events (page 33000250660, api-facts/orders.md)."""

from __future__ import annotations

from ...http.refusal import Refusal
from ...state import Record
from ...state.payments import CREDIT_CARD, read_payment
from ...state.sales.rebooking import rebook, rebooking_fee
from ...values import money
from ..call import Call
from ..table import answers


@answers("b2b.rebookings.listFees")
def list_fees(call: Call) -> list[Record]:
    """List what moving a ticket away from each of some events costs."""
    return [
        {
            "eventTemplateId": event["templateId"],
            "rebookingFee": rebooking_fee(call.state, event),
            "eventId": event["id"],
        }
        for event_id in call.query.get("eventIds", [])
        if (event := call.state.events.find(event_id))
    ]


@answers("b2b.rebookings.create")
def create(call: Call) -> Record:
    """Move tickets of an order; a payment, if one is given, must be a whole card."""
    order = call.state.orders.referred(call.body["orderId"], "body.orderId")
    problems: list[str] = []
    if call.body.get("payment", {}).get("type") == CREDIT_CARD:
        read_payment(call.body["payment"], problems, method=CREDIT_CARD, place="body.payment")
    if problems:
        raise Refusal.naming("the tickets cannot be moved", problems)
    fees = rebook(call.state, order, call.body["rebookItems"])
    order["updatedBy"] = call.author()
    if fees:
        order["notes"] = f"{order.get('notes', '')} Rebooking fees: {money.text(fees)}".strip()
    return {
        "incidentNumber": str(call.state.next_number("incident", 31_001)),
        "order": order,
    }
