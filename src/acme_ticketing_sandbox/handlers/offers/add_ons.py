"""Add-ons and donations (page 33000256997, api-facts/pricing-addons.md)."""

from __future__ import annotations

from ...http.refusal import refuse
from ...state import Record
from ...values import times
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2b.addOns.list")
def list_add_ons(call: Call) -> Record:
    """List add-ons of some types, or with a word in their name."""
    types = call.query.get("addOnTypes")
    word = call.query.get("search", "").lower()
    found = (
        add_on
        for add_on in call.state.add_ons
        if (not types or add_on.get("type") in types) and word in add_on.get("name", "").lower()
    )
    return page_of(call, found, sorted_by="displayOrder")


@answers("b2b.addOns.get")
def get(call: Call) -> Record:
    """Read one add-on."""
    return call.state.add_ons.get(call.path["id"])


@answers("b2b.addOns.create")
def create(call: Call) -> Record:
    """Make an add-on."""
    now = times.write(call.now())
    defaults = {"price": "0.00", "quantity": 0, "createdOn": now, "updatedOn": now}
    tenant_id = call.principal.tenant_id
    return call.state.add_ons.add({**defaults, **call.body, "tenantId": tenant_id})


@answers("b2b.addOns.replace")
def replace(call: Call) -> Record:
    """Replace the add-on whose id the body carries."""
    known = call.state.add_ons.referred(call.body.get("id"), "body.id")
    changed = {**known, **call.body, "updatedOn": times.write(call.now())}
    return call.state.add_ons.replace(known["id"], changed)


@answers("b2b.addOns.consume")
def consume(call: Call) -> Record:
    """Take a number of an add-on out of stock.

    The body's fields are in no source; `id` and `quantity` are the sandbox's reading.
    """
    add_on, quantity = _stock(call)
    if quantity > add_on["quantity"]:
        refuse(400, f"body.quantity is {quantity}, but {add_on['quantity']} are in stock")
    return _restocked(call, add_on, -quantity)


@answers("b2b.addOns.fill")
def fill(call: Call) -> Record:
    """Put a number of an add-on into stock; see `consume`."""
    add_on, quantity = _stock(call)
    return _restocked(call, add_on, quantity)


@answers("b2b.addOns.delete")
def delete(call: Call) -> Record:
    """Delete an add-on and answer it."""
    return call.state.add_ons.remove(call.path["id"])


def _stock(call: Call) -> tuple[Record, int]:
    add_on = call.state.add_ons.referred(call.body.get("id"), "body.id")
    quantity = call.body.get("quantity", 1)
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        refuse(400, f"body.quantity is a number from 1 on, not {quantity!r}")
    return add_on, quantity


def _restocked(call: Call, add_on: Record, change: int) -> Record:
    add_on["quantity"] += change
    add_on["updatedOn"] = times.write(call.now())
    return add_on
