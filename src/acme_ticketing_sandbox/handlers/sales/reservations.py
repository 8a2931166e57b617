"""Reservations (api-facts/carts.md, "Reservations")."""

from __future__ import annotations

from ...http.refusal import Refusal, refuse
from ...state import Record
from ..call import Call
from ..table import answers


@answers("b2b.reservations.create")
def create(call: Call) -> Record:
    """Hold places for ten minutes."""
    return call.state.reservations.add(call.body.get("reservationItems") or [])


@answers("b2b.reservations.get")
def get(call: Call) -> Record:
    """Read a reservation that stands."""
    return call.state.reservations.get(call.path["id"])


@answers("b2b.reservations.replace")
def replace(call: Call) -> Record:
    """Hold other places under the same id, which stands in the body."""
    named = call.body.get("id")
    if named is None:
        refuse(400, "body.id is missing: it names the reservation to replace")
    try:
        return call.state.reservations.replace(named, call.body.get("reservationItems") or [])
    except Refusal as refusal:
        # The path names no record, so an unknown id is a fault of the body.
        if refusal.status == 404:
            refuse(400, f"body.id: {refusal.message}")
        raise


@answers("b2b.reservations.delete")
def delete(call: Call) -> Record:
    """Release a reservation and answer what it held."""
    return call.state.reservations.remove(call.path["id"])
