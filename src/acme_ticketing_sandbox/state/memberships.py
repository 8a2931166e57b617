"""Memberships, their levels and cards: made, sold, renewed, changed (api-facts/memberships.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ..values import times
from .customers import customer_of
from .pricing import CANCELLATION, MEMBERSHIP_PREFIX, offering_of
from .records import Record, all_but, shaped, some_of
from .state import State

PURCHASE = "MembershipPurchase"
_REACH = ("email", "streetAddress1", "phoneNumber")
_DAYS_PER_MONTH = 365 / 12


def new_level(state: State, level: Record) -> Record:
    """Return a new level; it is a draft unless it says otherwise."""
    for offering in level.get("offerings", []):
        if "id" not in offering:
            offering["id"] = state.identifiers.hexadecimal("membership offering", 32)
    return {"state": "draft", **level}


def add_membership(
    state: State, info: Record, people: list[Record], *, joined: datetime, standing: str = "active"
) -> Record:
    """Keep the membership of a `MembershipInfo` with its cards, the primary first, and return it."""
    level = state.membership_levels.get(info["membershipCategoryId"])
    offering = offering_of(level, info["membershipOfferingId"]) or {}
    start = times.start_of_day(joined)
    membership = state.memberships.add(
        {
            "program": "Friends",
            **dict.fromkeys(("category", "level", "membershipCategory"), level.get("name", "")),
            **dict.fromkeys(("subcategory", "offeringName"), offering.get("name", "")),
            "membershipTypeId": 12,
            "membershipJoinedDate": times.write(start),
            "membershipStartDate": times.write(start),
            "membershipExpirationDate": times.write(_later(start, offering)),
            "membershipStanding": standing,
            "categoryId": level["id"],
            "offeringId": info["membershipOfferingId"],
            "pricePointId": info["pricePointId"],
            "isGift": bool(info.get("isGift")),
            "auxiliaryMembership": False,
            "updatedBy": 575,
            "updatedOn": times.write(joined),
            "entitlements": [],
        }
    )
    number = membership["id"]
    membership |= {"acmeMembershipNumber": f"M{number:08d}", "importId": f"IMP-{number}"}
    membership["cardholders"] = [
        _card(state, membership, person, is_primary=person is people[0]) for person in people
    ]
    return membership


def cards_of(memberships: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Return each card with its membership."""
    return ((each, card) for each in memberships for card in each["cardholders"])


def summaries(memberships: Iterable[Record]) -> Iterator[Record]:
    """Yield memberships as `MembershipSummary`s, one for each card."""
    for membership, card in cards_of(memberships):
        yield shaped(
            "MembershipSummary",
            card,
            membership,
            cardStanding=card["cardStatus"],
            cardStartDate=card["startDate"],
            cardExpirationDate=card["expirationDate"],
            primaryCard=card["primaryCard"] == "yes",
            auxiliary=membership["auxiliaryMembership"],
            cardholderAttributes=[],
        )


def term_end(state: State, membership: Record, start: datetime) -> datetime:
    """Return when a term of the membership's offering ends that begins at `start`."""
    level = state.membership_levels.find(membership["categoryId"]) or {}
    return _later(start, offering_of(level, membership["offeringId"]) or {})


def _later(start: datetime, offering: Record) -> datetime:
    months = min(max(offering.get("duration", 12), 0), 1200)
    return times.end_of_day(start + timedelta(days=round(months * _DAYS_PER_MONTH) - 1))


def _card(state: State, membership: Record, person: Record, *, is_primary: bool) -> Record:
    number = state.identifiers.number("membership card", 20_931)
    card: Record = {
        "id": number,
        "membershipId": membership["id"],
        "cardType": "primary" if is_primary else "secondary",
        "primaryCard": "yes" if is_primary else "no",
        "cardStatus": "dropped" if membership["membershipStanding"] == "dropped" else "active",
        "name": f"{person.get('firstName', '')} {person.get('lastName', '')}".strip(),
        **person,
        "barcode": f"{number}{membership['id']:08d}",
        "acmeBarcode": f"A{number}{membership['id']:08d}",
        "startDate": membership["membershipStartDate"],
        "expirationDate": membership["membershipExpirationDate"],
        "printStatus": "printed",
        "printCount": 1,
        "deceased": "no",
        **dict.fromkeys(("excludeCardOnMemberCreation", "ignoreUpdates"), False),
        "cardHolderAttributes": [],
    }
    if customer := customer_of(state, person):
        card |= {"customerId": customer["id"], **some_of(customer, ("acmeCustomerNumber",))}
        customer["memberships"].append({"category": membership["category"]})
    return card


def check_membership_line(state: State, line: Record, place: str) -> list[str]:
    """Return what is wrong with a line that buys or changes a membership, a sentence each."""
    info: Record = line.get("membershipInfo") or {}
    if line["itemType"] != PURCHASE:
        if state.memberships.find(info.get("membershipId")):
            return []
        return [f"{place}.membershipInfo.membershipId: there is no such membership"]
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
    kind, info, now = line["itemType"], line["membershipInfo"], state.now()
    if kind == PURCHASE:
        cards = sorted(info["membershipCards"], key=lambda card: card.get("cardType") != "primary")
        people = [all_but(card, "cardType") for card in cards]
        return add_membership(state, info, people, joined=now, standing="new")
    membership = state.memberships.get(info["membershipId"])
    membership["updatedOn"] = times.write(now)
    if kind == CANCELLATION:
        membership["membershipStanding"] = "dropped"
        return membership
    cards = membership["cardholders"]
    if "Upgrade" in kind or "Downgrade" in kind:
        # It is retired in favour of one of another level; the number stays.
        membership["membershipStanding"] = "dropped"
        people = [some_of(card, ("firstName", "lastName", "email")) for card in cards]
        changed = add_membership(state, info, people, joined=now)
        changed |= some_of(membership, ("acmeMembershipNumber", "membershipJoinedDate"))
        for card in cards:
            card["cardStatus"] = "dropped"
        return changed
    start = max(times.parse(membership["membershipExpirationDate"]), now)
    end = times.write(term_end(state, membership, start))
    membership |= {"membershipExpirationDate": end, "membershipStanding": "active"}
    for card in cards:
        card["expirationDate"] = end
    return membership


def is_membership_line(line: Record) -> bool:
    return str(line["itemType"]).startswith(MEMBERSHIP_PREFIX)
