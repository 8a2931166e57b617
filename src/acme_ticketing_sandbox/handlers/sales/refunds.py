"""Refunds (api-facts/orders.md, "RefundInput / RefundResult")."""

from __future__ import annotations

from ...state import Record
from ...state.sales.refunds import refund
from ..call import Call
from ..table import answers


@answers("b2b.refunds.create", "b2b.refunds.createV1")
def create(call: Call) -> Record:
    """Refund an order, or the quantities that the body names."""
    order = call.state.orders.referred(call.body.get("orderId"), "body.orderId")
    answer = refund(call.state, order, call.body.get("refundItems"))
    order["updatedBy"] = call.author()
    return answer
