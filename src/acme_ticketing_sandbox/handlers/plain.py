"""The operations that records answer by themselves: listed, read, made, replaced, deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from acme_ticketing_core.operations.names import snake_case

from ..state import Record, Records, State, all_but
from ..state.events import full, shown_template
from ..state.pricing import priced
from ..state.sales.orders import order_detail
from .call import Call, answers
from .checks import CHECKS
from .listing import page_of

# Makes a record of a call, given the one that it replaces, or an empty one.
Made = Callable[[Call, Record], Record]


def plain(
    resource: str, operations: str, made: Made = lambda call, _: call.body, *, kind: str = ""
) -> None:
    """Let the state's records of a kind, by default the resource's, answer operations of it.

    `list:name` has pages, sorted by that field; `create:id` answers that field of what is made.
    """
    kind = kind or snake_case(resource.partition(".")[2])
    for operation in operations.split():
        name, _, field = operation.partition(":")
        answers(f"{resource}.{name}")(partial(_plain, kind, name, field, made))


def _plain(kind: str, operation: str, field: str, made: Made, call: Call) -> object:
    records: Records = getattr(call.state, kind)
    if call.body is not None and kind in CHECKS:
        CHECKS[kind](call.body)
    if operation == "list":
        return page_of(call.query, records, sorted_by=field) if field else list(records)
    if operation == "create":
        kept = records.add(made(call, {}))
        return str(kept[field]) if field else kept
    known = call.subject(records)
    if operation == "replace":
        return records.replace(known["id"], made(call, known))
    return known if operation == "get" else records.remove(known["id"])


plain("b2b.discounts", "list:name get create:id replace delete")
plain("b2b.membershipLevels", "get replace")
plain("b2b.priceLists", "list get create:id replace delete")
plain("b2b.reservations", "get delete")
plain("b2c.orders", "get")


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
