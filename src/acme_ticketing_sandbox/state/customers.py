"""Customers: the people that orders and memberships made known (api-facts/checkout.md)."""

from __future__ import annotations

from collections.abc import Iterator

from ..values import times
from .records import Record
from .state import State

_NAMES = {"firstName": "contactFirstName", "lastName": "contactLastName"}
_REACH = ("email", "phoneNumber", "zipCode")
_ADDRESS = ("streetAddress1", "streetAddress2", "city", "state", "zipCode", "country")


def customer_of(state: State, person: Record) -> Record | None:
    """Return the customer who a person is, a new one if nobody matches exactly.

    Args:
        state: the venue.
        person: names, and at least one of e-mail address, phone number and postal code.

    Returns:
        None when the person is not told well enough.

    """
    first, last = person.get("firstName"), person.get("lastName")
    reach = {name: person[name] for name in _REACH if person.get(name)}
    if not (first and last and reach):
        return None
    for customer in state.customers:
        same = (customer["firstName"], customer["lastName"]) == (first, last)
        if same and all(customer.get(name, value) == value for name, value in reach.items()):
            return customer
    address = {name: person[name] for name in _ADDRESS if person.get(name)}
    customer = state.customers.add(
        {
            "customerSource": "acme",
            "acmeCustomerNumber": f"A{state.next_number('customer number', 12_345_678):09d}",
            "firstName": first,
            "lastName": last,
            **reach,
            **address,
            "memberships": [],
        }
    )
    customer["updatedOn"] = times.write(state.now())
    return customer


def customer_of_contact(state: State, contact: Record) -> Record | None:
    """Return the customer who an order's contact is; see `customer_of`."""
    names = {name: contact.get(field) for name, field in _NAMES.items()}
    return customer_of(state, {**contact, **names})


def find_customers(state: State, **wanted: str | None) -> Iterator[Record]:
    """Return the customers whose fields begin with what is wanted, in any case.

    Args:
        state: the venue.
        wanted: beginnings by field; None: anything.

    """
    for customer in state.customers:
        if all(
            str(customer.get(name, "")).lower().startswith(value.lower())
            for name, value in wanted.items()
            if value is not None
        ):
            yield customer
