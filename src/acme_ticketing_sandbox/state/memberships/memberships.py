"""Memberships, their cards and levels (api-facts/memberships.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ...values import money, times
from ..customers import customer_of
from ..events.events import all_channels
from ..pricing import offering_of
from ..records import Record
from ..state import State

PRICE_POINT = "Membership"
_DAYS_PER_MONTH = 365 / 12
_CARD_FIELDS = (
    "constituentImportId", "constituentId", "cardType", "name", "barcode", "acmeBarcode", "email",
    "firstName", "lastName", "phoneNumber", "streetAddress1", "city", "state", "zipCode",
    "country", "customerId",
)  # fmt: skip
_MEMBERSHIP_FIELDS = (
    "membershipTypeId", "categoryId", "offeringId", "pricePointId", "program", "category",
    "externalMembershipId", "membershipStanding", "membershipCategory", "acmeMembershipNumber",
    "membershipJoinedDate", "membershipStartDate", "membershipExpirationDate",
)  # fmt: skip


def add_level(state: State, entry: Record, *, display_order: int) -> Record:
    """Keep a new level with one offering, which has one price point.

    Args:
        state: the venue.
        entry: a seed's `membershipLevels` entry.
        display_order: its place in lists.

    """
    person_types = list(state.person_types)
    price_point = next(
        (found for found in person_types if found["name"] == PRICE_POINT), person_types[0]
    )
    prices = [
        {
            "personType": {"id": price_point["id"], "name": price_point["name"]},
            "price": float(money.amount(entry["price"])),
            "discount": 0,
            "discountedPrice": float(money.amount(entry["price"])),
            "displayOrder": 1,
            "salesChannels": all_channels(),
        }
    ]
    rules = {
        "numberOfCardHolders": entry["cards"],
        "canGift": True,
        "startBeginningOfMonth": False,
        "expireEndOfMonth": False,
    }
    description = entry.get("description", "")
    return state.membership_levels.add(
        {
            "name": entry["name"],
            "description": description,
            "subtitle": "",
            "state": "published",
            "displayOrder": display_order,
            "auxiliary": False,
            "membershipLevelGroup": "individualAndFamily",
            "rules": rules,
            "benefits": [{"description": description}],
            "salesChannels": all_channels(),
            "offerings": [
                {
                    "id": state.identifiers.hexadecimal("membership offering", 32),
                    "name": f"{entry['months']} months",
                    "subtitle": "",
                    "description": description,
                    "duration": entry["months"],
                    "benefits": [],
                    "rules": rules,
                    "priceLists": [{"name": entry["name"], "prices": prices}],
                    "actions": [],
                    "externalMembershipPriceRequired": False,
                }
            ],
        }
    )


def add_membership(
    state: State,
    level: Record,
    offering: Record,
    people: list[Any],
    *,
    joined: datetime,
    standing: str = "active",
) -> Record:
    """Keep a new membership and return it.

    Args:
        state: the venue.
        level: its level.
        offering: the level's offering that was chosen.
        people: the cardholders' names and addresses, the primary one first.
        joined: when it began.
        standing: `active`, `lapsed`, `new` or `dropped`.

    """
    start = times.start_of_day(joined)
    expires = _later(start, offering)
    membership = state.memberships.add(
        {
            "acmeMembershipNumber": "",
            "importId": "",
            "program": "Friends",
            "category": level.get("name", ""),
            "subcategory": offering.get("name", ""),
            "level": level.get("name", ""),
            "membershipTypeId": 12,
            "membershipJoinedDate": times.write(start),
            "membershipStartDate": times.write(start),
            "membershipExpirationDate": times.write(expires),
            "membershipStanding": standing,
            "membershipCategory": level.get("name", ""),
            "categoryId": level["id"],
            "offeringName": offering.get("name", ""),
            "offeringId": offering.get("id", ""),
            "pricePointId": _price_point(offering),
            "isGift": False,
            "auxiliaryMembership": False,
            "updatedBy": 575,
            "updatedOn": times.write(joined),
            "entitlements": [],
        }
    )
    number = membership["id"]
    membership["acmeMembershipNumber"] = f"M{number:08d}"
    membership["importId"] = f"IMP-{number}"
    status = "dropped" if standing == "dropped" else "active"
    membership["cardholders"] = [
        _card(state, membership, person, is_primary=index == 0, status=status)
        for index, person in enumerate(people)
    ]
    return membership


def select_memberships(
    state: State,
    *,
    updated_from: datetime | None = None,
    updated_until: datetime | None = None,
    **equal: object,
) -> Iterator[Record]:
    """Return the memberships that match.

    Args:
        state: the venue.
        updated_from: only those that changed then or later.
        updated_until: only those that changed then or earlier.
        equal: fields and the values they must have; None: any.

    """
    for membership in state.memberships:
        updated = times.parse(membership["updatedOn"])
        if (updated_from and updated < updated_from) or (updated_until and updated > updated_until):
            continue
        if updated_from and not state.behaviour.is_visible(state.now(), updated):
            continue
        if all(value in (None, membership.get(name)) for name, value in equal.items()):
            yield membership


def summaries(membership: Record) -> Iterator[Record]:
    """Return the membership as `MembershipSummary`s, one for each card."""
    for card in membership["cardholders"]:
        yield {
            "id": card["id"],
            "membershipId": membership["id"],
            **{name: card[name] for name in _CARD_FIELDS if name in card},
            **{name: membership[name] for name in _MEMBERSHIP_FIELDS if name in membership},
            "cardStanding": card["cardStatus"],
            "cardStartDate": card["startDate"],
            "cardExpirationDate": card["expirationDate"],
            "primaryCard": card["primaryCard"] == "yes",
            "auxiliary": membership["auxiliaryMembership"],
            "cardholderAttributes": [],
        }


def all_summaries(state: State) -> Iterator[Record]:
    """Return every membership as `MembershipSummary`s."""
    for membership in state.memberships:
        yield from summaries(membership)


def verify(state: State, number: str, last_name: str | None) -> list[Record]:
    """Return the answer of a verification: one entry per card found, or one `not_found`.

    Args:
        state: the venue.
        number: the membership number or a card's barcode.
        last_name: of the cardholder, in any case; None: any.

    """
    found = [
        entry
        for entry in all_summaries(state)
        if number in (entry["acmeMembershipNumber"], entry["acmeBarcode"])
        and (last_name is None or entry.get("lastName", "").lower() == last_name.lower())
    ]
    if not found:
        return [{"status": "not_found"}]
    return [{"status": "verified", "memberListEntry": entry} for entry in found]


def term_end(state: State, membership: Record, start: datetime) -> datetime:
    """Return when a term of the membership's offering ends that begins at `start`."""
    level = state.membership_levels.find(membership["categoryId"]) or {}
    return _later(start, offering_of(level, membership["offeringId"]) or {})


