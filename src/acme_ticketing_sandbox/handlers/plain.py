"""The operations that records answer by themselves: listed, read, made, replaced, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..state import Record, Records, State, all_but
from ..state.events import full, shown_template
from ..state.pricing import priced
from ..state.sales.orders import order_detail
from .call import Call, answers
from .checks import CHECKS
from .listing import page_of

# Makes a record of a call, given the one that it replaces or None.
Made = Callable[[Call, Record | None], Record]


def _list(records: Records, call: Call, _: Made, field: str) -> object:
    return page_of(call.query, records, sorted_by=field) if field else list(records)


def _create(records: Records, call: Call, made: Made, field: str) -> object:
    kept = records.add(made(call, None))
    return str(kept[field]) if field else kept


def _replace(records: Records, call: Call, made: Made, _: str) -> Record:
    known = call.subject(records)
    return records.replace(known["id"], made(call, known))


_ANSWERS: dict[str, Callable[[Records, Call, Made, str], object]] = {
    "list": _list,
    "get": lambda records, call, *_: call.subject(records),
    "create": _create,
    "replace": _replace,
    "delete": lambda records, call, *_: records.remove(call.subject(records)["id"]),
}


def plain(
    resource: str, kind: str, operations: str, made: Made = lambda call, _: call.body
) -> None:
    """Let a kind of the state's records answer operations of a resource.

    `list:name` has pages, sorted by that field; `create:id` answers that field of what is made.
    """
    for operation in operations.split():
        name, _, field = operation.partition(":")
        answers(f"{resource}.{name}")(partial(_plain, kind, _ANSWERS[name], made, field))


def _plain(kind: str, answer: Callable[..., object], made: Made, field: str, call: Call) -> object:
    if call.body is not None and kind in CHECKS:
        CHECKS[kind](call.body)
    return answer(getattr(call.state, kind), call, made, field)


plain("b2b.discounts", "discounts", "list:name get create:id replace delete")
plain("b2b.membershipLevels", "membership_levels", "get replace")
plain("b2b.organizations", "organizations", "list get")
plain("b2b.priceLists", "price_lists", "list get create:id replace delete")
plain("b2b.reservations", "reservations", "get delete")
plain("b2c.carts", "carts", "delete")
plain("b2c.formResponses", "form_responses", "list:submissionDate get")
plain("b2c.orders", "orders", "get")


def _show(show: Callable[[State, Record], object], call: Call, found: Record) -> object:
    return show(call.state, found)


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
for _id, _kind, _function in _SHOWN:
    answers(_id, about=_kind)(partial(_show, _function))
