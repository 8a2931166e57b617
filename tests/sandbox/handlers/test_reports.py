"""Reports: defined, run over time, read as columns and as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from acme_ticketing_sandbox import VirtualClock
from tests.sandbox.caller import Caller

RUNS = "/v2/b2b/async/report"
DEFINITIONS = "/v2/b2b/analytics/report/definitions"


def definition(caller: Caller, name: str) -> dict[str, Any]:
    """Return a seeded definition."""
    listed = caller.done("GET", DEFINITIONS)["list"]
    known = next(found["id"] for found in listed if found["name"] == name)
    answer: dict[str, Any] = caller.done("GET", f"{DEFINITIONS}/{known}")
    return answer


def columns(caller: Caller, **asked: object) -> dict[str, list[Any]]:
    """Run a query to its end and return its columns by name."""
    run = caller.done("POST", RUNS, asked)
    caller.clock.advance(5)
    result = caller.done("GET", f"{RUNS}/json/{run['id']}")
    return {column["fieldName"]: column["values"] for column in result["resultFieldList"]}


def query(collection: str, *fields: str, **more: object) -> dict[str, object]:
    """Return a query expression."""
    shown = [{"fieldName": name, "include": True} for name in fields]
    return {"collectionName": collection, "findFields": shown, **more}


def test_a_run_goes_from_pending_to_completed(caller: Caller, clock: VirtualClock) -> None:
    """As time passes; until then there is no result."""
    report = definition(caller, "Event occupancy")
    asked = {"reportUuid": report["id"], "queryExpression": report["queryExpression"]}
    run = caller.done("POST", RUNS, {**asked, "startDate": "2026-06-01T00:00:00-04:00"})
    assert (run["status"], run["createdOn"]) == ("Pending", 1780318800000)
    assert run["startDate"] == "2026-06-01T00:00:00-0400"
    assert run["reportName"] == "Event occupancy"
    path = f"{RUNS}/{run['id']}"
    assert caller.done("GET", path)["status"] == "Pending"
    clock.advance(2)
    assert caller.done("GET", path)["status"] == "Processing"
    reply = caller.send("GET", f"{RUNS}/csv/{run['id']}")
    assert (reply.status, reply.json()["type"]) == (400, "REPORT_NOT_READY")
    clock.advance(3)
    assert caller.done("GET", path)["status"] == "Completed"
    assert caller.done("GET", f"{DEFINITIONS}/{report['id']}")["lastRun"]["id"] == run["id"]


def test_polling_alone_moves_a_run(caller: Caller) -> None:
    """A poll counts as a second, for callers whose clock is not the sandbox's."""
    asked = {"queryExpression": query("Events", "EventName")}
    path = f"{RUNS}/{caller.done('POST', RUNS, asked)['id']}"
    statuses = [caller.done("GET", path)["status"] for _ in range(6)]
    assert statuses == ["Pending"] * 2 + ["Processing"] * 3 + ["Completed"]


def test_a_result_is_made_of_what_was_sold(caller: Caller) -> None:
    """Sales and refunds of this very sandbox, in columns of one length."""
    order = caller.buy(caller.tickets(2))
    caller.done(
        "POST",
        "/v2/b2b/b2b/refunds",
        {
            "orderId": order["id"],
            "incidentReasonCode": "Miscellaneous",
            "refundItems": [{"orderItemId": order["orderItems"][0]["itemId"], "quantity": 1}],
        },
    )
    found = columns(
        caller,
        queryExpression=query(
            "Transactions",
            "TransactionType",
            "Quantity",
            "TransactionAmount",
            findQueries=[{"fieldName": "OrderId", "operator": "equals", "fieldValue": order["id"]}],
        ),
    )
    assert found == {
        "TransactionType": ["Sale", "Refund"],
        "Quantity": [2, -1],
        "TransactionAmount": ["51.00", "-25.50"],
    }


def test_a_result_is_read_as_csv(caller: Caller, clock: VirtualClock) -> None:
    """The same values, a line for each row below the names."""
    asked = {"queryExpression": query("Events", "EventName", "Capacity", limit=2)}
    run = caller.done("POST", RUNS, asked)
    clock.advance(5)
    reply = caller.send("GET", f"{RUNS}/csv/{run['id']}")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(reply.text)))
    assert rows == [["EventName", "Capacity"], *[["Lighthouse tour", "40"]] * 2]
    result = caller.done("GET", f"{RUNS}/json/{run['id']}")
    # They count nothing (api-facts/observed.md).
    assert (result["recordCount"], result["skippedRecordCount"]) == (0, 0)


