"""What there is at the venue, as tables, each row with the calls that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..journal import Entry
from ..state import Record, Records, State
from ..state.events import start_of
from ..state.payments import CREDIT_CARD
from ..state.places import places_left
from ..state.sales.checkout import due_for
from ..values import money

_MOST_ROWS = 200
_MOST_CALLS = 10
_LONGEST = 200
_UNTIMED = "Carts have no time limit here."
_READS = frozenset({"GET", "HEAD", "OPTIONS"})

# The numbers of the calls that wrote of an object, by its id.
_CallsById = dict[str, list[int]]


# Column and field; a moment is shown to the minute, a list by its length.
_EVENTS = {
    "Name": "name", "Starts": "startTime", "Capacity": "capacity", "Sold": "soldQuantity",
    "Left": "left", "Id": "id",
}  # fmt: skip
_CARTS = {"Id": "id", "Places": "places", "Amount": "amount"}
_ORDERS = {
    "Number": "orderNumber", "Made": "createdOn", "Channel": "saleChannel", "Contact": "email",
    "Total": "totalAmount", "Paid": "paidAmount", "Refunded": "refundAmount", "Id": "id",
}  # fmt: skip
_CHARGES = {"Order": "orderNumber", "Method": "method", "Card ends": "card", "Amount": "paidAmount"}
_MEMBERSHIPS = {
    "Id": "id", "Category": "membershipCategory", "Standing": "membershipStanding",
    "Ends": "membershipExpirationDate", "Cardholders": "cardholders",
}  # fmt: skip
_RUNS = {"Id": "id", "Report": "reportName", "Status": "status", "Started by": "createdBy"}


def venue_tables(state: State, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return each table's title, columns, rows (`cells` and `calls`), their number, and a note."""
    made = _calls_by_id(entries)
    events = (
        {**event, "left": places_left(state, event)}
        for event in sorted(state.events, key=start_of)
        if not event["manuallyDeleted"]
    )
    return [
        _table("Events", _EVENTS, events, made),
        _table("Carts", _CARTS, map(_cart, _newest(state.carts)), made, _UNTIMED),
        _table("Orders", _ORDERS, _newest(state.orders), made),
        _table("Charges", _CHARGES, _charges(state), made),
        _table("Memberships", _MEMBERSHIPS, _newest(state.memberships), made),
        _table("Report runs", _RUNS, _newest(state.report_runs), made),
    ]


def _newest(records: Records) -> list[Record]:
    return [*records][::-1]


def _calls_by_id(entries: Iterable[Entry]) -> _CallsById:
    """Return which calls wrote of what: those that were carried out, and name it by its id."""
    found: _CallsById = defaultdict(list)
    for entry in entries:
        if entry.call.carried_out and entry.request.method not in _READS:
            for each in entry.named:
                found[each].append(entry.number)
    return found


def _table(
    title: str, columns: dict[str, str], records: Iterable[Record], made: _CallsById, note: str = ""
) -> dict[str, Any]:
    """Return a table of the first of some records."""
    found = list(records)
    return {
        "title": title,
        "columns": list(columns),
        "rows": [
            {
                "cells": [_cell(each.get(field, ""), field) for field in columns.values()],
                "calls": made.get(str(each["id"]), [])[-_MOST_CALLS:],
            }
            for each in found[:_MOST_ROWS]
        ],
        "total": len(found),
        "note": note,
    }


def _cell(value: object, field: str) -> str:
    if field.endswith(("Time", "On", "Date")):
        return str(value)[:16].replace("T", " ")
    return str(len(value) if isinstance(value, list) else value)[:_LONGEST]


def _cart(cart: Record) -> Record:
    places = sum(line["quantity"] for line in cart.get("items", []))
    return {"id": cart["id"], "places": places, "amount": money.text(due_for(cart))}


def _charges(state: State) -> Iterator[Record]:
    for order in _newest(state.orders):
        payment = state.payments.get(order["id"])
        if payment is not None and money.amount(order["paidAmount"]):
            method = payment["method"]
            card = order.get("ccLastFourDigits", "") if method == CREDIT_CARD else ""
            yield {**order, "method": method, "card": card}
