"""Reports: their runs, and the answers to their queries (api-facts/reports.md).

The facts name the parts of a query expression but not all their words, so functions and operators
compare without regard to case ("QueryExpression" and "Disagreements").
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from operator import itemgetter
from typing import Any

from ..http.refusal import Refusal
from ..values import money, times
from .places import places_left
from .records import Record, some_of
from .state import State

Row = dict[str, Any]

PENDING_SECONDS = 2
PROCESSING_SECONDS = 3
DONE = "Completed"
_DEFAULT_FIELDS = {
    "Events": ["EventName", "EventStartTime", "Capacity", "SoldQuantity"],
    "TicketAnalytics": ["EventName", "EventStartTime", "TicketQuantity", "CheckedInCount"],
    "Transactions": ["TransactionDate", "OrderNumber", "Quantity", "TransactionAmount"],
}
# What a run repeats of its body; the last two are only used to read its result.
_REPEATED = ("reportUuid", "queryExpression", "dateRangeField", "startDateTime", "endDateTime")


def result_of(state: State, asked: Record) -> Record:
    """Return the `ReportResult` of a run's or a request's query, or refuse with 400."""
    expression: Record = asked["queryExpression"]
    collection = expression.get("collectionName", "Transactions")
    check_names(expression)
    field, start, end = asked.get("dateRangeField"), None, None
    if field:
        start, end = _boundary(state, asked, "start"), _boundary(state, asked, "end")
    kept = [
        row
        for row in _rows(state, collection)
        if (field is None or _is_within(row.get(field), start, end)) and _matches(expression, row)
    ]
    fields = _fields(expression, collection)
    totals = _totals(expression, kept)
    kept = _sorted(expression, _grouped(expression, kept, fields, state.venue.time_zone))
    limit = max(0, expression.get("limit", 0)) or len(kept)
    return {
        "collectionName": collection,
        # Both were 0 in every result that was seen (api-facts/observed.md, "Reports").
        "recordCount": 0,
        "skippedRecordCount": 0,
        "summaryReport": {"subTotals": [], "grandTotals": totals},
        "resultFieldList": [_column(name, kept[:limit]) for name in fields],
    }


def check_names(expression: Record) -> None:
    """Refuse with 400 a query expression whose parts do not name their fields."""
    missing = [
        f"body.queryExpression.{part}[{index}].fieldName is missing"
        for part in ("findQueries", "findFields", "groupFields", "summaryFields")
        for index, field in enumerate(expression.get(part) or [])
        if not field.get("fieldName")
    ]
    if missing:
        raise Refusal(400, "; ".join(missing))


def _rows(state: State, collection: str) -> list[Row]:
    if collection == "Transactions":
        is_visible, now = state.behaviour.is_visible, state.now()
        return [row for row in state.transactions if is_visible(now, row["TransactionDate"])]
    if collection in ("Events", "TicketAnalytics"):
        return [
            {
                "EventId": event["id"],
                "EventName": event["name"],
                "EventStartTime": times.parse(event["startTime"]),
                "EventEndTime": times.parse(event["endTime"]),
                "Capacity": event["capacity"],
                "SoldQuantity": event["soldQuantity"],
                "AvailableQuantity": places_left(state, event),
                "TicketQuantity": event["soldQuantity"],
                "CheckedInCount": event["checkInCount"],
            }
            for event in state.events
        ]
    raise Refusal(400, f"body.queryExpression.collectionName: there is no {collection!r}")


def _is_within(when: Any, start: datetime | None, end: datetime | None) -> bool:
    return isinstance(when, datetime) and times.within(when, start, end)


def _boundary(state: State, asked: Record, which: str) -> datetime | None:
    text = asked.get(f"{which}DateTime") or asked.get(f"{which}Date")
    if not text:
        return None
    try:
        found = times.parse_loosely(str(text), state.venue.time_zone)
    except ValueError as error:
        raise Refusal(400, f"body.{which}Date is no date: {text!r}") from error
    if which == "end" and found == times.start_of_day(found):
        found += timedelta(days=1, seconds=-1)
    return found


def _matches(expression: Record, row: Row) -> bool:
    return all(
        _holds(row.get(query["fieldName"]), str(query.get("operator", "equals")).lower(), query)
        for query in expression.get("findQueries") or []
    )


def _holds(value: Any, operator: str, query: Record) -> bool:
    if operator == "exists":
        return value not in (None, "")
    if operator == "does not exist":
        return value in (None, "")
    wanted = query.get("fieldValue")
    if value is None or wanted is None:
        return False
    if operator == "contains":
        return any(part.strip().lower() in str(value).lower() for part in str(wanted).split(","))
    if operator == "equals":
        return str(_shown(value)).lower() == str(wanted).lower()
    try:
        order = Decimal(str(value)).compare(Decimal(str(wanted)))
    except ArithmeticError:
        shown, limit = str(_shown(value)), str(wanted)
        return shown < limit if operator == "less than" else shown > limit
    return order == (-1 if operator == "less than" else 1)


def _fields(expression: Record, collection: str) -> list[str]:
    asked = [f["fieldName"] for f in expression.get("findFields") or [] if f.get("include", True)]
    for part in ("groupFields", "summaryFields"):
        asked += [field["fieldName"] for field in expression.get(part) or []]
    return list(dict.fromkeys(asked)) or _DEFAULT_FIELDS[collection]


def _totals(expression: Record, rows: list[Row]) -> list[Record]:
    """Return the sum of each column that the query sums, over everything found."""
    summed = [
        each["fieldName"]
        for each in expression.get("summaryFields") or []
        if str(each.get("summaryFunction") or "sum").lower() == "sum"
    ]
    found = {name: _summarize([row.get(name) for row in rows], "sum") for name in summed}
    return [{"name": n, "value": str(_shown(v))} for n, v in found.items() if v is not None]


def _grouped(expression: Record, rows: list[Row], fields: list[str], zone: tzinfo) -> list[Row]:
    groups = expression.get("groupFields") or []
    summaries = expression.get("summaryFields") or []
    if not groups and not summaries:
        return rows
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        values = ((row.get(g["fieldName"]), g.get("groupFunction")) for g in groups)
        found.setdefault(tuple(_group_value(*each, zone) for each in values), []).append(row)
    merged = []
    for key, members in found.items():
        row = {name: members[0].get(name) for name in fields}
        row |= {group["fieldName"]: value for group, value in zip(groups, key, strict=True)}
        for summary in summaries:
            name = summary["fieldName"]
            known = [member[name] for member in members if member.get(name) not in (None, "")]
            row[name] = _summarize(known, str(summary.get("summaryFunction") or "sum").lower())
        merged.append(row)
    return merged


def _group_value(value: Any, function: str | None, zone: tzinfo) -> Any:
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


def _summarize(values: list[Any], function: str) -> Any:
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
        known = [row for row in rows if row.get(name) not in (None, "")]
        rest = [row for row in rows if row.get(name) in (None, "")]
        rows = sorted(known, key=itemgetter(name), reverse=descending) + rest
    return rows


def _column(name: str, rows: list[Row]) -> Record:
    values = [row.get(name) for row in rows]
    known = next((value for value in values if value not in (None, "")), None)
    kinds = ((date, "DATE"), (Decimal, "CURRENCY"), (int, "INTEGER"))
    kind = next((word for type_, word in kinds if isinstance(known, type_)), "STRING")
    return {
        "fieldName": name,
        "analyticsDataType": kind,
        "values": [_shown(value) for value in values],
    }


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return times.write(value)
    if isinstance(value, date):
        return value.isoformat()
    return money.text(value) if isinstance(value, Decimal) else value


def definition_of(state: State, body: Record, author: str, known: Record | None = None) -> Record:
    """Return the body's definition, with who made and last changed it, or refuse with 400."""
    check_names(body.get("queryExpression", {}))
    now = times.write(state.now())
    return {
        "isCurrentUserReportOwner": True,
        "acmeDefault": False,
        **body,
        "createdOn": known["createdOn"] if known else now,
        "createdBy": known["createdBy"] if known else author,
        "updatedOn": now,
        "updatedBy": author,
    }


