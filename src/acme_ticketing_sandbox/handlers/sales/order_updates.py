"""Orders in the back office: changed, cancelled, mailed again (pages 33000253334 and others)."""

from __future__ import annotations

from ...http.refusal import Refusal, refuse
from ...state import Record
from ...state.payments import read_payment
from ...state.sales.conversions import convert
from ...state.sales.order_updates import update_order
from ..call import Call
from ..table import answers


@answers("b2b.orders.update")
def update(call: Call) -> Record:
    """Change quantities: fewer are refunded, more are sold, none cancels."""
    order = call.state.orders.referred(call.body["orderId"], "body.orderId")
    problems: list[str] = []
    payment = call.body.get("payment")
    if payment and payment.get("manualEntryCardNumber"):
        read_payment(payment, problems, method=None, place="body.payment")
    if problems:
        refuse(400, "the order cannot be changed: " + "; ".join(problems))
    update_order(call.state, order, call.body.get("orderItems") or [])
    if "notes" in call.body:
        order["notes"] = call.body["notes"]
    order["updatedBy"] = call.author()
    return order


@answers("b2b.orders.convertToMembership")
def convert_to_membership(call: Call) -> Record:
    """Make a membership of tickets, and charge the difference."""
    order = call.state.orders.referred(call.body["orderId"], "body.orderId")
    convert(call.state, order, call.body)
    order["updatedBy"] = call.author()
    return order


@answers("b2b.orders.sendConfirmation")
def send_confirmation(call: Call) -> Record:
    """Send an order's confirmation again; it is found by its number, not its id."""
    for order in call.state.orders:
        if order["orderNumber"] == str(call.path["orderNumber"]):
            return order
    raise Refusal(404, f"there is no order with the number {call.path['orderNumber']}")