def test_a_date_range_counts_in_the_venue_s_days(caller: Caller) -> None:
    """Unpadded dates, and offsets with and without a colon."""
    for dates in (
        {"startDate": "2026-6-1", "endDate": "2026-6-1"},
        {"startDateTime": "2026-06-01T00:00:00-0400", "endDateTime": "2026-06-01T23:59:00-0400"},
        {"startDate": "2026-06-01T00:00:00-04:00", "endDate": "2026-06-01T23:59:00-04:00"},
    ):
        found = columns(
            caller,
            queryExpression=query("Events", "EventStartTime"),
            dateRangeField="EventStartTime",
            **dates,
        )
        assert {value[:10] for value in found["EventStartTime"]} == {"2026-06-01"}


def test_rows_are_grouped_and_summed(caller: Caller) -> None:
    """By day or by value; the sum is the sum of the rows."""
    single = columns(caller, queryExpression=query("Transactions", "Quantity"))
    report = definition(caller, "Sales by channel")
    grouped = columns(caller, queryExpression=report["queryExpression"])
    assert sum(grouped["Quantity"]) == sum(single["Quantity"])
    pairs = list(zip(grouped["SaleChannel"], grouped["TransactionDate"], strict=True))
    assert len(pairs) == len(set(pairs)) < len(single["Quantity"])


@pytest.mark.parametrize(
    ("function", "value"), [("sum", 386), ("Average", "14.85"), ("maximum", 20), ("Minimum", 12)]
)
def test_summary_functions(caller: Caller, function: str, value: object) -> None:
    """In whatever case they are written: of 8 events with 12 places, 14 with 15, 4 with 20."""
    expression = query(
        "Events",
        findQueries=[
            {"fieldName": "Capacity", "operator": "less than", "fieldValue": "21"},
            {"fieldName": "Capacity", "operator": "greater than", "fieldValue": 10},
        ],
        summaryFields=[{"fieldName": "Capacity", "summaryFunction": function}],
    )
    assert columns(caller, queryExpression=expression) == {"Capacity": [value]}


@pytest.mark.parametrize(
    ("function", "value"),
    [("sum", ""), ("maximum", "Whale hall"), ("minimum", "Behind the scenes")],
)
def test_texts_have_no_sum(caller: Caller, function: str, value: object) -> None:
    """But they have an order."""
    summary = [{"fieldName": "EventName", "summaryFunction": function}]
    expression = query("Events", summaryFields=summary)
    assert columns(caller, queryExpression=expression) == {"EventName": [value]}


@pytest.mark.parametrize(
    ("operator", "field", "value", "count"),
    [
        ("equals", "Capacity", "15", 14),
        ("greater than", "EventName", "Lighthouse tour", 42),
        ("less than", "EventName", "C", 14),
        ("less than", "Capacity", "NaN", 0),
        ("contains", "EventName", "TOUR", 28),
        ("equals", "Nothing", "x", 0),
        ("equals", "Capacity", None, 0),
    ],
)
def test_rows_are_compared(
    caller: Caller, operator: str, field: str, value: object, count: int
) -> None:
    """Numbers as numbers, the rest as text; what is not there equals nothing."""
    wanted = {"fieldName": field, "operator": operator}
    if value is not None:
        wanted["fieldValue"] = str(value)
    expression = query("Events", "EventName", findQueries=[wanted])
    assert len(columns(caller, queryExpression=expression)["EventName"]) == count


@pytest.mark.parametrize("collection", ["Events", "Transactions"])
def test_a_query_without_fields_has_those_of_its_collection(
    caller: Caller, collection: str
) -> None:
    """And a limit below nothing is none."""
    found = columns(caller, queryExpression={"collectionName": collection, "limit": -1})
    assert len(found) == 4
    assert len(next(iter(found.values()))) > 10


def test_the_last_day_of_the_calendar_is_a_day(caller: Caller) -> None:
    """Nothing runs over its end."""
    found = columns(
        caller,
        queryExpression=query("Events", "EventName"),
        dateRangeField="EventStartTime",
        startDate="0001-1-1",
        endDate="9999-12-31",
    )
    assert len(found["EventName"]) == 160


