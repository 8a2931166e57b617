"""A data warehouse that follows ACME: events and sales in DuckDB, and as Parquet for others.

    pip install 'acme-ticketing[cli]' duckdb
    python sync.py --database warehouse.duckdb --parquet export/ --since 2026-05-01

What it shows:

* the work is cut into days. A day is fetched whole and written in one transaction together with
  the mark that it is done, so the program may be killed at any moment and run again: what is
  marked is not fetched again, what is not marked left no trace;
* days that can still change (the last week, and what is to come) are fetched each time and take
  the place of what was there: running twice changes nothing;
* pages for events, a report for sales, with a progress bar for people;
* Parquet files appear when they are whole.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
from rich.progress import Progress

from acme_ticketing import AcmeClient

SALES = "Sales by transaction"
SETTLED_AFTER = timedelta(days=7)
"""A day older than this does not change any more."""
AHEAD = timedelta(days=14)
TABLES = """
    CREATE TABLE IF NOT EXISTS events (
        day DATE, id VARCHAR, name VARCHAR, start_time TIMESTAMPTZ, sold INTEGER,
        available INTEGER, checked_in INTEGER);
    CREATE TABLE IF NOT EXISTS sales (
        day DATE, sold_at TIMESTAMPTZ, order_number VARCHAR, type VARCHAR, channel VARCHAR,
        event VARCHAR, ticket VARCHAR, quantity INTEGER, amount DECIMAL(12, 2));
    CREATE TABLE IF NOT EXISTS done (day DATE PRIMARY KEY, settled BOOLEAN);
"""
SALES_FIELDS = (
    "TransactionDate", "OrderNumber", "TransactionType", "SaleChannel", "EventName",
    "TicketType", "Quantity", "TransactionAmount",
)  # fmt: skip


def main() -> int:
    """Bring the warehouse up to date."""
    options = _arguments()
    with (
        AcmeClient(deadline=None) as client,
        duckdb.connect(str(options.database)) as warehouse,
        Progress(disable=not sys.stderr.isatty()) as progress,
    ):
        warehouse.execute(TABLES)
        days = [day for day in _days(options.since, options.until) if not _settled(warehouse, day)]
        for day in progress.track(days, description="days"):
            _load(warehouse, client, day)
            sys.stdout.write(f"{day}\n")
            sys.stdout.flush()
        if options.parquet:
            for table in ("events", "sales"):
                _export(warehouse, table, options.parquet)
    return 0


def _load(warehouse: duckdb.DuckDBPyConnection, client: AcmeClient, day: date) -> None:
    """Fetch a day, then write it and the mark that it is done: all of it, or nothing."""
    events, sales = list(_events(client, day)), list(_sales(client, day))
    settled = day < datetime.now(UTC).date() - SETTLED_AFTER
    warehouse.execute("BEGIN")
    try:
        for table, rows in (("events", events), ("sales", sales)):
            warehouse.execute(f"DELETE FROM {table} WHERE day = ?", [day])
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                warehouse.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        warehouse.execute("INSERT OR REPLACE INTO done VALUES (?, ?)", [day, settled])
        warehouse.execute("COMMIT")
    except BaseException:
        warehouse.execute("ROLLBACK")
        raise


def _events(client: AcmeClient, day: date) -> Iterator[tuple[Any, ...]]:
    """Give the events that begin on a day, through all pages."""
    start = datetime.combine(day, time(), UTC)
    listing = client.b2b.events.list_summaries(
        start_time=start, end_time=start + timedelta(days=1), page_size=200
    )
    for event in listing:
        # The listing takes in what touches the period; each event belongs to one day.
        if event.start_time and event.start_time.astimezone(UTC).date() == day:
            counts = (event.sold or 0, event.available or 0, event.checked_in or 0)
            yield (day, event.id, event.name, event.start_time, *counts)


def _sales(client: AcmeClient, day: date) -> Iterator[tuple[Any, ...]]:
    """Give the sales and refunds of a day, by a report.

    One report for each day, not `run_chunked`: a day has to be in the warehouse before the next
    one is asked for.
    """
    definition = next(each for each in client.b2b.report_definitions.list() if each.name == SALES)
    midnight = datetime.combine(day, time(), UTC)
    report = client.b2b.reports.run(
        definition,
        start=midnight,
        end=midnight + timedelta(days=1, seconds=-1),
        date_range_field="TransactionDate",
    )
    for row in report:
        yield (day, *(row[field] for field in SALES_FIELDS))


def _days(since: date, until: date) -> Iterator[date]:
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)


def _settled(warehouse: duckdb.DuckDBPyConnection, day: date) -> bool:
    found = warehouse.execute("SELECT settled FROM done WHERE day = ?", [day]).fetchone()
    return found is not None and bool(found[0])


def _export(warehouse: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    """Write a table as Parquet; readers see the old file or the new one, never half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{table}.{os.getpid()}.parquet"
    warehouse.execute(f"COPY (FROM {table} ORDER BY ALL) TO '{part}' (FORMAT parquet)")
    part.replace(folder / f"{table}.parquet")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    today = datetime.now(UTC).date()
    parser.add_argument("--database", type=Path, default=Path("warehouse.duckdb"))
    parser.add_argument("--parquet", type=Path, help="folder for Parquet files")
    parser.add_argument("--since", type=date.fromisoformat, default=today - timedelta(days=30))
    parser.add_argument("--until", type=date.fromisoformat, default=today + AHEAD)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