def start_run(state: State, body: Record, created_by: str) -> Record:
    """Keep a new run of what the body asks for, or refuse with 400."""
    result_of(state, body)  # so that what cannot be answered is refused at once
    definition: Record = {}
    if body.get("reportUuid"):
        definition = state.report_definitions.referred(body["reportUuid"], "body.reportUuid")
    now = state.now()
    milliseconds = times.epoch_milliseconds(now)
    period: Record = {
        name: _compact(body.get(f"{name}Time", body[name]))
        for name in ("startDate", "endDate")
        if name in body
    }
    run = state.report_runs.add(
        {
            "tenantId": state.venue.tenant_id,
            **some_of(body, _REPEATED),
            **period,
            "status": "Pending",
            "filterByOwner": False,
            "createdOn": milliseconds,
            "updatedOn": milliseconds,
            "createdBy": created_by,
            "reportName": definition.get("name", "Ad hoc report"),
        }
    )
    if definition:
        definition["lastRun"] = dict(run)
    return run


def poll(state: State, run: Record) -> Record:
    """Return the run as it stands now.

    A run is pending, then processing, then done, as the clock goes. Each poll counts as one
    second more, so a clock that stands still does not hold a run up for ever.
    """
    number = str(run["id"])
    polls = state.run_polls[number] = state.run_polls.get(number, 0) + 1
    now = times.epoch_milliseconds(state.now())
    age = (now - run["createdOn"]) / 1000 + polls - 1
    status = "Processing" if age >= PENDING_SECONDS else "Pending"
    if age >= PENDING_SECONDS + PROCESSING_SECONDS:
        status = DONE
    if run["status"] not in (DONE, status):
        run["status"], run["updatedOn"] = status, now
    return run


def read_result(state: State, run: Record) -> Record:
    """Return a done run's `ReportResult`, made of what the venue has sold by now."""
    if poll(state, run)["status"] != DONE:
        message = f"report run {run['id']} is {run['status']}: wait"
        raise Refusal(400, message, type="REPORT_NOT_READY")
    return result_of(state, run)


def _compact(value: Any) -> str:
    """Write a date as runs repeat it, where it can be read."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return times.write_compact(found) if found.tzinfo else str(value)
