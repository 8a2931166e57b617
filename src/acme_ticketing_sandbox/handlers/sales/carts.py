"""Shopping carts (api-facts/carts.md, "Carts")."""

from __future__ import annotations

from ...http.refusal import refuse
from ...state import Record
from ...state.pricing import priced
from ..call import Call
from ..table import answers


@answers("b2c.carts.create")
def create(call: Call) -> str:
    """Make a cart and answer its id."""
    # The customer is ignored outside a checkout, as the vendor says.
    sent = {name: value for name, value in call.body.items() if name != "customerId"}
    return str(call.state.carts.add(priced(call.state, sent))["id"])


@answers("b2c.carts.get")
def get(call: Call) -> Record:
    """Read a cart with the prices of now."""
    return priced(call.state, call.state.carts.get(call.path["id"]))


@answers("b2c.carts.replace")
def replace(call: Call) -> Record:
    """Replace what a cart holds."""
    known, named = call.state.carts.get(call.path["id"])["id"], call.body.get("id")
    if named != known:
        refuse(400, f"body.id is {named!r}: it must be that of the path, {known!r}")
    return call.state.carts.replace(known, priced(call.state, call.body))


@answers("b2c.carts.delete")
def delete(call: Call) -> Record:
    """Delete a cart and answer what it held."""
    return call.state.carts.remove(call.path["id"])
