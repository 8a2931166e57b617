"""Buying, renewing and changing memberships (api-facts/memberships.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...values import times
from ..pricing import CANCELLATION, MEMBERSHIP_PREFIX, offering_of
from ..records import Record
from ..state import State
from .memberships import add_membership, term_end

PURCHASE = "MembershipPurchase"
_REACH = ("email", "streetAddress1", "phoneNumber")


def check_membership_line(state: State, line: Record, place: str) -> list[str]:
    """Return what is wrong with a line that buys or changes a membership, a sentence each."""
    info: Record = line.get("membershipInfo") or {}
    if line["itemType"] != PURCHASE:
        if state.memberships.find(info.get("membershipId")) is None:
            return [f"{place}.membershipInfo.membershipId: there is no such membership"]
        return []
    where = f"{place}.membershipInfo.membershipCards"
    cards: list[Record] = info.get("membershipCards") or []
    primary = next((card for card in cards if card.get("cardType") == "primary"), None)
    if primary is None:
        return [f"{where} needs a primary card"]
    problems = [f"{where}.{n} is missing" for n in ("firstName", "lastName") if not primary.get(n)]
    if not any(primary.get(name) for name in _REACH):
        problems.append(f"{where}: the primary card needs an e-mail address, address or phone")
    level = state.membership_levels.find(info.get("membershipCategoryId")) or {}
    allowed = level.get("rules", {}).get("numberOfCardHolders", len(cards))
    if len(cards) > allowed:
        problems.append(f"{where} holds {len(cards)} cards, but {allowed} are allowed")
    return problems


def apply_membership_line(state: State, line: Record) -> Record:
    """Do what a sold line says, and return the membership that there is now."""
    kind, info = line["itemType"], line["membershipInfo"]
    if kind == PURCHASE:
        return _purchase(state, info)
    membership = state.memberships.get(info["membershipId"])
    membership["updatedOn"] = times.write(state.now())
    if kind == CANCELLATION:
        membership["membershipStanding"] = "dropped"
        return membership
    if "Upgrade" in kind or "Downgrade" in kind:
        return _change_level(state, membership, info)
    return _renew(state, membership)


def _purchase(state: State, info: Record) -> Record:
    level = state.membership_levels.get(info["membershipCategoryId"])
    cards: list[Any] = sorted(
        info["membershipCards"], key=lambda card: card.get("cardType") != "primary"
    )
    people = [{k: v for k, v in card.items() if k != "cardType"} for card in cards]
    offering = offering_of(level, info["membershipOfferingId"]) or {}
    membership = add_membership(state, level, offering, people, joined=state.now(), standing="new")
    membership["isGift"] = bool(info.get("isGift"))
    return membership


def _renew(state: State, membership: Record) -> Record:
    start = max(times.parse(membership["membershipExpirationDate"]), state.now())
    end = times.write(term_end(state, membership, start))
    membership["membershipExpirationDate"] = end
    membership["membershipStanding"] = "active"
    _each_card(membership, lambda card: card.update(expirationDate=end))
    return membership


def _change_level(state: State, membership: Record, info: Record) -> Record:
    """Retire a membership in favour of one of another level; the number stays."""
    membership["membershipStanding"] = "dropped"
    level = state.membership_levels.get(info["membershipCategoryId"])
    people = [
        {name: card[name] for name in ("firstName", "lastName", "email") if name in card}
        for card in membership["cardholders"]
    ]
    offering = offering_of(level, info["membershipOfferingId"]) or {}
    changed = add_membership(state, level, offering, people, joined=state.now())
    changed["acmeMembershipNumber"] = membership["acmeMembershipNumber"]
    changed["membershipJoinedDate"] = membership["membershipJoinedDate"]
    _each_card(membership, lambda card: card.update(cardStatus="dropped"))
    return changed


def _each_card(membership: Record, change: Callable[[Record], None]) -> None:
    for card in membership["cardholders"]:
        change(card)


def is_membership_line(line: Record) -> bool:
    """Tell whether a cart's line buys or changes a membership."""
    return str(line["itemType"]).startswith(MEMBERSHIP_PREFIX)
