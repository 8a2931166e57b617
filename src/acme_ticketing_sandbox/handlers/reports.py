"""Report definitions and runs (api-facts/reports.md)."""

from __future__ import annotations

import csv
import io

from ..state import Record, some_of
from ..state.reports import definition_of, read_result, result_of, start_run
from .call import Call, answers
from .plain import kept_as

kept_as(
    "b2b.reportDefinitions",
    "report_definitions",
    lambda call, known: definition_of(call.state, call.body, call.author, known),
)


@answers("b2b.reportRuns.execute")
def execute(call: Call) -> Record:
    """Answer a query at once, whose parts stand at the top of the body."""
    names = ("dateRangeField", "startDate", "endDate", "startDateTime", "endDateTime")
    sent: Record = dict(call.query)
    sent.update(call.body)
    dates = some_of(sent, names)
    return result_of(call.state, {**dates, "queryExpression": call.body})


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
