"""A result in the form that production sends: the values here are invented, the form is not.

Facts: api-facts/observed.md ("Reports"): 946 rows, `recordCount` 0, both offsets of a year, plain
days where the query groups by day, empty text for what is absent, and the server's own sums.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.errors import AcmeError, UnexpectedAnswer
from acme_ticketing_core.reports.report import Report
from acme_ticketing_sandbox import API_KEY
from tests.core.server import Behaviour, Server, answer, in_turn

from .clock import SteppingClock

DENVER = ZoneInfo("America/Denver")
ROWS = 946
FIRST = datetime(2026, 7, 1, 9, tzinfo=DENVER)
STARTS = [FIRST + timedelta(hours=6 * row) for row in range(ROWS)]
CAPACITIES = [150 + row % 51 for row in range(ROWS)]
SALES: dict[str, Any] = {"queryExpression": {"collectionName": "Events"}}


def field(name: str, kind: str, values: list[Any]) -> dict[str, Any]:
    """Write a column as the server does."""
    return {"fieldName": name, "analyticsDataType": kind, "values": values}


def result(**changes: Any) -> dict[str, Any]:
    """Return the whole result."""
    days = [start.date().isoformat() for start in STARTS]
    return {
        "collectionName": "Events",
        "recordCount": 0,
        "skippedRecordCount": 0,
        "summaryReport": {
            "subTotals": [],
            "grandTotals": [
                {"name": "Capacity", "value": str(sum(CAPACITIES))},
                {"name": "TransactionAmount", "value": "9460.10"},
            ],
        },
        "resultFieldList": [
            field("EventStartTime", "DATE", [start.isoformat() for start in STARTS]),
            field("Day", "DATE", ["", *days[1:]]),
            field("Capacity", "INTEGER", [*CAPACITIES]),
            field("TransactionAmount", "CURRENCY", ["10.10", *["10.00"] * (ROWS - 1)]),
            field("PricePointName", "STRING", [""] * ROWS),
            field("CheckedInCount", "INTEGER", ["", *range(1, ROWS)]),
        ],
        **changes,
    }


REPORT = Report([1], [result()])


def test_values_have_their_types():
    """Times keep both offsets, days are days, and what is absent is None outside of text."""
    assert len(REPORT) == ROWS
    assert [column.kind for column in REPORT.columns] == [
        "datetime", "date", "integer", "decimal", "text", "integer",
    ]  # fmt: skip
    first, last = (list(REPORT)[row] for row in (0, -1))
    assert first["EventStartTime"].isoformat() == "2026-07-01T09:00:00-06:00"
    assert last["EventStartTime"].utcoffset() == timedelta(hours=-7)
    assert (first["Day"], last["Day"]) == (None, date(2027, 2, 22))
    assert (first["PricePointName"], first["CheckedInCount"]) == ("", None)


def test_totals_are_exact_and_held_against_the_columns():
    """Of the server's own sums; a column without one is not compared."""
    assert REPORT.totals == {"Capacity": sum(CAPACITIES), "TransactionAmount": Decimal("9460.10")}
    assert REPORT.check() == ("Capacity", "TransactionAmount")
    joined = Report.joined([REPORT, REPORT])
    assert joined.totals["TransactionAmount"] == Decimal("18920.20")
    assert joined.check() == REPORT.check()


@pytest.mark.parametrize("gone", range(0, ROWS, 189))
def test_a_report_that_was_cut_short_is_noticed(gone: int):
    """Any row that is missing shows, and the message says what to do."""
    cut = result()
    for column in cut["resultFieldList"]:
        del column["values"][gone]
    with pytest.raises(UnexpectedAnswer, match=r"945 rows of Capacity sum to .*smaller periods"):
        Report([1], [cut]).check()


@pytest.mark.parametrize(
    "summary", [None, "none", {}, {"grandTotals": None}, {"grandTotals": ["x"]}]
)
def test_a_report_without_totals_has_nothing_to_check(summary: Any):
    """Nothing is made up."""
    report = Report([1], [result(summaryReport=summary)])
    assert (dict(report.totals), report.check()) == ({}, ())


def test_a_total_that_is_no_number_is_refused():
    """It is the server's, and it is named."""
    broken = {"grandTotals": [{"name": "Capacity", "value": "many"}]}
    with pytest.raises(UnexpectedAnswer, match="total of Capacity is no number"):
        Report([1], [result(summaryReport=broken)])


