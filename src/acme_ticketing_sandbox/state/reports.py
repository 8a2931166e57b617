"""Reports: what is kept for them, and the answers to their queries (api-facts/reports.md).

The facts name the parts of a query expression but not all their words, so functions and operators
compare without regard to case ("QueryExpression" and "Disagreements").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from operator import itemgetter
from typing import Any

from ..http.refusal import Refusal
from ..values import money, times
from .customers import address_of, report_number
from .places import places_left
from .records import Record, entries, renamed
from .state import State

Row = dict[str, Any]

# Columns, and the fields of orders, their items and events that they hold.
_OF_ORDER = {
    "OrderId": "id", "OrderNumber": "orderNumber", "Email": "email", "MembershipId": "membershipId",
    "ContactFirstName": "contactFirstName", "ContactLastName": "contactLastName",
}  # fmt: skip
_OF_ITEM = {
    "TransactionItemId": "itemId", "OrderItemType": "itemType", "ItemName": "displayName",
    "TicketType": "ticketingTypeName",
}  # fmt: skip
_OF_EVENT = {
    "EventId": "id", "EventName": "name", "EventStartTime": "startTime", "EventEndTime": "endTime",
}  # fmt: skip
_COUNTS_OF_EVENT = {
    "Capacity": "capacity", "SoldQuantity": "soldQuantity", "TicketQuantity": "soldQuantity",
    "CheckedInCount": "checkInCount",
}  # fmt: skip
_DEFAULT_FIELDS = {
    "Events": ["EventName", "EventStartTime", "Capacity", "SoldQuantity"],
    "TicketAnalytics": ["EventName", "EventStartTime", "TicketQuantity", "CheckedInCount"],
    "Transactions": ["TransactionDate", "OrderNumber", "Quantity", "TransactionAmount"],
}
# What rows keep as text.
_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("TransactionDate", "EventStartTime", "EventEndTime"), times.parse),
    "TransactionAmount": money.amount,
    "DiscountedTransactionAmount": money.amount,
    "DiscountedUnitPrice": money.amount,
}
_ABSENT = (None, "")


def note(
    state: State, order: Record, item: Record, quantity: int, *, at: datetime | None = None
) -> None:
    """Keep one movement of an order item, by default of now; what is taken back is below zero."""
    event = state.events.find(item.get("eventId")) or {}
    customer = state.customers.find(order.get("customerId")) or {}
    address, channel = address_of(customer), order["saleChannel"]
    price, discounted = money.amount(item["unitPrice"]), money.amount(item["discountedUnitPrice"])
    state.transactions.append(
        {
            **renamed(order, **_OF_ORDER),
            **renamed(item, **_OF_ITEM),
            **renamed(event, **_OF_EVENT),
            "TransactionId": state.identifiers.number("transaction", 880_001),
            "TransactionDate": times.write(at or state.now()),
            "TransactionType": "Sale" if quantity > 0 else "Refund",
            "TransactionAmount": money.text(price * quantity),
            "DiscountedTransactionAmount": money.text(discounted * quantity),
            "DiscountedUnitPrice": money.text(discounted),
            "Quantity": quantity,
            # Reports spell channels in a way of their own (api-facts/observed.md, "Reports").
            "SaleChannel": {"pointOfSale": "Pos"}.get(channel, channel[:1].upper() + channel[1:]),
            "TicketQuantity": quantity if "ticketingTypeName" in item else 0,
            "ZipCode": order.get("zipCode") or address.get("zipCode"),
            "CustomerId": report_number(customer) if customer else None,
            "CustomerAddressState": address.get("state") or order.get("state"),
            "AddOn": item["displayName"] if item["itemType"] == "Inventory" else None,
        }
    )


def result_of(state: State, asked: Record) -> Record:
    """Return the `ReportResult` of a run's or a request's query, or refuse with 400."""
    expression: Record = asked["queryExpression"]
    collection = expression.get("collectionName", "Transactions")
    check_names(expression)
    queries, summaries = (expression.get(part) or [] for part in ("findQueries", "summaryFields"))
    rows, field = _rows(state, collection), asked.get("dateRangeField")
    if field is not None:
        start, end = _boundary(state, asked, "start"), _boundary(state, asked, "end")
        rows = [row for row in rows if isinstance(row.get(field), datetime)]
        rows = [row for row in rows if times.within(row[field], start, end)]
    for query in queries:
        rows = [row for row in rows if _holds(row.get(query["fieldName"]), query)]
    sums = [each for each in summaries if _function(each) == "sum"]
    totals = {each["fieldName"]: _summarize(each, rows) for each in sums}
    fields = _fields(expression, collection)
    kept = _sorted(expression, _grouped(expression, rows, fields, state.venue.time_zone))
    limit = max(0, expression.get("limit", 0)) or len(kept)
    return {
        "collectionName": collection,
        # Both were 0 in every result that was seen (api-facts/observed.md, "Reports").
        "recordCount": 0,
        "skippedRecordCount": 0,
        "summaryReport": {
            "subTotals": [],
            # Over everything found, not what the limit leaves.
            "grandTotals": [
                {"name": name, "value": str(_shown(total))}
                for name, total in totals.items()
                if total is not None
            ],
        },
        "resultFieldList": [_column(name, kept[:limit]) for name in fields],
    }


def check_names(expression: Record) -> None:
    """Refuse with 400 a query expression whose parts do not name their fields."""
    missing = [
        f"{place}.fieldName is missing"
        for part in ("findQueries", "findFields", "groupFields", "summaryFields")
        for field, place in entries(expression, part, "body.queryExpression")
        if not field.get("fieldName")
    ]
    if missing:
        raise Refusal(400, "; ".join(missing))


def _rows(state: State, collection: str) -> list[Row]:
    if collection == "Transactions":
        is_visible, now = state.behaviour.is_visible, state.now()
        rows = map(_typed, state.transactions)
        return [row for row in rows if is_visible(now, row["TransactionDate"])]
    if collection in ("Events", "TicketAnalytics"):
        return [
            {
                **_typed(renamed(event, **_OF_EVENT, **_COUNTS_OF_EVENT)),
                "AvailableQuantity": places_left(state, event),
            }
            for event in state.events
        ]
    raise Refusal(400, f"body.queryExpression.collectionName: there is no {collection!r}")


def _typed(kept: Record) -> Row:
    """Return a row, its moments and amounts as such."""
    row = dict(kept)
    for name in row.keys() & _READ:
        row[name] = row[name] and _READ[name](row[name])
    return row


def _boundary(state: State, asked: Record, which: str) -> datetime | None:
    text = asked.get(f"{which}DateTime") or asked.get(f"{which}Date")
    if not text:
        return None
    found = state.moment(text, f"body.{which}Date")
    if which == "end" and found == times.start_of_day(found):
        found += timedelta(days=1, seconds=-1)
    return found


def _holds(value: Any, query: Record) -> bool:
    operator, wanted = str(query.get("operator", "equals")).lower(), query.get("fieldValue")
    if operator in ("exists", "does not exist"):
        return (value in _ABSENT) is (operator != "exists")
    if value is None or wanted is None:
        return False
    if operator == "contains":
        return any(part.strip().lower() in str(value).lower() for part in str(wanted).split(","))
    shown, limit = str(_shown(value)), str(wanted)
    if operator == "equals":
        return shown.lower() == limit.lower()
    try:
        order = Decimal(str(value)).compare(Decimal(limit))
    except ArithmeticError:
        return shown < limit if operator == "less than" else shown > limit
    return order == (-1 if operator == "less than" else 1)


def _fields(expression: Record, collection: str) -> list[str]:
    asked = [f["fieldName"] for f in expression.get("findFields") or [] if f.get("include", True)]
    for part in ("groupFields", "summaryFields"):
        asked += [field["fieldName"] for field in expression.get(part) or []]
    return list(dict.fromkeys(asked)) or _DEFAULT_FIELDS[collection]


def _grouped(expression: Record, rows: list[Row], fields: list[str], zone: tzinfo) -> list[Row]:
    groups, summaries = (expression.get(part) or [] for part in ("groupFields", "summaryFields"))
    if not groups and not summaries:
        return rows
    found: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(_group_value(group, row, zone) for group in groups)].append(row)
    return [
        {name: members[0].get(name) for name in fields}
        | {group["fieldName"]: value for group, value in zip(groups, key, strict=True)}
        | {summary["fieldName"]: _summarize(summary, members) for summary in summaries}
        for key, members in found.items()
    ]


def _group_value(group: Record, row: Row, zone: tzinfo) -> Any:
    value, function = row.get(group["fieldName"]), group.get("groupFunction")
    if not isinstance(value, datetime) or not function:
        return value
    day = times.start_of_day(value.astimezone(zone))
    rounded: dict[str, Callable[[], Any]] = {
        "day": lambda: day.day if function == "Day" else day,
        "daymonthyear": day.date,
        "week": lambda: day - timedelta(days=day.weekday()),
        "month": lambda: day.replace(day=1),
        "year": lambda: day.replace(month=1, day=1),
    }
    return rounded.get(function.lower(), lambda: day)()


def _function(summary: Record) -> str:
    return str(summary.get("summaryFunction") or "sum").lower()


def _summarize(summary: Record, rows: list[Row]) -> Any:
    """Return what a summary makes of a column, or None: of texts there is no sum."""
    function, name = _function(summary), summary["fieldName"]
    values = [row[name] for row in rows if row.get(name) not in _ABSENT]
    if values and function in {"maximum", "minimum"}:
        return max(values) if function == "maximum" else min(values)
    numbers = [value for value in values if isinstance(value, (int, Decimal))]
    if not numbers:
        return None
    if function == "average":
        return money.amount(Decimal(sum(numbers)) / len(numbers))
    return sum(numbers)


def _sorted(expression: Record, rows: list[Row]) -> list[Row]:
    for field in reversed(expression.get("sortFields") or []):
        asked: Record = field if isinstance(field, dict) else {"fieldName": field}
        name = str(asked.get("fieldName", ""))
        descending = str(asked.get("sortDirection", "")).lower() == "desc"
        known = [row for row in rows if row.get(name) not in _ABSENT]
        rest = [row for row in rows if row.get(name) in _ABSENT]
        rows = sorted(known, key=itemgetter(name), reverse=descending) + rest
    return rows


def _column(name: str, rows: list[Row]) -> Record:
    values = [row.get(name) for row in rows]
    known = next((value for value in values if value not in _ABSENT), None)
    kinds = ((date, "DATE"), (Decimal, "CURRENCY"), (int, "INTEGER"))
    kind = next((word for type_, word in kinds if isinstance(known, type_)), "STRING")
    return {"fieldName": name, "analyticsDataType": kind, "values": list(map(_shown, values))}


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return times.write(value)
    if isinstance(value, date):
        return value.isoformat()
    return money.text(value) if isinstance(value, Decimal) else value
