"""Organizations that buy from the venue (api-facts/customers-organizations.md).

The fields of a new organization have other names than those of one that is read.
"""

from __future__ import annotations

from ..http.refusal import Refusal
from ..values import times
from .records import Record, Records
from .state import State

_PRIMARY = "isPrimary"
_ADDRESS_OF_INPUT = {
    "streetAddress1": "billingAddress1",
    "streetAddress2": "billingAddress2",
    "city": "billingCity",
    "state": "billingState",
    "zipCode": "billingZip",
    "country": "country",
}
_CONTACT_OF_INPUT = {
    "firstName": "contactFirstName",
    "lastName": "contactLastName",
    "email": "contactEmail",
    "phoneNumber": "contactPhone",
}
_ORGANIZATION_OF_INPUT = {
    "name": "companyName",
    "phoneNumber": "companyPhone",
    "companyUrl": "companyUrl",
}


def organization_of_input(state: State, body: Record) -> Record:
    """Keep a new organization, with its billing address and its primary contact."""
    address = _renamed(body, _ADDRESS_OF_INPUT)
    contact = {**_renamed(body, _CONTACT_OF_INPUT), **address}
    return add_organization(state, _renamed(body, _ORGANIZATION_OF_INPUT), address, contact)


def add_organization(state: State, told: Record, address: Record, contact: Record) -> Record:
    """Keep a new organization, its address and its contact, and return it.

    Args:
        state: the venue.
        told: name, phone number, web address.
        address: its primary address.
        contact: its primary contact.

    """
    now = times.write(state.now())
    organization = state.organizations.add(
        {
            **told,
            **address,
            "orgSource": "ACME",
            "version": 1,
            "externalVersion": 0,
            "createdAt": now,
            "updatedAt": now,
        }
    )
    number = organization["id"]
    organization["integrationId"] = f"ACS{number:09d}"
    kept = state.organization_addresses.add({"type": "billing", _PRIMARY: True, **address})
    organization["addressId"] = kept["id"]
    state.address_owners[kept["id"]] = number
    state.organization_contacts.add({"organizationId": number, **contact})
    return organization


def contacts_of(state: State, organization_id: object) -> list[Record]:
    """Return an organization's contacts, the primary one first.

    Raises:
        Refusal: 404, there is no such organization.

    """
    number = state.organizations.get(organization_id)["id"]
    return [c for c in state.organization_contacts if c["organizationId"] == number]


def addresses_of(state: State, organization_id: object) -> list[Record]:
    """Return an organization's addresses, the primary one first.

    Raises:
        Refusal: 404, there is no such organization.

    """
    number = state.organizations.get(organization_id)["id"]
    return [a for a in state.organization_addresses if state.address_owners[a["id"]] == number]


def one_of(records: list[Record], id: object, what: str) -> Record:
    """Return the record of an organization that the path names.

    Raises:
        Refusal: 404, the organization has none of that id.

    """
    for record in records:
        if str(record["id"]) == str(id):
            return record
    raise Refusal(404, f"the organization has no {what} {id}")


def first_of(records: list[Record], what: str) -> Record:
    """Return an organization's primary record.

    Raises:
        Refusal: 404, the organization has none at all.

    """
    primary = [record for record in records if record.get(_PRIMARY)] or records
    if not primary:
        raise Refusal(404, f"the organization has no {what}")
    return primary[0]


def add_address(state: State, organization_id: object, body: Record) -> Record:
    """Keep a new address of an organization; a primary one takes the place of the former.

    Raises:
        Refusal: 404, there is no such organization.

    """
    others = addresses_of(state, organization_id)
    kept = state.organization_addresses.add({_PRIMARY: not others, **body})
    state.address_owners[kept["id"]] = state.organizations.get(organization_id)["id"]
    _keep_one_primary(kept, others)
    return kept


def replace_own(records: Records, own: list[Record], body: Record, what: str) -> Record:
    """Replace one of an organization's records by the body, which carries its id.

    Args:
        records: where records of the kind are kept.
        own: those of the organization.
        body: the changed record.
        what: what one is called.

    Raises:
        Refusal: 400, the organization has none of the body's id.

    """
    known = next((r for r in own if str(r["id"]) == str(body.get("id"))), None)
    if known is None:
        raise Refusal(400, f"body.id: the organization has no {what} {body.get('id')!r}")
    kept = records.replace(known["id"], body)
    _keep_one_primary(kept, [record for record in own if record is not known])
    return kept


def _keep_one_primary(kept: Record, others: list[Record]) -> None:
    if kept.get(_PRIMARY):
        for other in others:
            other.pop(_PRIMARY, None)


def _renamed(body: Record, names: dict[str, str]) -> Record:
    return {name: body[sent] for name, sent in names.items() if sent in body}
