"""Membership cards (page 33000250666)."""

from __future__ import annotations

from ...http.refusal import Refusal
from ...state import Record
from ..call import Call
from ..table import answers


@answers("b2b.membershipCards.list")
def list_cards(call: Call) -> list[Record]:
    """List the cards of a membership, an unknown one has none; or the cards of all."""
    if "memberId" in call.query:
        membership = call.state.memberships.find(call.query["memberId"]) or {}
        return list(membership.get("cardholders", []))
    return [card for membership in call.state.memberships for card in membership["cardholders"]]


@answers("b2b.membershipCards.get")
def get(call: Call) -> Record:
    """Read one card."""
    for membership in call.state.memberships:
        for card in membership["cardholders"]:
            if str(card.get("id")) == str(call.path["id"]):
                return dict(card)
    raise Refusal(404, f"there is no membership card {call.path['id']}")


@answers("b2b.memberships.sendCard")
def send_card(call: Call) -> Record:
    """Send the card to the primary cardholder, and tell which and where."""
    membership = call.state.memberships.get(call.path["membershipId"])
    cards = membership["cardholders"]
    card = next((c for c in cards if c.get("cardType") == "primary"), cards[0] if cards else {})
    return {"cardId": card.get("id"), "email": card.get("email", "")}
