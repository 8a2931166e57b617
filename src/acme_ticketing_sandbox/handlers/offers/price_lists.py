"""Price lists (page 33000250648, api-facts/pricing-addons.md)."""

from __future__ import annotations

from ...state import Record
from ..call import Call
from ..table import answers


@answers("b2b.priceLists.list")
def list_price_lists(call: Call) -> list[Record]:
    """List all price lists."""
    return list(call.state.price_lists)


@answers("b2b.priceLists.get")
def get(call: Call) -> Record:
    """Read one price list."""
    return call.state.price_lists.get(call.path["id"])


@answers("b2b.priceLists.create")
def create(call: Call) -> str:
    """Make a price list and answer its id."""
    return str(call.state.price_lists.add(call.body)["id"])


@answers("b2b.priceLists.replace")
def replace(call: Call) -> Record:
    """Replace the price list whose id the body carries."""
    known = call.state.price_lists.referred(call.body.get("id"), "body.id")
    return call.state.price_lists.replace(known["id"], call.body)


@answers("b2b.priceLists.delete")
def delete(call: Call) -> None:
    """Delete a price list."""
    call.state.price_lists.remove(call.path["id"])
