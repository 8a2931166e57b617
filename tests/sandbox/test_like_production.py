"""What production was seen to do, done by the sandbox too (api-facts/observed.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from acme_ticketing_sandbox import Behaviour, LocalAcme, SeedError, VirtualClock
from acme_ticketing_sandbox.seed.seed import Seed
from tests.sandbox.caller import Caller

EVENTS = "/v2/b2b/event/instances"
RUNS = "/v2/b2b/async/report"
SEARCH = "/v2/b2c/orders/search"


def result(caller: Caller, expression: dict[str, Any], **asked: object) -> dict[str, Any]:
    """Run a query to its end; the status is asked for with two slashes, as programs do."""
    run = caller.done("POST", RUNS, {"queryExpression": expression, **asked})
    caller.clock.advance(5)
    assert caller.done("GET", f"{RUNS}//{run['id']}")["status"] == "Completed"
    answer: dict[str, Any] = caller.done("GET", f"{RUNS}/json/{run['id']}")
    return answer


def columns(answer: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the columns by name."""
    return {column["fieldName"]: column["values"] for column in answer["resultFieldList"]}


def find(*names: str) -> list[dict[str, Any]]:
    """Ask for columns."""
    return [{"fieldName": name, "include": True} for name in names]


def group(name: str, function: str | None = None) -> dict[str, Any]:
    """Ask for groups."""
    return {"fieldName": name, "groupFunction": function}


def total(name: str) -> dict[str, Any]:
    """Ask for a sum."""
    return {"fieldName": name, "summaryFunction": "Sum"}


def test_days_capacities_and_their_totals(caller: Caller) -> None:
    """Plain days under the type DATE, sums as text, and counts that count nothing."""
    expression = {
        "collectionName": "Events",
        "findFields": find("EventId"),
        "groupFields": [group("EventStartTime", "DayMonthYear")],
        "summaryFields": [total("Capacity"), total("AvailableQuantity")],
        "limit": 0,
    }
    answer = result(caller, expression)
    found = columns(answer)
    assert {len(day) for day in found["EventStartTime"]} == {10}
    assert found["EventStartTime"][0] == str(
        datetime.fromisoformat(f"{found['EventStartTime'][0]}T00:00:00").date()
    )
    assert answer["resultFieldList"][1]["analyticsDataType"] == "DATE"
    assert answer["summaryReport"] == {
        "subTotals": [],
        "grandTotals": [
            {"name": name, "value": str(sum(found[name]))}
            for name in ("Capacity", "AvailableQuantity")
        ],
    }
    assert (answer["recordCount"], answer["skippedRecordCount"]) == (0, 0)
    assert all(found["EventId"])


def test_attendance_is_a_collection_of_its_own(caller: Caller) -> None:
    """Tickets and who came, by event."""
    expression = {
        "collectionName": "TicketAnalytics",
        "findFields": find("EventStartTime", "EventName"),
        "groupFields": [group("EventName"), group("EventStartTime")],
        "summaryFields": [total("TicketQuantity"), total("CheckedInCount")],
    }
    found = columns(result(caller, expression))
    assert sum(found["TicketQuantity"]) == sum(
        e["soldQuantity"] for e in caller.sandbox.state.events
    )
    assert set(found["CheckedInCount"]) >= {0}


