"""The operations that records answer by themselves: listed, read, made, replaced, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..state import Record, Records, State, all_but
from ..state.events import full, shown_template
from ..state.pricing import priced
from ..state.sales.orders import order_detail
from .call import Call, answers
from .checks import check_discount, check_level, check_price_list
from .listing import page_of

# Makes a record of a call, given the one that it replaces or None.
Made = Callable[[Call, Record | None], Record]
# The resource, the state's records that it is about, and the operations.
_PLAIN = (
    ("b2b.addOns", "add_ons", "get delete"),
    ("b2b.coupons", "coupons", "list get"),
    ("b2b.discounts", "discounts", "get create replace delete"),
    ("b2b.membershipLevels", "membership_levels", "get replace"),
    ("b2b.organizations", "organizations", "list get"),
    ("b2b.personTypes", "person_types", "get delete"),
    ("b2b.priceLists", "price_lists", "list get create replace delete"),
    ("b2b.reportDefinitions", "report_definitions", "get delete"),
    ("b2b.reservations", "reservations", "get delete"),
    ("b2c.carts", "carts", "delete"),
    ("b2c.formResponses", "form_responses", "get"),
    ("b2c.orders", "orders", "get"),
    ("combo.templates", "combo_templates", "get delete"),
)
# Read by the id in the path; the function makes the answer of the record.
_SHOWN: tuple[tuple[str, str, Callable[[State, Record], object]], ...] = (
    ("b2b.customers.get", "customers", lambda _, found: all_but(found, "updatedOn")),
    ("b2b.eventTemplates.get", "event_templates", shown_template),
    ("b2b.eventTemplates.getAtPluralPath", "event_templates", shown_template),
    ("b2b.eventTemplates.listSchedules", "event_templates", lambda _, found: found["schedules"]),
    ("b2b.events.get", "events", full),
    ("b2b.events.getV1", "events", full),
    ("b2b.orders.getDetail", "orders", order_detail),
    ("b2b.willCall.getOrder", "orders", order_detail),
    ("b2c.carts.get", "carts", partial(priced, place="cart")),
)
# Listed in pages, sorted by a field unless the query names another.
_PAGED = (
    ("b2b.discounts.list", "discounts", "name"),
    ("b2b.reportDefinitions.list", "report_definitions", "name"),
    ("b2c.formResponses.list", "form_responses", "submissionDate"),
)


# What their bodies are held against besides the specification.
_CHECKS: dict[str, Callable[[Record], None]] = {
    "discounts": check_discount,
    "membership_levels": check_level,
    "price_lists": check_price_list,
}


def _named(call: Call) -> object:
    return next(iter(call.path.values()))


def _replaced(records: Records, call: Call, made: Made = lambda call, _: call.body) -> Record:
    """Replace the record that the path names, or else the body, by what is made of it."""
    known = records.get(_named(call)) if call.path else call.known(records)
    return records.replace(known["id"], made(call, known))


_ANSWERS: dict[str, Callable[[Any, Call], object]] = {
    "list": lambda records, _: list(records),
    "get": lambda records, call: records.get(_named(call)),
    "create": lambda records, call: str(records.add(call.body)["id"]),
    "replace": _replaced,
    "delete": lambda records, call: records.remove(_named(call)),
}


def _plain(kind: str, operation: str, call: Call) -> object:
    if call.body is not None and kind in _CHECKS:
        _CHECKS[kind](call.body)
    return _ANSWERS[operation](getattr(call.state, kind), call)


def _shown(kind: str, show: Callable[[State, Record], object], call: Call) -> object:
    return show(call.state, getattr(call.state, kind).get(_named(call)))


def _page(kind: str, field: str, call: Call) -> Record:
    return page_of(call.query, getattr(call.state, kind), sorted_by=field)


def kept_as(resource: str, kind: str, made: Made) -> None:
    """Make and replace the records of a resource by what `made` returns for a call."""
    answers(f"{resource}.create")(lambda call: getattr(call.state, kind).add(made(call, None)))
    answers(f"{resource}.replace")(lambda call: _replaced(getattr(call.state, kind), call, made))


for _resource, _kind, _operations in _PLAIN:
    for _operation in _operations.split():
        answers(f"{_resource}.{_operation}")(partial(_plain, _kind, _operation))
for _id, _kind, _show in _SHOWN:
    answers(_id)(partial(_shown, _kind, _show))
for _id, _kind, _field in _PAGED:
    answers(_id)(partial(_page, _kind, _field))