def _price_point(offering: Record) -> str:
    for price_list in offering.get("priceLists", []):
        for price in price_list.get("prices", []):
            return str(price.get("personType", {}).get("id", ""))
    return ""


def _later(start: datetime, offering: Record) -> datetime:
    months = min(max(offering.get("duration", 12), 0), 1200)
    return times.end_of_day(start + timedelta(days=round(months * _DAYS_PER_MONTH) - 1))


def _card(
    state: State, membership: Record, person: Record, *, is_primary: bool, status: str
) -> Record:
    number = state.next_number("membership card", 20_931)
    customer = customer_of(state, person)
    card: Record = {
        "id": number,
        "membershipId": membership["id"],
        "cardType": "primary" if is_primary else "secondary",
        "primaryCard": "yes" if is_primary else "no",
        "cardStatus": status,
        "name": f"{person.get('firstName', '')} {person.get('lastName', '')}".strip(),
        **person,
        "barcode": f"{number}{membership['id']:08d}",
        "acmeBarcode": f"A{number}{membership['id']:08d}",
        "startDate": membership["membershipStartDate"],
        "expirationDate": membership["membershipExpirationDate"],
        "printStatus": "printed",
        "printCount": 1,
        "deceased": "no",
        "excludeCardOnMemberCreation": False,
        "ignoreUpdates": False,
        "cardHolderAttributes": [],
    }
    if customer:
        card["customerId"] = customer["id"]
        card["acmeCustomerNumber"] = customer["acmeCustomerNumber"]
        customer["memberships"].append({"category": membership["category"]})
    return card
