"""Report runs: started, waited for, read (api-facts/reports.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ...http.refusal import Refusal
from ...values import times
from ..records import Record
from ..state import State
from .report_query import result_of

PENDING_SECONDS = 2
PROCESSING_SECONDS = 3
DONE = "Completed"


def start_run(state: State, body: Record, created_by: str) -> Record:
    """Keep a new run of what the body asks for.

    Raises:
        Refusal: 400, the report or its collection is unknown.

    """
    result_of(state, body)
    definition: Record = {}
    if body.get("reportUuid"):
        definition = state.report_definitions.referred(body["reportUuid"], "body.reportUuid")
    now = state.now()
    milliseconds = times.epoch_milliseconds(now)
    asked = {k: v for k, v in body.items() if k in _ECHOED}
    run = state.report_runs.add(
        {
            "tenantId": state.venue.tenant_id,
            **asked,
            "status": "Pending",
            "filterByOwner": False,
            "createdOn": milliseconds,
            "updatedOn": milliseconds,
            "createdBy": created_by,
            "reportName": definition.get("name", "Ad hoc report"),
        }
    )
    for name in ("startDate", "endDate"):
        if name in body:
            run[name] = _compact(body.get(f"{name}Time", body[name]))
    if definition:
        definition["lastRun"] = dict(run)
    return run


def poll(state: State, run: Record) -> Record:
    """Return the run as it stands now.

    A run is pending, then processing, then done, as the clock goes. Each poll counts as one
    second more, so a clock that stands still does not hold a run up for ever.
    """
    polls = state.run_polls[run["id"]] = state.run_polls.get(run["id"], 0) + 1
    now = times.epoch_milliseconds(state.now())
    age = (now - run["createdOn"]) / 1000 + polls - 1
    if age >= PENDING_SECONDS + PROCESSING_SECONDS:
        status = DONE
    else:
        status = "Processing" if age >= PENDING_SECONDS else "Pending"
    if run["status"] not in (DONE, status):
        run["status"], run["updatedOn"] = status, now
    return run


def read_result(state: State, run: Record) -> Record:
    """Return the run's `ReportResult`, made of what the venue has sold by now.

    Raises:
        Refusal: 400, the run is not done.

    """
    if poll(state, run)["status"] != DONE:
        raise Refusal(
            400, f"report run {run['id']} is {run['status']}: wait", type="REPORT_NOT_READY"
        )
    return result_of(state, run)


_ECHOED = (
    "reportUuid", "queryExpression", "dateRangeField", "startDateTime", "endDateTime",
)  # fmt: skip


def _compact(value: Any) -> str:
    """Write a date as runs repeat it, where it can be read."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return times.write_compact(found) if found.tzinfo else str(value)
