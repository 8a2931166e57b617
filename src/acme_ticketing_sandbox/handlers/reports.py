"""Report definitions and runs (api-facts/reports.md)."""

from __future__ import annotations

import csv
import io

from ..state import Record, some_of
from ..state.reports import check_names, read_result, result_of, start_run
from .call import Call, answers


@answers("b2b.reportDefinitions.create")
def create_definition(call: Call) -> Record:
    return call.state.report_definitions.add(_authored(call, call.body, "created", "updated"))


@answers("b2b.reportDefinitions.replace")
def replace_definition(call: Call) -> Record:
    known = call.state.report_definitions.get(call.path["id"])
    kept = some_of(known, ("createdOn", "createdBy"))
    body = _authored(call, call.body, "updated") | kept
    return call.state.report_definitions.replace(known["id"], body)


@answers("b2b.reportRuns.execute")
def execute(call: Call) -> Record:
    """Answer a query at once, whose parts stand at the top of the body."""
    names = ("dateRangeField", "startDate", "endDate", "startDateTime", "endDateTime")
    sent: Record = dict(call.query)
    sent.update(call.body)
    dates = some_of(sent, names)
    return result_of(call.state, {**dates, "queryExpression": call.body})


def _authored(call: Call, body: Record, *stamps: str) -> Record:
    check_names(body.get("queryExpression", {}))
    now, author = call.timestamp, call.author
    authored: Record = {"isCurrentUserReportOwner": True, "acmeDefault": False, **body}
    for stamp in stamps:
        authored |= {f"{stamp}On": now, f"{stamp}By": author}
    return authored


@answers("b2b.reportRuns.create")
def create_run(call: Call) -> Record:
    return start_run(call.state, call.body, call.author)


@answers("b2b.reportRuns.getCsv")
def get_csv(call: Call) -> str:
    result = read_result(call.state, call.state.report_runs.get(call.path["id"]))
    columns = result["resultFieldList"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column["fieldName"] for column in columns)
    writer.writerows(zip(*(column["values"] for column in columns), strict=True))
    return text.getvalue()
