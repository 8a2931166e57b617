"""Memberships, their cards and levels (api-facts/memberships.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from .. import money, times
from .events import all_channels
from .records import Record
from .state import State

MEMBER_PERSON_TYPE = "Member"
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
    """Keep a new level with one offering, which has one price point: the person type Member."""
    person_types = list(state.person_types)
    price_point = next(
        (found for found in person_types if found["name"] == MEMBER_PERSON_TYPE), person_types[0]
    )
    prices = [
        {
            "personType": price_point,
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
    people: list[Any],
    *,
    joined: datetime,
    standing: str = "active",
) -> Record:
    """Keep a new membership and return it.

    Args:
        state: the venue.
        level: its level; the first offering is taken.
        people: the cardholders' names and addresses, the primary one first.
        joined: when it began.
        standing: `active`, `lapsed`, `new` or `dropped`.

    """
    offering = level["offerings"][0]
    start = times.start_of_day(joined)
    expires = start + timedelta(days=round(offering["duration"] * _DAYS_PER_MONTH))
    number = str(state.next_number("membership number", 20_001))
    membership = state.memberships.add(
        {
            "importId": f"ACME-{number}",
            "program": "Membership",
            "category": level["name"],
            "subcategory": offering["name"],
            "level": level["name"],
            "membershipTypeId": 1,
            "externalMembershipId": f"EXT-{number}",
            "acmeMembershipNumber": number,
            "membershipJoinedDate": times.write(start),
            "membershipStartDate": times.write(start),
            "membershipExpirationDate": times.write(expires),
            "membershipStanding": standing,
            "membershipCategory": level["name"],
            "categoryId": level["id"],
            "offeringName": offering["name"],
            "offeringId": offering["id"],
            "pricePointId": offering["priceLists"][0]["prices"][0]["personType"]["id"],
            "isGift": False,
            "auxiliaryMembership": False,
            "updatedBy": 575,
            "updatedOn": times.write(joined),
            "entitlements": [],
        }
    )
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


def verify(state: State, number: str, last_name: str | None) -> list[Record]:
    """Return the answer of a verification: one entry per card found, or one `not_found`.

    Args:
        state: the venue.
        number: the membership number or a card's barcode.
        last_name: of the cardholder, in any case; None: any.

    """
    found = [
        entry
        for membership in state.memberships
        for entry in summaries(membership)
        if number in (entry["acmeMembershipNumber"], entry["acmeBarcode"])
        and (last_name is None or entry["lastName"].lower() == last_name.lower())
    ]
    if not found:
        return [{"status": "not_found"}]
    return [{"status": "verified", "memberListEntry": entry} for entry in found]


def _card(
    state: State, membership: Record, person: Record, *, is_primary: bool, status: str
) -> Record:
    number = state.next_number("membership card", 30_001)
    return {
        "id": number,
        "membershipId": membership["id"],
        "customerId": state.next_number("customer", 70_001),
        "acmeCustomerNumber": f"A{number:09d}",
        "cardImportId": f"CARD-{number}",
        "cardType": "primary" if is_primary else "secondary",
        "primaryCard": "yes" if is_primary else "no",
        "deceased": "no",
        "name": f"{person['firstName']} {person['lastName']}",
        **person,
        "barcode": f"9{number:011d}",
        "acmeBarcode": f"8{number:011d}",
        "cardStatus": status,
        "printStatus": "printed",
        "printCount": 1,
        "startDate": membership["membershipStartDate"],
        "expirationDate": membership["membershipExpirationDate"],
        "excludeCardOnMemberCreation": False,
        "ignoreUpdates": False,
        "cardHolderAttributes": [],
    }
