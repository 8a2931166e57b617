"""What is left in the next days, as JSON for a web page; run it every 15 minutes.

pip install acme-ticketing
python availability.py availability.json
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from acme_ticketing import AcmeClient, Report

DAYS = timedelta(days=14)
NOW = datetime.now(UTC)


def rows(client: AcmeClient, collection: str, groups: list[str], sums: list[str]) -> Report:
    """Run a report with a query of our own: a row for each event that begins in time."""
    expression = {
        "collectionName": collection,
        "groupFields": [{"fieldName": name} for name in groups],
        "summaryFields": [{"fieldName": name, "summaryFunction": "Sum"} for name in sums],
        "limit": 0,  # all of them
    }
    # The definition is only a handle: any will do.
    handle = next(iter(client.b2b.report_definitions.list())).id
    definition = {"id": handle, "queryExpression": expression}
    report = client.b2b.reports.run(
        definition, start=NOW, end=NOW + DAYS, date_range_field="EventStartTime"
    )
    report.check()  # rows that are missing would show in the server's own sums
    return report


def main(file: Path) -> None:
    """Write the page's data; if anything fails, what was there stays."""
    known, places = ["EventName", "EventStartTime"], ["AvailableQuantity", "Capacity"]
    with AcmeClient() as client:
        events = rows(client, "Events", ["EventId", *known], places)
        tickets = rows(client, "TicketAnalytics", known, ["TicketQuantity", "CheckedInCount"])
    # The second report is not asked for ids: it finds an event again by its name and time.
    sold = {(row["EventName"], row["EventStartTime"]): row["TicketQuantity"] for row in tickets}
    days: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(events, key=lambda row: row["EventStartTime"]):
        start = row["EventStartTime"]  # with the venue's offset on that day
        event = {"id": row["EventId"], "name": row["EventName"], "start": start.isoformat()}
        event |= {"available": row["AvailableQuantity"], "capacity": row["Capacity"]}
        event["sold"] = sold.get((row["EventName"], start), 0)
        days.setdefault(start.date().isoformat(), []).append(event)
    part = file.with_suffix(".part")  # the page never reads half a file
    part.write_text(json.dumps({"updated": NOW.isoformat(), "days": days}), encoding="utf-8")
    part.replace(file)


main(Path(sys.argv[1]))
