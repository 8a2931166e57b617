"""Orders in online sales (api-facts/orders.md, "B2C orders")."""

from __future__ import annotations

from ..call import Call
from ..listing import page_of
from ..state import Record
from ..state.orders import find_orders, without_items
from .table import answers


@answers("b2c.orders.get")
def get(call: Call) -> Record:
    """Read one order with its items."""
    return call.state.orders.get(call.path["id"])


@answers("b2c.orders.search")
def search(call: Call) -> Record:
    """Find orders by e-mail address or phone number; without either there are none."""
    found = find_orders(call.state, call.query.get("email"), call.query.get("phoneNumber"))
    return page_of(call, map(without_items, found), sorted_by="createdOn")
