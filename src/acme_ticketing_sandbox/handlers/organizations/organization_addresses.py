"""Postal addresses of organizations (page 33000250654)."""

from __future__ import annotations

from ...state import Record
from ...state.organizations import add_address, addresses_of, first_of, one_of, replace_own
from ..call import Call
from ..listing import page_of
from ..table import answers


@answers("b2b.organizationAddresses.list")
def list_addresses(call: Call) -> Record:
    """List an organization's addresses."""
    return page_of(call, addresses_of(call.state, call.path["id"]), sorted_by="id")


@answers("b2b.organizationAddresses.getPrimary")
def get_primary(call: Call) -> Record:
    """Read an organization's primary address."""
    return first_of(addresses_of(call.state, call.path["id"]), "address")


@answers("b2b.organizationAddresses.get")
def get(call: Call) -> Record:
    """Read one address."""
    return one_of(addresses_of(call.state, call.path["id"]), call.path["addressId"], "address")


@answers("b2b.organizationAddresses.create")
def create(call: Call) -> Record:
    """Make an address."""
    return add_address(call.state, call.path["id"], call.body)


@answers("b2b.organizationAddresses.replace")
def replace(call: Call) -> Record:
    """Replace the address whose id the body carries."""
    own = addresses_of(call.state, call.path["id"])
    return replace_own(call.state.organization_addresses, own, call.body, "address")


@answers("b2b.organizationAddresses.delete")
def delete(call: Call) -> Record:
    """Delete an address and answer it."""
    return call.state.organization_addresses.remove(get(call)["id"])
