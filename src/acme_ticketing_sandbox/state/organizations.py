"""Organizations that buy from the venue (api-facts/customers-organizations.md).

The fields of a new organization have other names than those of one that is read.
"""

from __future__ import annotations

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
    """Keep a new organization with its primary address and contact, and return it."""
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


def parts(state: State, what: str) -> Records:
    """Return the records of every organization's parts, `address` or `contact`."""
    return state.organization_contacts if what == "contact" else state.organization_addresses


def own(state: State, what: str, organization_id: object) -> list[Record]:
    """Return an organization's parts, the first one made first, or refuse with 404."""
    number = state.organizations.get(organization_id)["id"]
    owners = state.address_owners
    return [
        each
        for each in parts(state, what)
        if (each["organizationId"] if what == "contact" else owners[each["id"]]) == number
    ]


def add_address(state: State, organization_id: object, body: Record) -> Record:
    """Keep a new address of an organization; a primary one takes the place of the former."""
    others = own(state, "address", organization_id)
    kept = state.organization_addresses.add({_PRIMARY: not others, **body})
    state.address_owners[kept["id"]] = state.organizations.get(organization_id)["id"]
    keep_one_primary(kept, others)
    return kept


def keep_one_primary(kept: Record, others: list[Record]) -> None:
    """Let the others be primary no more if `kept` is."""
    if kept.get(_PRIMARY):
        for other in others:
            other.pop(_PRIMARY, None)


def _renamed(body: Record, names: dict[str, str]) -> Record:
    return {name: body[sent] for name, sent in names.items() if sent in body}
