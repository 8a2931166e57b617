"""Organizations, their addresses and contacts (pages 33000250657, 33000250654 and 33000250655)."""

from __future__ import annotations

from functools import partial

from ..http.refusal import Refusal
from ..state import Record, Records, State, all_but, renamed
from .call import Call, answers
from .listing import page_of
from .plain import plain

# What is read of an organization, its address and its contact, and what a new one names them.
_TOLD = {"name": "companyName", "phoneNumber": "companyPhone", "companyUrl": "companyUrl"}
_ADDRESS = {
    "streetAddress1": "billingAddress1", "streetAddress2": "billingAddress2",
    "city": "billingCity", "state": "billingState", "zipCode": "billingZip", "country": "country",
}  # fmt: skip
_CONTACT = {
    "firstName": "contactFirstName", "lastName": "contactLastName", "email": "contactEmail",
    "phoneNumber": "contactPhone",
}  # fmt: skip
_PRIMARY = "isPrimary"
_OWNER = "organizationId"  # which addresses are sent without
_PLACE = ("streetAddress1", "city", "zipCode")


@answers("b2b.organizations.create")
def create(call: Call) -> Record:
    told, address, contact = (renamed(call.body, **each) for each in (_TOLD, _ADDRESS, _CONTACT))
    return add_organization(call.state, told, address, {**contact, **address})


@plain("b2b.organizations", "list get replace")
def _changed(call: Call, known: Record) -> Record:
    stamps = {"updatedAt": call.state.timestamp, "version": known["version"] + 1}
    return {**known, **call.body, **stamps}


def add_organization(state: State, told: Record, address: Record, contact: Record) -> Record:
    """Keep a new organization with its primary address and contact, and return it."""
    stamps = dict.fromkeys(("createdAt", "updatedAt"), state.timestamp)
    server = {"orgSource": "ACME", "version": 1, "externalVersion": 0, **stamps}
    organization = state.organizations.add({**told, **address, **server})
    number = organization["id"]
    organization["integrationId"] = f"ACS{number:09d}"
    billing = {"type": "billing", _PRIMARY: True, **address, _OWNER: number}
    organization["addressId"] = state.organization_addresses.add(billing)["id"]
    state.organization_contacts.add({_OWNER: number, **contact})
    return organization


@answers("b2b.organizationContacts.listByAddress", about="organizations")
def list_contacts_by_address(call: Call, owner: Record) -> list[Record]:
    """List the contacts who are found at one of an organization's addresses."""
    address = _get("address", call, owner)
    place = [address.get(name) for name in _PLACE]
    contacts = _own("contact", call, owner)
    return [each for each in contacts if [each.get(name) for name in _PLACE] == place]


def _parts(what: str, call: Call) -> Records:
    state = call.state
    return state.organization_contacts if what == "contact" else state.organization_addresses


def _own(what: str, call: Call, owner: Record) -> Records:
    """Return an organization's addresses or contacts, the first one made first."""
    return _parts(what, call).where(_OWNER, owner["id"])


def _shown(what: str, part: Record) -> Record:
    return part if what == "contact" else all_but(part, _OWNER)


def _list(what: str, call: Call, owner: Record) -> Record:
    shown = [_shown(what, each) for each in _own(what, call, owner)]
    return page_of(call.query, shown, sorted_by="id")


def _get_primary(what: str, call: Call, owner: Record) -> Record:
    found = list(_own(what, call, owner))
    if not found:
        raise Refusal(404, f"the organization has no {what}")
    return _shown(what, next((each for each in found if each.get(_PRIMARY)), found[0]))


def _get(what: str, call: Call, owner: Record) -> Record:
    return _shown(what, _own(what, call, owner).get(call.path[f"{what}Id"]))


def _create(what: str, call: Call, owner: Record) -> Record:
    own = _own(what, call, owner)
    first = {_PRIMARY: not len(own)} if what == "address" else {}
    return _kept(what, _parts(what, call).add({**first, **call.body, _OWNER: owner["id"]}), own)


def _replace(what: str, call: Call, owner: Record) -> Record:
    """Replace the record whose id the body carries, if it is the organization's."""
    own = _own(what, call, owner)
    known = own.referred(call.body.get("id"), "body.id")["id"]
    changed = {**call.body, _OWNER: owner["id"]}
    return _kept(what, _parts(what, call).replace(known, changed), own)


def _kept(what: str, kept: Record, before: Records) -> Record:
    """Let those that were there before be primary no more if `kept` is; return it as it is sent."""
    for other in before if kept.get(_PRIMARY) else ():
        other.pop(_PRIMARY, None)
    return _shown(what, kept)


def _delete(what: str, call: Call, owner: Record) -> Record:
    return _shown(what, _parts(what, call).remove(_get(what, call, owner)["id"]))


for _what, _resource in (("address", "organizationAddresses"), ("contact", "organizationContacts")):
    for _operation, _handler in (
        ("list", _list), ("getPrimary", _get_primary), ("get", _get), ("create", _create),
        ("replace", _replace), ("delete", _delete),
    ):  # fmt: skip
        answers(f"b2b.{_resource}.{_operation}", about="organizations")(partial(_handler, _what))