def test_transactions_tell_who_and_where(caller: Caller) -> None:
    """With the report's own customer number; what does not exist is empty text."""
    order = caller.buy(email="guest@example.com")
    expression = {
        "collectionName": "Transactions",
        "findFields": find(
            "OrderId", "CustomerId", "ZipCode", "CustomerAddressState", "EventId", "SaleChannel",
            "PricePointName", "AddOn", "TransactionType",
        ),
        "findQueries": [
            {"fieldName": "TransactionType", "operator": "equals", "fieldValue": "Sale"},
            {"fieldName": "SaleChannel", "operator": "contains", "fieldValue": "Pos,Online"},
            {"fieldName": "EventId", "operator": "exists", "fieldValue": None},
        ],
    }  # fmt: skip
    found = columns(result(caller, expression))
    last = {name: values[-1] for name, values in found.items()}
    customer = caller.done("GET", f"/v2/b2b/customers/{order['customerId']}")
    assert last["OrderId"] == order["id"]
    assert "A" + last["CustomerId"] == customer["acmeCustomerNumber"]
    assert (last["SaleChannel"], last["PricePointName"], last["AddOn"]) == ("Online", "", "")
    assert last["EventId"] == order["orderItems"][0]["eventId"]
    assert set(found["SaleChannel"]) == {"Online", "Pos"}
    assert set(found["TransactionType"]) == {"Sale"}
    known = caller.done("GET", "/v2/b2b/customers", search=last["CustomerId"])["list"]
    assert [each["id"] for each in known] == [customer["id"]]


@pytest.mark.parametrize(("month", "offset"), [(7, "-04:00"), (11, "-05:00")])
def test_times_have_the_offset_of_their_season(month: int, offset: str) -> None:
    """The venue's zone has daylight saving; a day begins at its own midnight."""
    clock = VirtualClock(datetime(2026, month, 15, 14, tzinfo=UTC).timestamp())
    caller = Caller(LocalAcme(clock=clock, strict=True), clock)
    listed = caller.done(
        "GET", EVENTS, startTime=f"2026-{month:02d}-15T00:00:00", pageSize=5, type="standard"
    )["list"]
    assert {event["startTime"][-6:] for event in listed} == {offset}
    expression = {"collectionName": "Events", "findFields": find("EventStartTime")}
    starts = columns(result(caller, expression))["EventStartTime"]
    assert starts[0][-6:] in {"-04:00", "-05:00"}
    run = {"dateRangeField": "EventStartTime", "startDate": f"2026-{month}-15"}
    one_day = columns(result(caller, expression, endDate=f"2026-{month:02d}-15", **run))
    assert {start[:10] for start in one_day["EventStartTime"]} == {f"2026-{month:02d}-15"}


def test_a_season_s_change_stands_in_one_column() -> None:
    """Both offsets of the year, as the venue's clock has them."""
    clock = VirtualClock(datetime(2026, 10, 31, 14, tzinfo=UTC).timestamp())
    caller = Caller(LocalAcme(clock=clock, strict=True), clock)
    expression = {"collectionName": "Events", "findFields": find("EventStartTime")}
    starts = columns(result(caller, expression))["EventStartTime"]
    assert {start[-6:] for start in starts} == {"-04:00", "-05:00"}


def test_a_seed_names_a_zone_that_there_is() -> None:
    """The message names the seed and the zone; an older seed's offset counts for nothing."""
    data = Seed.built_in().data
    venue = {**data["venue"], "offset": "+09:00"}
    state = LocalAcme(seed=Seed({**data, "venue": venue}), clock=VirtualClock(1e9)).state
    assert state.now().isoformat() == "2001-09-08T21:46:40-04:00"
    wrong = Seed({**data, "venue": {**venue, "timeZone": "America/Port_Example"}}, "my seed")
    with pytest.raises(SeedError, match=r"my seed .* no time zone 'America/Port_Example'"):
        LocalAcme(seed=wrong)


def test_an_empty_address_lists_all_orders(caller: Caller) -> None:
    """Newest changes first, if asked; without the parameter there are none."""
    everybody = caller.done("GET", SEARCH, email="", sortField="updatedOn", sortDirection="desc")
    assert everybody["pagination"]["count"] == len(caller.sandbox.state.orders)
    changed = [datetime.fromisoformat(order["updatedOn"]) for order in everybody["list"]]
    assert changed == sorted(changed, reverse=True)
    assert caller.done("GET", SEARCH)["list"] == []


