"""A data warehouse that follows ACME: everything in DuckDB, the sales report beside it, as Parquet.

    pip install 'acme-ticketing[warehouse]'
    python sync.py warehouse.duckdb

May be killed at any moment and run again: what was loaded is not read again, what was not left no
trace. Run it hourly; `acme sync duckdb:warehouse.duckdb --every 1h` does the first half of it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import duckdb

from acme_ticketing import AcmeClient
from acme_ticketing.warehouse import pipeline_to, report, sync


def main(file: str) -> None:
    """Bring the warehouse up to date."""
    warehouse = pipeline_to(f"duckdb:{file}")
    start = datetime.now(UTC) - timedelta(days=30)
    with AcmeClient(deadline=None) as client:
        print(sync(client, warehouse))
        warehouse.run(report(client, "Sales by transaction", start=start, table="sales"))
    with duckdb.connect(file) as database:
        database.execute("COPY ticketing.orders TO 'orders.parquet' (FORMAT parquet)")


if __name__ == "__main__":
    main(*sys.argv[1:])
