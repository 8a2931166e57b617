"""Customers (page 33000258371, api-facts/customers-organizations.md and observed.md)."""

from __future__ import annotations

from ..state import Record, all_but
from ..state.customers import address_of, put_customer, report_number
from ..values import times
from .call import Call, answers
from .listing import PERSON, begins, page_of

_KEPT = ("id", "version", "updatedOn", "acmeCustomerNumber", "memberships")
_SEARCHED_BY = {**PERSON, "phone": "phoneNumber", "address": "streetAddress1"}


@answers("b2b.customers.replace")
def replace(call: Call) -> Record:
    """Put a whole customer in the place of the one with its id; without an id it is a new one."""
    known = None
    if call.body.get("id") is not None:
        known = call.state.customers.referred(call.body["id"], "body.id")
        _note_losses(call, known)
    return _shown(put_customer(call.state, call.body, known), address=True)


def _note_losses(call: Call, known: Record) -> None:
    lost = [name for name, value in known.items() if value and name not in {*call.body, *_KEPT}]
    if lost:
        call.lenient.append(f"body leaves out {', '.join(lost)}: what is left out is blanked")
    if call.body.get("version") not in (None, known["version"]):
        call.lenient.append(f"body.version is not {known['version']}: the last write wins")


@answers("b2b.customers.list")
def list_customers(call: Call) -> Record:
    """List customers by a text in names, mail address or number, or by when they changed."""
    query, state = call.query, call.state
    text, after = query.get("search", "").lower(), query.get("updatedAfter")

    def matches(customer: Record) -> bool:
        name = f"{customer['firstName']} {customer['lastName']}"
        searched = (name, str(customer["email"]), report_number(customer))
        changed = times.parse(customer["updatedOn"])
        return any(text in value.lower() for value in searched) and (
            after is None or (changed > after and state.behaviour.is_visible(state.now(), changed))
        )

    address = query.get("includeAddress")
    found = (_shown(each, address=address) for each in state.customers if matches(each))
    return page_of(call.query, found, sorted_by="lastName")


@answers("b2b.customers.advancedSearch")
def advanced_search(call: Call) -> Record:
    """List the customers whose fields begin with what is asked, in an envelope of its own."""
    found = (
        _shown(customer, address=True)
        for customer in call.state.customers
        if begins({**address_of(customer), **customer}, call.query, _SEARCHED_BY)
    )
    page = page_of(call.query, found, sorted_by="id")
    return {"success": True, "payload": {"list": page["list"]}}  # no source shows more of it


def _shown(customer: Record, *, address: bool | None) -> Record:
    return all_but(customer, "updatedOn", *(() if address else ("address",)))
