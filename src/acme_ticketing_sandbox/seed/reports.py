"""A seed's report definitions."""

from __future__ import annotations

from typing import Any

from ..state import State
from ..values import times


def populate_report_definitions(state: State, entries: list[Any]) -> None:
    """Make them."""
    now = times.write(state.now())
    for entry in entries:
        state.identifiers.expect("report definition", entry.get("id"))
        groups = entry.get("group", {})
        expression = {
            "collectionName": entry["collection"],
            "findQueries": [],
            "findFields": [{"fieldName": name, "include": True} for name in entry["fields"]],
            "sortFields": [],
            "groupFields": [
                {"fieldName": name, "groupFunction": function} for name, function in groups.items()
            ],
            "summaryFields": [
                {"fieldName": name, "summaryFunction": "sum"} for name in entry.get("sum", [])
            ],
            "countFields": [],
            "limit": 0,
        }
        state.report_definitions.add(
            {
                "name": entry["name"],
                "description": entry.get("description", ""),
                "displayCollectionName": entry["collection"],
                "queryExpression": expression,
                "customReport": True,
                "createdOn": now,
                "createdBy": "ops@example.com",
                "updatedOn": now,
                "updatedBy": "ops@example.com",
                "dateSettings": {
                    "dateRangeField": entry.get("dateRangeField", "TransactionDate"),
                    "datePreset": "today",
                },
                "isCurrentUserReportOwner": True,
                "acmeDefault": False,
            }
        )