@pytest.mark.parametrize(
    ("function", "dates"),
    [
        ("day", "2026-05-29"),
        ("DayMonthYear", "2026-05-29"),
        ("week", "2026-05-25"),
        ("month", "2026-05-01"),
        ("year", "2026-01-01"),
        ("fortnight", "2026-05-29"),
    ],
)
def test_group_functions_round_moments(caller: Caller, function: str, dates: str) -> None:
    """To the day, the week's Monday, the month or the year."""
    expression = query(
        "Events",
        groupFields=[{"fieldName": "EventStartTime", "groupFunction": function}],
        sortFields=[{"fieldName": "EventStartTime"}],
    )
    assert columns(caller, queryExpression=expression)["EventStartTime"][0][:10] == dates


def test_day_is_the_day_of_the_month(caller: Caller) -> None:
    """As the one program that uses it warns."""
    expression = query(
        "Events", groupFields=[{"fieldName": "EventStartTime", "groupFunction": "Day"}]
    )
    assert columns(caller, queryExpression=expression)["EventStartTime"][0] == 29


def test_rows_are_sorted_and_tested_for_presence(caller: Caller) -> None:
    """Rows without the field come last, in either direction."""
    order = caller.buy(caller.tickets(1), email="zoe@example.com")
    expression = query(
        "Transactions",
        "OrderId",
        "MembershipId",
        findQueries=[
            {"fieldName": "Email", "operator": "exists"},
            {"fieldName": "MembershipId", "operator": "does not exist"},
        ],
        sortFields=[{"fieldName": "OrderId", "sortDirection": "desc"}, "MembershipId"],
    )
    assert columns(caller, queryExpression=expression)["OrderId"][0] == order["id"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "body.queryExpression is missing"),
        (
            {"queryExpression": query("Events", groupFields=[{}])},
            "body.queryExpression.groupFields[0].fieldName is missing",
        ),
        ({"queryExpression": query("Moons")}, "there is no 'Moons'"),
        (
            {
                "queryExpression": query("Events"),
                "dateRangeField": "EventStartTime",
                "startDate": "yesterday",
            },
            "body.startDate is no date: 'yesterday'",
        ),
        ({"queryExpression": query("Events"), "reportUuid": "1"}, "body.reportUuid: there is no"),
    ],
)
def test_a_run_that_cannot_be_done_is_refused(
    caller: Caller, asked: dict[str, object], words: str
) -> None:
    """At its start, not at its end."""
    reply = caller.send("POST", RUNS, asked)
    assert reply.status == 400
    assert words in reply.json()["message"]


def test_an_unknown_run_is_404(caller: Caller) -> None:
    """Status, JSON and CSV alike."""
    for path in ("1", "json/1", "csv/1"):
        assert caller.send("GET", f"{RUNS}/{path}").status == 404


def test_a_definition_is_made_changed_and_deleted(caller: Caller) -> None:
    """Who made it and when stays."""
    body = {"name": "Mine", "queryExpression": query("Events", "EventName")}
    made = caller.done("POST", DEFINITIONS, body)
    assert made["createdBy"] == made["updatedBy"] == "api-key"
    caller.clock.advance(60)
    path = f"{DEFINITIONS}/{made['id']}"
    changed = caller.done("PUT", path, {**body, "name": "Ours"})
    assert (changed["name"], changed["createdOn"]) == ("Ours", made["createdOn"])
    assert changed["updatedOn"] == "2026-06-01T09:01:00-04:00"
    assert caller.done("DELETE", path)["name"] == "Ours"
    assert caller.send("GET", path).status == 404


def test_a_query_is_answered_at_once(caller: Caller) -> None:
    """Its parts stand at the top of the body, its dates in the query as well."""
    dates = {"startDate": "2026-06-01T00:00:00-0400", "endDate": "2026-06-01T23:59:00-0400"}
    result = caller.done(
        "POST",
        "/v2/b2b/analytics/report/execute",
        query("Events", "EventName", "Capacity"),
        dateRangeField="EventStartTime",
        **dates,
    )
    assert len(result["resultFieldList"][0]["values"]) == 10
