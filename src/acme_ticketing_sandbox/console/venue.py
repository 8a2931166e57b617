"""What there is at the venue, as tables, each row with the calls that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..state import Record, State
from ..state.events import places_left, start_of
from ..state.payments import CREDIT_CARD
from ..state.sales.checkout import due_for
from ..values import money
from .journal import Entry

_MOST_ROWS = 200
_MOST_CALLS = 10
_LONGEST = 200
_READS = frozenset({"GET", "HEAD", "OPTIONS"})

# The numbers of the calls that wrote of an object, by its id.
_CallsById = dict[str, list[int]]


def venue_tables(state: State, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return each table's title, columns, rows (`cells` and `calls`), their number, and a note."""
    made = _calls_by_id(entries)
    held = state.reservations.held()
    return [
        _table(
            "Events",
            ("Name", "Starts", "Capacity", "Sold", "Left", "Id"),
            (
                (event["id"], (event["name"], _time(event["startTime"]), event["capacity"],
                 event["soldQuantity"], places_left(event, held), event["id"]))
                for event in sorted(state.events, key=start_of)
                if not event["manuallyDeleted"]
            ),
            made,
            first=True,
        ),
        _table(
            "Carts",
            ("Id", "Places", "Amount"),
            ((cart["id"], _cart(cart)) for cart in state.carts),
            made,
            note="Carts have no time limit here.",
        ),
        _table(
            "Orders",
            ("Number", "Made", "Channel", "Contact", "Total", "Paid", "Refunded", "Id"),
            (
                (order["id"], (order["orderNumber"], _time(order["createdOn"]), order["saleChannel"],
                 order.get("email", ""), order["totalAmount"], order["paidAmount"],
                 order["refundAmount"], order["id"]))
                for order in state.orders
            ),
            made,
        ),
        _table("Charges", ("Order", "Method", "Card ends", "Amount"), _charges(state), made),
        _table(
            "Memberships",
            ("Id", "Category", "Standing", "Ends", "Cardholders"),
            (
                (each["id"], (each["id"], each.get("membershipCategory", ""),
                 each["membershipStanding"], _time(each.get("membershipExpirationDate", "")),
                 len(each["cardholders"])))
                for each in state.memberships
            ),
            made,
        ),
        _table(
            "Report runs",
            ("Id", "Report", "Status", "Started by"),
            (
                (run["id"], (run["id"], run["reportName"], run["status"], run["createdBy"]))
                for run in state.report_runs
            ),
            made,
        ),
    ]  # fmt: skip


def _calls_by_id(entries: Iterable[Entry]) -> _CallsById:
    """Return which calls wrote of what: those that were carried out, and name it by its id."""
    found: _CallsById = defaultdict(list)
    for entry in entries:
        exchange = entry.exchange
        if not exchange.call.carried_out or exchange.request.method in _READS:
            continue
        for each in entry.named:
            found[each].append(entry.number)
    return found


def _table(
    title: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, tuple[object, ...]]],
    made: _CallsById,
    *,
    first: bool = False,
    note: str = "",
) -> dict[str, Any]:
    """Return a table; `first`: its first rows are shown, instead of its last, the newest first."""
    found = list(rows)
    shown = found[:_MOST_ROWS] if first else found[::-1][:_MOST_ROWS]
    return {
        "title": title,
        "columns": columns,
        "rows": [
            {
                "cells": [str(cell)[:_LONGEST] for cell in cells],
                "calls": made.get(str(named), [])[-_MOST_CALLS:],
            }
            for named, cells in shown
        ],
        "total": len(found),
        "note": note,
    }


def _cart(cart: Record) -> tuple[object, ...]:
    items = cart.get("items", [])
    return cart["id"], sum(line["quantity"] for line in items), money.text(due_for(cart))


def _charges(state: State) -> Iterator[tuple[object, tuple[object, ...]]]:
    for order in state.orders:
        payment = state.payments.get(order["id"])
        if payment is not None and money.amount(order["paidAmount"]):
            card = payment.last_four if payment.method == CREDIT_CARD else ""
            yield order["id"], (order["orderNumber"], payment.method, card, order["paidAmount"])


def _time(text: object) -> str:
    """Return a moment to the minute, in the venue's zone as it is written."""
    return str(text)[:16].replace("T", " ")