def test_what_is_taken_too_kindly_is_noted(caller: Caller) -> None:
    """For the team whose program would be refused by a stricter server."""
    customer = caller.done("GET", "/v2/b2b/customers/70012")
    caller.done("GET", "/v2/b2b/customers", email="guest@example.com")
    caller.done("GET", EVENTS, startTime="2026-06-01T00:00:00")
    caller.done("GET", SEARCH, email="")
    caller.done("PUT", "/v2/b2b/customers", customer)
    caller.done("PUT", "/v2/b2b/customers", {"id": 70012, "version": 1, "lastName": "Ex"})
    caller.send("GET", f"{RUNS}//1")
    lost = "firstName, email, phoneNumber, customerSource, address"
    notes = [call["lenient"] for call in caller.done("GET", "/_sandbox/calls")]
    assert notes == [
        [],
        ["query email is unknown, and ignored"],
        ["query startTime has no offset, and is taken as the venue's time"],
        ["an empty query email lists the orders of everybody"],
        [],
        [
            f"body leaves out {lost}: what is left out is blanked",
            "body.version is not 2: the last write wins",
        ],
        [f"{RUNS}//1 has two slashes together"],
    ]


def test_old_events_are_left_out_of_lists_on_demand(caller: Caller) -> None:
    """They can still be read by their id."""
    listed = caller.done("GET", EVENTS, pageSize=-1, type="all")["list"]
    caller.done("POST", "/_sandbox/behaviour", {"listedDays": 1})
    left = caller.done("GET", EVENTS, pageSize=-1, type="all")["list"]
    hidden = [event for event in listed if event not in left]
    assert hidden
    assert all(event["startTime"] < "2026-05-31T09:00:00" for event in hidden)
    assert caller.done("GET", f"{EVENTS}/{hidden[0]['id']}") == hidden[0]
    for path in (f"{EVENTS}/summaries", f"{EVENTS}/statements"):
        shown = caller.done("GET", path, pageSize=-1, type="all")["list"]
        assert hidden[0]["id"] not in {event["id"] for event in shown}


def test_changes_are_found_late_on_demand(caller: Caller) -> None:
    """A reader that goes on from its last moment, without an overlap, loses them."""
    caller.sandbox.state.behaviour = Behaviour(visible_after=20)
    before = caller.sandbox.state.now().isoformat()
    caller.clock.advance(1)
    order = caller.buy()
    for path, name in (
        ("/v2/b2b/customers", "updatedAfter"),
        ("/v3/b2b/memberships", "updatedStartTime"),
    ):
        assert caller.done("GET", path, **{name: before})["list"] == []
    sold = {"collectionName": "Transactions", "findFields": find("OrderId", "Quantity")}
    assert order["id"] not in columns(result(caller, sold))["OrderId"]
    caller.clock.advance(20)
    found = caller.done("GET", "/v2/b2b/customers", updatedAfter=before)["list"]
    assert [customer["id"] for customer in found] == [order["customerId"]]
    assert order["id"] in columns(result(caller, sold))["OrderId"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"listedYears": 1}, "there is no 'listedYears'; there are listedDays, visible"),
        ({"visibleAfter": "soon"}, "visibleAfter is a number from 0"),
    ],
)
def test_a_behaviour_that_there_is_not_is_named(
    caller: Caller, body: dict[str, Any], words: str
) -> None:
    """With those that there are."""
    reply = caller.send("POST", "/_sandbox/behaviour", body)
    assert (reply.status, words in reply.text) == (400, True)


def test_a_reset_brings_the_first_behaviour_back() -> None:
    """It is set where the sandbox is made."""
    acme = LocalAcme(behaviour=Behaviour(listed_days=3), clock=VirtualClock(1e9))
    acme.state.behaviour = Behaviour()
    acme.reset()
    assert acme.state.behaviour.listed_days == 3


def test_money_in_totals_is_exact(caller: Caller) -> None:
    """As decimal text with two places, equal to the sum of the rows."""
    expression = {
        "collectionName": "Transactions",
        "groupFields": [group("SaleChannel")],
        "summaryFields": [total("TransactionAmount")],
    }
    answer = result(caller, expression)
    amounts = columns(answer)["TransactionAmount"]
    (only,) = answer["summaryReport"]["grandTotals"]
    assert Decimal(only["value"]) == sum(map(Decimal, amounts))
    assert only["value"][-3] == "."
