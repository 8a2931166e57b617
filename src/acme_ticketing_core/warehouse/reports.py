"""Reports as tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from acme_ticketing_core.errors import AcmeError, InvalidArgument
from acme_ticketing_core.reports.conversation import GATEWAY_TIMEOUT, Unit, periods
from acme_ticketing_core.warehouse.source import dlt

PERIOD: Final = "acme_period"
"""The column with the first day of the period that a row is of."""


def report(
    client: Any,
    name: str,
    *,
    start: datetime,
    end: datetime | None = None,
    chunk: Unit = "month",
    date_range_field: str | None = None,
    settled_after: timedelta = timedelta(days=7),
    table: str | None = None,
) -> Any:
    """Give a resource of dlt with the rows of a report.

        pipeline.run(report(client, "Sales by transaction", start=datetime(2026, 1, 1, tzinfo=UTC)))

    Each period takes the place of what was stored of it. Periods that can still change are run
    again the next time, others are not. One that is too much at once (504) is run day by day.

    Args:
        client: an `AcmeClient`.
        name: the name of the report's definition, as `acme report list` shows it.
        start: where the first period begins, with a time zone: periods begin in it.
        end: where the last one ends; None: now.
        chunk: how long a period is.
        date_range_field: which date of a record counts; None: as the definition says.
        settled_after: how long after its end a period can still change.
        table: the name of the table; None: made of the report's.

    Raises:
        InvalidArgument: `start` has no time zone, there is no such report, or no dlt.

    """
    if start.tzinfo is None:
        raise InvalidArgument("start: a time needs a time zone")
    client = client.with_options(priority="bulk")

    def rows() -> Iterator[list[dict[str, Any]]]:
        definition = _definition(client, name)
        now = datetime.fromtimestamp(client.clock.now(), UTC).astimezone(start.tzinfo)
        last = (end or now).replace(microsecond=0)
        state: dict[str, Any] = dlt().current.resource_state()
        first = max(start, datetime.fromisoformat(state.get("settled", start.isoformat())))
        for begin, until in periods(first.astimezone(start.tzinfo), last, chunk):
            period = {"start": begin, "end": until, "date_range_field": date_range_field}
            try:
                found = client.b2b.reports.run(definition, **period)
            except AcmeError as error:
                if getattr(error, "status", None) != GATEWAY_TIMEOUT:
                    raise
                found = client.b2b.reports.run_chunked(definition, **period, by="day")
            yield [{**row, PERIOD: begin.date()} for row in found]
            if until + settled_after < last:
                state["settled"] = (until + timedelta(seconds=1)).isoformat()

    return dlt().resource(
        rows,
        name=table or "report_" + "_".join(name.lower().split()),
        merge_key=PERIOD,
        write_disposition="merge",
    )


def _definition(client: Any, name: str) -> Any:
    names: list[str] = []
    for each in client.b2b.report_definitions.list():
        if each.name == name:
            return each
        names.append(str(each.name))
    raise InvalidArgument(f"there is no report {name!r}; there are: {', '.join(names)}")
