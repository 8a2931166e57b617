"""Organizations, their addresses and contacts (pages 33000250657, 33000250654 and 33000250655)."""

from __future__ import annotations

from functools import partial

from ..http.refusal import Refusal
from ..state import Record
from ..state.organizations import (
    add_address,
    keep_one_primary,
    organization_of_input,
    own,
    parts,
)
from ..values import times
from .call import Call, answers
from .listing import page_of

_PLACE = ("streetAddress1", "city", "zipCode")


@answers("b2b.organizations.create")
def create(call: Call) -> Record:
    """Make an organization, its billing address and its primary contact."""
    return organization_of_input(call.state, call.body)


@answers("b2b.organizations.replace")
def replace(call: Call) -> Record:
    """Replace the organization whose id the body carries."""
    known = call.state.organizations.referred(call.body.get("id"), "body.id")
    changed = {**known, **call.body, "updatedAt": times.write(call.state.now())}
    changed["version"] = known["version"] + 1
    return call.state.organizations.replace(known["id"], changed)


@answers("b2b.organizationAddresses.create")
def create_address(call: Call) -> Record:
    """Make an address."""
    return add_address(call.state, call.path["id"], call.body)


@answers("b2b.organizationContacts.create")
def create_contact(call: Call) -> Record:
    """Make a contact."""
    number = call.state.organizations.get(call.path["id"])["id"]
    return call.state.organization_contacts.add({**call.body, "organizationId": number})


@answers("b2b.organizationContacts.listByAddress")
def list_contacts_by_address(call: Call) -> list[Record]:
    """List the contacts who are found at one of an organization's addresses."""
    address = _get("address", call)
    place = [address.get(name) for name in _PLACE]
    return [c for c in _own("contact", call) if [c.get(name) for name in _PLACE] == place]


def _own(what: str, call: Call) -> list[Record]:
    return own(call.state, what, call.path["id"])


def _list(what: str, call: Call) -> Record:
    return page_of(call, _own(what, call), sorted_by="id")


def _get_primary(what: str, call: Call) -> Record:
    found = _own(what, call)
    for record in [record for record in found if record.get("isPrimary")] or found:
        return record
    raise Refusal(404, f"the organization has no {what}")


def _get(what: str, call: Call) -> Record:
    named = call.path[f"{what}Id"]
    for record in _own(what, call):
        if str(record["id"]) == str(named):
            return record
    raise Refusal(404, f"the organization has no {what} {named}")


def _replace(what: str, call: Call) -> Record:
    """Replace the record whose id the body carries, if it is the organization's."""
    found, body = _own(what, call), call.body
    known = next((each for each in found if str(each["id"]) == str(body.get("id"))), None)
    if known is None:
        raise Refusal(400, f"body.id: the organization has no {what} {body.get('id')!r}")
    if what == "contact":
        body = {**body, "organizationId": known["organizationId"]}
    kept = parts(call.state, what).replace(known["id"], body)
    keep_one_primary(kept, [record for record in found if record is not known])
    return kept


def _delete(what: str, call: Call) -> Record:
    return parts(call.state, what).remove(_get(what, call)["id"])


for _what, _resource in (
    ("address", "b2b.organizationAddresses"),
    ("contact", "b2b.organizationContacts"),
):
    for _operation, _handler in (
        ("list", _list), ("getPrimary", _get_primary), ("get", _get), ("replace", _replace),
        ("delete", _delete),
    ):  # fmt: skip
        answers(f"{_resource}.{_operation}")(partial(_handler, _what))
