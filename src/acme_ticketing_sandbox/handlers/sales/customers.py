"""Customers (page 33000258371, api-facts/customers-organizations.md)."""

from __future__ import annotations

from collections.abc import Iterable

from ...state import Record
from ...state.customers import find_customers
from ...values import times
from ..call import Call
from ..listing import page_of
from ..table import answers

_ADDRESS = ("streetAddress1", "streetAddress2", "city", "state", "zipCode", "country")


@answers("b2b.customers.list")
def list_customers(call: Call) -> Record:
    """List customers by a text in their names or mail address, or by when they changed."""
    query = call.query
    text, after = query.get("search", "").lower(), query.get("updatedAfter")
    found = (
        customer
        for customer in call.state.customers
        if text in f"{customer['firstName']} {customer['lastName']} {customer.get('email')}".lower()
        and (after is None or times.parse(customer["updatedOn"]) > after)
    )
    return page_of(call, _shown(found, address=query.get("includeAddress")), sorted_by="lastName")


@answers("b2b.customers.advancedSearch")
def advanced_search(call: Call) -> Record:
    """List the customers whose fields begin with what is asked, in an envelope of its own."""
    query = call.query
    found = find_customers(
        call.state,
        firstName=query.get("firstName"),
        lastName=query.get("lastName"),
        email=query.get("email"),
        phoneNumber=query.get("phone"),
        streetAddress1=query.get("address"),
        zipCode=query.get("zip"),
    )
    return {"success": True, "payload": page_of(call, _shown(found, address=True), sorted_by="id")}


def _shown(customers: Iterable[Record], *, address: bool | None) -> Iterable[Record]:
    hidden = {"updatedOn"} if address else {"updatedOn", *_ADDRESS}
    for customer in customers:
        yield {name: value for name, value in customer.items() if name not in hidden}
