"""Report definitions and runs (api-facts/reports.md)."""

from __future__ import annotations

import csv
import io

from ..http.refusal import Refusal
from ..state import Record, State, some_of
from ..state.reports import check_names, result_of
from ..values import times
from .call import Call, answers
from .plain import plain

PENDING_SECONDS = 2
PROCESSING_SECONDS = 3
DONE = "Completed"
_PERIOD = ("dateRangeField", "startDate", "endDate", "startDateTime", "endDateTime")
# What a run repeats as it was asked for; the days are written in a form of their own.
_REPEATED = ("reportUuid", "queryExpression", "dateRangeField", "startDateTime", "endDateTime")


def definition_of(state: State, body: Record, author: str, known: Record | None = None) -> Record:
    """Return the body's definition, with who made and last changed it, or refuse with 400."""
    check_names(body.get("queryExpression", {}))
    now = state.timestamp
    return {
        "isCurrentUserReportOwner": True,
        "acmeDefault": False,
        **body,
        **some_of(known or {"createdOn": now, "createdBy": author}, ("createdOn", "createdBy")),
        "updatedOn": now,
        "updatedBy": author,
    }


@plain("b2b.reportDefinitions", "list:name get create replace delete")
def _definition(call: Call, known: Record) -> Record:
    return definition_of(call.state, call.body, call.author, known)


@answers("b2b.reportRuns.execute")
def execute(call: Call) -> Record:
    """Answer a query at once, whose parts stand at the top of the body."""
    period = some_of({**call.query, **call.body}, _PERIOD)
    return result_of(call.state, {**period, "queryExpression": call.body})


@answers("b2b.reportRuns.create")
def create_run(call: Call) -> Record:
    state, body = call.state, call.body
    result_of(state, body)  # so that what cannot be answered is refused at once
    named, known = body.get("reportUuid"), state.report_definitions
    definition = known.referred(named, "body.reportUuid") if named else {}
    run = {
        "tenantId": state.venue.tenant_id,
        **some_of(body, _REPEATED),
        "status": "Pending",
        "filterByOwner": False,
        **dict.fromkeys(("createdOn", "updatedOn"), times.epoch_milliseconds(state.now())),
        "createdBy": call.author,
        "reportName": definition.get("name", "Ad hoc report"),
    }
    for name in ("startDate", "endDate"):
        if name in body:
            when = state.moment(body.get(f"{name}Time", body[name]), f"body.{name}")
            run[name] = times.write_compact(when)
    kept = state.report_runs.add(run)
    if definition:
        definition["lastRun"] = dict(kept)
    return kept


@answers("b2b.reportRuns.get", about="report_runs")
def poll(call: Call, run: Record) -> Record:
    """Return the run as it stands now.

    A run is pending, then processing, then done, as the clock goes. Each poll counts as one
    second more, so a clock that stands still does not hold a run up for ever.
    """
    state, number = call.state, str(run["id"])
    polls = state.run_polls[number] = state.run_polls.get(number, 0) + 1
    now = times.epoch_milliseconds(state.now())
    age = (now - run["createdOn"]) / 1000 + polls - 1
    status = "Processing" if age >= PENDING_SECONDS else "Pending"
    if age >= PENDING_SECONDS + PROCESSING_SECONDS:
        status = DONE
    if run["status"] not in (DONE, status):
        run["status"], run["updatedOn"] = status, now
    return run


@answers("b2b.reportRuns.getResult", about="report_runs")
def get_result(call: Call, run: Record) -> Record:
    """Read a done run's result, made of what the venue has sold by now."""
    if poll(call, run)["status"] != DONE:
        message = f"report run {run['id']} is {run['status']}: wait"
        raise Refusal(400, message, type="REPORT_NOT_READY")
    return result_of(call.state, run)


@answers("b2b.reportRuns.getCsv", about="report_runs")
def get_csv(call: Call, run: Record) -> str:
    columns = get_result(call, run)["resultFieldList"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column["fieldName"] for column in columns)
    writer.writerows(zip(*(column["values"] for column in columns), strict=True))
    return text.getvalue()
