"""Organizations, their addresses and contacts (pages 33000250657, 33000250654 and 33000250655).

The fields of a new organization have other names than those of one that is read.
"""

from __future__ import annotations

from functools import partial

from ..http.refusal import Refusal
from ..state import Record, Records, State, all_but, renamed
from ..values import times
from .call import Call, answers
from .listing import page_of

_PRIMARY = "isPrimary"
_OWNER = "organizationId"  # which addresses are sent without
_PLACE = ("streetAddress1", "city", "zipCode")


@answers("b2b.organizations.create")
def create(call: Call) -> Record:
    address = renamed(
        call.body,
        streetAddress1="billingAddress1",
        streetAddress2="billingAddress2",
        city="billingCity",
        state="billingState",
        zipCode="billingZip",
        country="country",
    )
    contact = renamed(
        call.body,
        firstName="contactFirstName",
        lastName="contactLastName",
        email="contactEmail",
        phoneNumber="contactPhone",
    )
    told = renamed(
        call.body, name="companyName", phoneNumber="companyPhone", companyUrl="companyUrl"
    )
    return add_organization(call.state, told, address, {**contact, **address})


@answers("b2b.organizations.replace")
def replace(call: Call) -> Record:
    known = call.known(call.state.organizations)
    stamps = {"updatedAt": call.timestamp, "version": known["version"] + 1}
    return call.state.organizations.replace(known["id"], {**known, **call.body, **stamps})


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
    billing = {"type": "billing", _PRIMARY: True, **address, _OWNER: number}
    organization["addressId"] = state.organization_addresses.add(billing)["id"]
    state.organization_contacts.add({_OWNER: number, **contact})
    return organization


@answers("b2b.organizationContacts.listByAddress")
def list_contacts_by_address(call: Call) -> list[Record]:
    """List the contacts who are found at one of an organization's addresses."""
    address = _get("address", call)
    place = [address.get(name) for name in _PLACE]
    return [c for c in _own("contact", call) if [c.get(name) for name in _PLACE] == place]


def _parts(what: str, call: Call) -> Records:
    state = call.state
    return state.organization_contacts if what == "contact" else state.organization_addresses


def _own(what: str, call: Call) -> Records:
    """Return an organization's addresses or contacts, the first one made first."""
    return _parts(what, call).where(_OWNER, call.state.organizations.get(call.path["id"])["id"])


def _shown(what: str, part: Record) -> Record:
    return part if what == "contact" else all_but(part, _OWNER)


def _list(what: str, call: Call) -> Record:
    return page_of(call.query, [_shown(what, each) for each in _own(what, call)], sorted_by="id")


def _get_primary(what: str, call: Call) -> Record:
    found = list(_own(what, call))
    if not found:
        raise Refusal(404, f"the organization has no {what}")
    return _shown(what, next((each for each in found if each.get(_PRIMARY)), found[0]))


def _get(what: str, call: Call) -> Record:
    return _shown(what, _own(what, call).get(call.path[f"{what}Id"]))


def _create(what: str, call: Call) -> Record:
    others, owner = _own(what, call), call.state.organizations.get(call.path["id"])["id"]
    body = {_PRIMARY: not len(others), **call.body} if what == "address" else call.body
    return _kept(what, _parts(what, call).add({**body, _OWNER: owner}), others)


def _replace(what: str, call: Call) -> Record:
    """Replace the record whose id the body carries, if it is the organization's."""
    own = _own(what, call)
    known = call.known(own)
    own.remove(known["id"])
    changed = {**call.body, _OWNER: known[_OWNER]}
    return _kept(what, _parts(what, call).replace(known["id"], changed), own)


def _kept(what: str, kept: Record, others: Records) -> Record:
    """Let the others be primary no more if `kept` is, and return that as it is sent."""
    if kept.get(_PRIMARY):
        for other in others:
            other.pop(_PRIMARY, None)
    return _shown(what, kept)


def _delete(what: str, call: Call) -> Record:
    return _shown(what, _parts(what, call).remove(_get(what, call)["id"]))


for _what, _resource in (
    ("address", "b2b.organizationAddresses"),
    ("contact", "b2b.organizationContacts"),
):
    for _operation, _handler in (
        ("list", _list), ("getPrimary", _get_primary), ("get", _get), ("create", _create),
        ("replace", _replace), ("delete", _delete),
    ):  # fmt: skip
        answers(f"{_resource}.{_operation}")(partial(_handler, _what))
