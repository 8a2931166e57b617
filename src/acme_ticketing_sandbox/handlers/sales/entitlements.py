"""Entitlement validation (pages 33000256493 and 33000289100)."""

from __future__ import annotations

from ...state import Record
from ...state.pricing import priced
from ...state.sales.entitlements import entitlements
from ..call import Call
from ..table import answers


@answers("b2c.entitlements.validate")
def validate(call: Call) -> Record:
    """Tell whether a cart stays within a membership's limits: a kept one, or that of the body."""
    cart = call.body
    if "items" not in cart and "id" in cart:
        cart = call.state.carts.referred(cart["id"], "body.id")
    return entitlements(call.state, priced(call.state, cart))
