"""People at organizations (page 33000250655)."""

from __future__ import annotations

from ...state import Record
from ...state.organizations import addresses_of, contacts_of, first_of, one_of, replace_own
from ..call import Call
from ..listing import page_of
from ..table import answers

_PLACE = ("streetAddress1", "city", "zipCode")


@answers("b2b.organizationContacts.list")
def list_contacts(call: Call) -> Record:
    """List an organization's contacts."""
    return page_of(call, contacts_of(call.state, call.path["id"]), sorted_by="id")


@answers("b2b.organizationContacts.listByAddress")
def list_by_address(call: Call) -> list[Record]:
    """List the contacts who are found at one of an organization's addresses."""
    addresses = addresses_of(call.state, call.path["id"])
    address = one_of(addresses, call.path["addressId"], "address")
    place = [address.get(name) for name in _PLACE]
    contacts = contacts_of(call.state, call.path["id"])
    return [contact for contact in contacts if [contact.get(name) for name in _PLACE] == place]


@answers("b2b.organizationContacts.getPrimary")
def get_primary(call: Call) -> Record:
    """Read an organization's first contact."""
    return first_of(contacts_of(call.state, call.path["id"]), "contact")


@answers("b2b.organizationContacts.get")
def get(call: Call) -> Record:
    """Read one contact."""
    return one_of(contacts_of(call.state, call.path["id"]), call.path["contactId"], "contact")


@answers("b2b.organizationContacts.create")
def create(call: Call) -> Record:
    """Make a contact."""
    number = call.state.organizations.get(call.path["id"])["id"]
    return call.state.organization_contacts.add({**call.body, "organizationId": number})


@answers("b2b.organizationContacts.replace")
def replace(call: Call) -> Record:
    """Replace the contact whose id the body carries."""
    own = contacts_of(call.state, call.path["id"])
    number = call.state.organizations.get(call.path["id"])["id"]
    body = {**call.body, "organizationId": number}
    return replace_own(call.state.organization_contacts, own, body, "contact")


@answers("b2b.organizationContacts.delete")
def delete(call: Call) -> Record:
    """Delete a contact and answer it."""
    return call.state.organization_contacts.remove(get(call)["id"])