def test_frames_have_the_types():
    """Days are days in each library, and nothing becomes text."""
    pandas, polars, arrow = REPORT.to_pandas(), REPORT.to_polars(), REPORT.to_arrow()

    assert len(pandas) == len(polars) == arrow.num_rows == ROWS
    assert str(pandas["Day"].dtype) == "datetime64[us]"
    assert pandas["Day"].iloc[1] == pd.Timestamp("2026-07-01")
    assert pd.isna(pandas["Day"].iloc[0])
    assert polars["Day"].dtype == pl.Date
    assert polars["Day"].to_list()[:2] == [None, date(2026, 7, 1)]
    assert arrow.schema.field("Day").type == pa.date32()
    assert arrow.column("Day").to_pylist() == polars["Day"].to_list()
    assert polars["Capacity"].sum() == pandas["Capacity"].sum() == sum(CAPACITIES)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2026-07-04", "2026-07-05"], "date"),
        (["2026-07-04", "", None], "date"),
        (["2026-07-04", "2026-07-04T09:00:00-06:00", ""], "text"),
        (["2026-07-04", "04/07/2026"], "mixed"),
        (["2026-07-04", 8], "mixed"),
        (["2026-13-04", "2026-07-04"], "mixed"),
        (["", None], "datetime"),
    ],
)
def test_a_column_of_days_becomes_what_all_values_are(values: list[Any], kind: str):
    """Times among days are text, for a day is no moment; what is neither stays as it came."""
    report = Report([1], [{"resultFieldList": [field("X", "DATE", values)]}])
    assert report.columns[0].kind == kind
    assert len(report.to_pandas()) == len(report.to_polars()) == len(values)


def test_an_empty_month_of_empty_text_does_not_decide_the_type():
    """It does not know that the column holds days."""
    empty = result()
    for column in empty["resultFieldList"]:
        column |= {"analyticsDataType": "STRING", "values": [""]}
    joined = Report.joined([Report([1], [empty]), REPORT])
    assert [column.kind for column in joined.columns] == [each.kind for each in REPORT.columns]


STARTED, DONE = answer(b'{"id": 7}'), answer(b'{"status": "Completed"}')
TOO_MUCH = answer(b"<html>504 Gateway Time-out</html>", status=504)
RESULT = answer(b'{"resultFieldList": []}')


def _client(server: Server, clock: SteppingClock) -> AcmeClient:
    return AcmeClient(ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock, retries=0)


@pytest.mark.parametrize(
    "first",
    [(TOO_MUCH,), (STARTED, TOO_MUCH), (STARTED, DONE, TOO_MUCH)],
    ids=["start", "status", "result"],
)
def test_a_report_that_a_gateway_gave_up_on_is_run_again(
    clock: SteppingClock, first: tuple[Behaviour, ...]
):
    """Once, whichever call met the 504; the second time it suggests smaller periods."""
    with Server() as server, _client(server, clock) as client:
        server.behave = in_turn(*first, STARTED, DONE, RESULT)
        assert client.b2b.reports.run(SALES).ids == (7,)
        assert len(server.received) == len(first) + 3

        server.behave = in_turn(*first, *first, RESULT)
        with pytest.raises(AcmeError) as caught:
            client.b2b.reports.run(SALES)
    assert getattr(caught.value, "status", None) == 504
    notes = [note for note in caught.value.__notes__ if 'run_chunked(..., by="month")' in note]
    assert len(notes) == 1
    assert len(server.received) == 3 * len(first) + 3


def test_a_result_that_is_read_later_suggests_smaller_periods_too(clock: SteppingClock):
    """There is no order to run again, so the caller is told what to do."""
    with Server() as server, _client(server, clock) as client:
        server.behave = in_turn(DONE, TOO_MUCH)
        with pytest.raises(AcmeError) as caught:
            client.b2b.reports.resume(7).result()
    assert 'run_chunked(..., by="month")' in caught.value.__notes__[0]


async def test_a_part_is_run_again_by_tasks_too(clock: SteppingClock):
    """Each part of a chunked report on its own; another failure is not repeated."""
    with Server() as server:
        async with AsyncAcmeClient(
            ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock, retries=0
        ) as client:
            part = (STARTED, DONE, RESULT)
            server.behave = in_turn(*part, STARTED, DONE, TOO_MUCH, *part)
            ends = {"start": FIRST, "end": datetime(2026, 8, 31, 23, tzinfo=DENVER)}
            report = await client.b2b.reports.run_chunked(
                {**SALES, "dateRangeField": "EventStartTime"}, **ends
            )
            assert report.ids == (7, 7)
            assert len(server.received) == 9

            server.behave = answer(b"{}", status=503)
            with pytest.raises(AcmeError):
                await client.b2b.reports.run(SALES)
            assert len(server.received) == 10
