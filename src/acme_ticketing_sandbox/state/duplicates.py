"""The guards against paying twice.

That a repeated uuid is answered 409, and the same card and amount within five minutes 16003, is told
(page 33000250707, api-facts/checkout.md). When a uuid begins to count, for how long, and with which
status 16003 comes is not: a client has to be right with all ways of `Duplicates`.
"""

from __future__ import annotations

from decimal import Decimal

from ..http.refusal import Refusal
from .state import State

SAME_CARD_SECONDS = 300.0
_FOR_EVER = 1e12


def receive_uuid(state: State, tenant_id: int, uuid: str) -> None:
    """Refuse a uuid that is remembered with 409, and note that it has arrived."""
    key, ways = _key(tenant_id, uuid), state.duplicates
    if state.clock.now() < state.request_uuids.get(key, 0.0):
        message = f"the request {uuid} was received before" if ways.message else ""
        raise Refusal(409, message, type="DUPLICATE_REQUEST")
    if ways.remembered == "on-receipt":
        state.request_uuids[key] = _FOR_EVER


def end_uuid(state: State, tenant_id: int, uuid: str, *, bought: bool) -> None:
    """Note what became of a request that was received."""
    ways = state.duplicates
    if bought or ways.remembered in {"on-receipt", "also-declined"}:
        confirmed = state.clock.now() + ways.confirmation
        ends = {"limited-time": confirmed + ways.seconds, "in-progress": confirmed}
        state.request_uuids[_key(tenant_id, uuid)] = ends.get(ways.remembered, _FOR_EVER)


def _key(tenant_id: int, uuid: str) -> str:
    return f"{tenant_id} {uuid.lower()}"


def refuse_repeated_charge(state: State, card: str, charged: Decimal, now: float) -> None:
    """Refuse the same card and amount within five minutes: code 16003."""
    before = state.card_charges.get((card, charged))
    if before is not None and now - before < SAME_CARD_SECONDS:
        raise Refusal(
            state.duplicates.card_status,
            "Duplicate transaction found: this card paid this amount within five minutes",
            type="DUPLICATE_TRANSACTION_FOUND",
            code=16003,
        )
