"""Results of reports, and what they become."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from acme_ticketing_core.errors import InvalidArgument, UnexpectedAnswer
from acme_ticketing_core.models.json import BrokenText
from acme_ticketing_core.reports.report import Report

SUMMER = datetime(2026, 6, 1, 10, tzinfo=timezone(timedelta(hours=-4)))


def column(name: str, kind: str | None, *values: Any) -> dict[str, Any]:
    """Write a column as the server does."""
    return {"fieldName": name, "analyticsDataType": kind, "values": [*values]}


def result(*columns: dict[str, Any]) -> dict[str, Any]:
    """Write a result as the server does."""
    return {"collectionName": "Transactions", "resultFieldList": [*columns]}


SALES = result(
    column("EventName", "STRING", "Mummies", "Bronze, \u201cAge\u201d", None),
    column(
        "TransactionDate", "DATE", "2026-06-01T10:00:00-04:00", "2026-12-01T10:00:00-0500", None
    ),
    column("Quantity", "INTEGER", 2, "3", None),
    column("TransactionAmount", "CURRENCY", "50.00", 7.5, None),
)


def test_values_have_the_types_of_their_columns():
    """Money is exact, times know their offset, what is missing is None."""
    report = Report([1], [SALES])

    assert list(report) == [
        {"EventName": "Mummies", "TransactionDate": SUMMER, "Quantity": 2,
         "TransactionAmount": Decimal("50.00")},
        {"EventName": "Bronze, “Age”",
         "TransactionDate": datetime(2026, 12, 1, 15, tzinfo=UTC), "Quantity": 3,
         "TransactionAmount": Decimal("7.5")},
        dict.fromkeys(report.names),
    ]  # fmt: skip
    assert [each.kind for each in report.columns] == ["text", "datetime", "integer", "decimal"]
    assert (len(report), repr(report)) == (3, "<Report 1: 3 rows of 4>")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("DATE", ["2026-06-01T10:00:00-04:00", "2026-6-1"]),
        ("DATE", ["2026-06-01T10:00:00"]),
        ("Date", [15]),
        ("INTEGER", [1, 2.5]),
        ("INTEGER", [True]),
        ("CURRENCY", ["fifty"]),
        ("CURRENCY", ["NaN"]),
        ("CURRENCY", [True]),
        ("STRING", ["a", 1]),
    ],
)
def test_a_column_that_is_not_what_it_says_stays_as_it_came(kind: str, values: list[Any]):
    """A group by day of the month answers numbers in a column of dates; nothing is lost."""
    (found,) = Report([1], [result(column("X", kind, *values))]).columns

    assert found == ("X", kind, "mixed", values)


def test_tolerates_what_programs_have_met():
    """Columns without values, types in other capitals, unknown types, names twice."""
    report = Report(
        [1],
        [result({"fieldName": "A"}, column("A", "Date"), column("A", "GEO"), column("B", None))],
    )

    assert report.names == ("A", "A_2", "A_3", "B")
    assert [each.kind for each in report.columns] == ["text", "datetime", "text", "text"]
    assert list(report) == []


def test_an_answer_without_columns_is_empty():
    """It is a report all the same."""
    report = Report([1], [{"recordCount": 0}])

    assert (len(report), report.columns, bool(report)) == (0, (), True)


@pytest.mark.parametrize(
    "broken",
    [
        {"resultFieldList": "no list"},
        {"resultFieldList": ["no object"]},
        result(column("A", "STRING", "1"), column("B", "STRING")),
    ],
)
def test_what_is_no_table_is_refused(broken: dict[str, Any]):
    """Row i is entry i of every column, or there are no rows."""
    with pytest.raises(UnexpectedAnswer, match="the columns of the report"):
        Report([1], [broken])


def test_parts_are_joined_and_an_empty_one_does_not_decide_the_type():
    """A month without sales knows no types."""
    empty = result(*(column(each["fieldName"], "STRING") for each in SALES["resultFieldList"]))
    report = Report.joined([Report([1], [empty]), Report([2], [SALES]), Report([3], [SALES])])

    assert (report.ids, len(report)) == ((1, 2, 3), 6)
    assert [each.kind for each in report.columns] == ["text", "datetime", "integer", "decimal"]
    with pytest.raises(UnexpectedAnswer, match="different columns"):
        Report.joined([report, Report([4], [result(column("Other", "STRING"))])])


def test_a_pandas_frame_has_the_types():
    """Amounts stay `Decimal`, times are in the zone that was asked for."""
    frame = Report([1], [SALES]).to_pandas("America/New_York")

    assert [str(kind) for kind in frame.dtypes] == [
        "string" if not str(frame.dtypes.iloc[0]).startswith("str") else str(frame.dtypes.iloc[0]),
        "datetime64[us, America/New_York]",
        "Int64",
        "object",
    ]
    assert frame["TransactionAmount"].tolist()[:2] == [Decimal("50.00"), Decimal("7.5")]
    assert frame["TransactionDate"].iloc[0] == SUMMER
    assert frame["Quantity"].sum() == 5
    assert pd.isna(frame["TransactionDate"].iloc[2])


def test_a_polars_frame_has_the_types():
    """Amounts are decimals with the places that they have."""
    frame = Report([1], [SALES]).to_polars("America/New_York")

    assert frame.dtypes == [
        pl.String, pl.Datetime("us", "America/New_York"), pl.Int64, pl.Decimal(38, 2),
    ]  # fmt: skip
    assert frame["TransactionAmount"].sum() == Decimal("57.50")
    assert frame["TransactionDate"][0] == SUMMER


def test_an_arrow_table_has_the_types():
    """They are what Parquet keeps."""
    table = Report([1], [SALES]).to_arrow("America/New_York")

    assert table.schema.types == [
        pa.string(), pa.timestamp("us", "America/New_York"), pa.int64(), pa.decimal128(38, 2),
    ]  # fmt: skip
    assert table.column("TransactionDate").to_pylist()[0] == SUMMER
    assert table.column("TransactionAmount").to_pylist() == [
        Decimal("50.00"), Decimal("7.50"), None,
    ]  # fmt: skip


def test_columns_without_values_or_type_become_tables_too():
    """An empty report is an empty table; values of several types become text."""
    report = Report([1], [result(column("A", "CURRENCY"), column("B", "DATE"))])
    mixed = Report([1], [result(column("A", "INTEGER", 1, "x", None))])

    assert report.to_polars().shape == report.to_pandas().shape == (0, 2)
    assert report.to_arrow().num_rows == 0
    assert mixed.to_polars()["A"].to_list() == ["1", "x", None]
    assert mixed.to_arrow().column("A").to_pylist() == ["1", "x", None]
    assert mixed.to_pandas()["A"].tolist() == [1, "x", None]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("INTEGER", 2**63),
        ("INTEGER", float("inf")),
        ("INTEGER", {"a": 1}),
        ("INTEGER", "1_000"),
        ("CURRENCY", "1E+400"),
        ("CURRENCY", "-1.123456789" + "0" * 30),
        ("CURRENCY", "1_000"),
        ("DATE", "0001-01-01T00:00:00+14:00"),
        ("DATE", False),
        ("STRING", BrokenText("cut \ud83d")),
        ("STRING", [1]),
    ],
)
def test_a_value_that_no_cell_holds_costs_nobody_the_table(kind: str, value: Any):
    """Such columns become text; half a character has a mark in its place."""
    few = column("A", kind, value, None, "")
    report = Report([1], [result(few, column("B", "STRING", "x", "y", "z"))])

    assert [row["B"] for row in report] == ["x", "y", "z"]
    for frame in (report.to_pandas(), report.to_polars(), report.to_arrow()):
        assert frame.shape == (3, 2)
    pq.write_table(report.to_arrow(), io.BytesIO())
    told = report.to_arrow()["A"].to_pylist()[0]
    assert told == str(value).replace("\ud83d", "\ufffd")


def test_a_library_that_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch):
    """The remedy stands in the message."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr("acme_ticketing_core.reports.report.import_module", missing)
    with pytest.raises(InvalidArgument, match=r"pip install 'acme-ticketing\[dataframe\]'"):
        Report([1], [SALES]).to_polars()


@pytest.mark.parametrize("zone", ["Nowhere", "", 5, None])
def test_what_is_no_time_zone_is_refused(zone: Any):
    """By all three alike; one took 5 for minutes, another kept a zone that nobody knows."""
    report = Report([1], [SALES])
    for become in (report.to_pandas, report.to_polars, report.to_arrow):
        with pytest.raises(InvalidArgument, match="time_zone"):
            become(zone)
