"""Customers: the people that orders and memberships made known (api-facts/checkout.md)."""

from __future__ import annotations

from .records import Record, all_but, some_of
from .state import State

_BLANK = dict.fromkeys(("prefix", "firstName", "lastName", "suffix", "email", "phoneNumber"), "")
_REACH = ("email", "phoneNumber", "zipCode")
_ADDRESS = ("streetAddress1", "city", "state", "zipCode", "country")


def customer_of(state: State, person: Record) -> Record | None:
    """Return the customer who a person is, a new one if nobody is the same; None: too vague."""
    first, last = person.get("firstName"), person.get("lastName")
    reach = {name: person[name] for name in _REACH if person.get(name)}
    if not (first and last and reach):
        return None
    for customer in state.customers:
        same = (customer["firstName"], customer["lastName"]) == (first, last)
        shown = {**address_of(customer), **customer}
        if same and all((shown.get(name) or value) == value for name, value in reach.items()):
            return customer
    address = {name: person[name] for name in _ADDRESS if person.get(name)}
    new = {
        "customerSource": "acme",
        "firstName": first,
        "lastName": last,
        **all_but(reach, "zipCode"),
        "address": [{"isPrimary": True, "type": "home", **address}] if address else [],
    }
    return put_customer(state, new)


def put_customer(state: State, whole: Record, known: Record | None = None) -> Record:
    """Keep a customer as `whole` says, in the place of `known` or as a new one.

    Text that `whole` leaves out is blank afterwards, and its version counts for nothing
    (api-facts/observed.md, "Customers"). The number and the memberships are the server's.
    """
    customers, before = state.customers, known
    if before is None:
        number = state.identifiers.number("customer number", 12_345_678)
        before = {"acmeCustomerNumber": f"A{number:09d}", "version": 0, "memberships": []}
    blank = {name: "" for name, value in before.items() if isinstance(value, str)}
    kept = some_of(before, ("acmeCustomerNumber", "memberships"))
    stamps = {"version": before["version"] + 1, "updatedOn": state.timestamp}
    customer = {**_BLANK, **blank, "address": [], **whole, **kept, **stamps}
    return customers.add(customer) if known is None else customers.replace(known["id"], customer)


def report_number(customer: Record) -> str:
    """Return what reports call `CustomerId`: text of nine digits, and not the id."""
    return str(customer["acmeCustomerNumber"]).removeprefix("A")


def address_of(customer: Record) -> Record:
    """Return the address used first, empty if there is none."""
    addresses: list[Record] = customer.get("address") or []
    primary = (address for address in addresses if address.get("isPrimary"))
    return next(primary, addresses[0] if addresses else {})
