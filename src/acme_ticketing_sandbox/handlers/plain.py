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
from .listing import page_of

# Makes a record of a call, given the one that it replaces, or an empty one.
Made = Callable[[Call, Record], Record]


def plain(resource: str, operations: str, *, kind: str = "") -> Callable[[Made], Made]:
    """Let the state's records of a kind, by default the resource's, answer operations of it.

    The decorated function makes those that are created or replaced. `list:name` has pages, sorted
    by that field; `create:id` answers that field of what is made.
    """
    kind = kind or snake_case(resource.partition(".")[2])

    def register(made: Made) -> Made:
        for operation in operations.split():
            name, _, field = operation.partition(":")
            answers(f"{resource}.{name}")(partial(_plain, kind, name, field, made))
        return made

    return register


def _plain(kind: str, operation: str, field: str, made: Made, call: Call) -> object:
    records: Records = getattr(call.state, kind)
    if operation == "list":
        return page_of(call.query, records, sorted_by=field) if field else list(records)
    if operation == "create":
        kept = records.add(made(call, {}))
        return str(kept[field]) if field else kept
    known = call.subject(records)
    if operation == "replace":
        return records.replace(known["id"], made(call, known))
    return known if operation == "get" else records.remove(known["id"])


def shown(kind: str, show: Callable[[State, Record], object], *operation_ids: str) -> None:
    """Answer operations with what a function makes of the record that the path names."""
    answers(*operation_ids, about=kind)(lambda call, found: show(call.state, found))


shown("carts", partial(priced, place="cart"), "b2c.carts.get")
shown("customers", lambda _, found: all_but(found, "updatedOn"), "b2b.customers.get")
shown("event_templates", lambda _, found: found["schedules"], "b2b.eventTemplates.listSchedules")
shown("events", full, "b2b.events.get", "b2b.events.getV1")
shown("orders", lambda _, found: found, "b2c.orders.get")
shown("orders", order_detail, "b2b.orders.getDetail", "b2b.willCall.getOrder")
shown("reservations", lambda _, found: found, "b2b.reservations.get")
for _name in ("get", "getAtPluralPath"):
    shown("event_templates", shown_template, f"b2b.eventTemplates.{_name}")
