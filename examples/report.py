"""The report scene: start a run, watch it to its end, turn its columns into a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fast_clock import FastClock
from given import given
from stage import Stage, money

from acme_ticketing import AcmeClient
from acme_ticketing.models import ReportResult, ReportRunInput, ReportTotal

Row = dict[str, str | float | None]

NAME = "Sales by channel"
PROGRESS = {"Pending": 0.2, "Processing": 0.6, "Completed": 1.0}
"""How far a run is by its status; the API tells no more than that."""


def play_report(stage: Stage, office: AcmeClient, clock: FastClock) -> None:
    """Run the report of the sales by channel."""
    stage.scene("Run a report", "b2b.report_runs.create(body=…), get(id=…), get_result(id=…)")
    definition = next(found for found in office.b2b.report_definitions.list() if found.name == NAME)
    run = office.b2b.report_runs.create(
        body=ReportRunInput(
            report_uuid=definition.id, query_expression=given(definition.query_expression)
        )
    )
    with stage.meter() as meter, clock.hurrying(4):
        while run.status in {"Pending", "Processing"}:
            meter.show(PROGRESS[given(run.status)], given(run.status), NAME)
            clock.sleep(1)
            run = office.b2b.report_runs.get(id=given(run.id))
        meter.show(PROGRESS.get(given(run.status), 0), given(run.status), NAME)
    result = office.b2b.report_runs.get_result(id=given(run.id))
    rows = list(rows_of(result))
    tickets = sum(quantity_of(row) for row in rows)
    total = sum((amount_of(row) for row in rows), Decimal(0))
    stage.table(
        ["channel", "day", ">tickets", ">amount"],
        [
            (
                str(row["SaleChannel"]),
                str(row["TransactionDate"])[:10],
                str(quantity_of(row)),
                money(amount_of(row)),
            )
            for row in rows
        ],
        footer=["", "", str(tickets), money(total)],
    )
    sums = {each.name: Decimal(given(each.value)) for each in totals_of(result)}
    stage.check(
        run.status == "Completed" and sums == {"Quantity": tickets, "TransactionAmount": total},
        f"run {run.id} {given(run.status).lower()}, {len(rows)} rows, as much as the server counts",
    )


def totals_of(result: ReportResult) -> list[ReportTotal]:
    """Return the server's own sums; its count of records counts nothing."""
    return given(given(result.summary_report).grand_totals)


def quantity_of(row: Row) -> int:
    """Return how many tickets a row stands for."""
    return int(row["Quantity"] or 0)


def amount_of(row: Row) -> Decimal:
    """Return the money that a row stands for."""
    return Decimal(str(row["TransactionAmount"]))


def rows_of(result: ReportResult) -> Iterator[Row]:
    """Turn a result, which comes by columns, into rows."""
    columns = given(result.result_field_list)
    names = [given(column.field_name) for column in columns]
    for values in zip(*(given(column.values) for column in columns), strict=True):
        yield dict(zip(names, values, strict=True))
