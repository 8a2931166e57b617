"""Report definitions and runs (api-facts/reports.md)."""

from __future__ import annotations

import csv
import io

from ..call import Call
from ..listing import page_of
from ..state import Record
from ..state.report_runs import poll, read_result, start_run
from .table import answers


@answers("b2b.reportDefinitions.list")
def list_definitions(call: Call) -> Record:
    """List report definitions."""
    return page_of(call, call.state.report_definitions, sorted_by="name")


@answers("b2b.reportDefinitions.get")
def get_definition(call: Call) -> Record:
    """Read one report definition."""
    return call.state.report_definitions.get(call.path["id"])


@answers("b2b.reportRuns.create")
def create_run(call: Call) -> Record:
    """Start a report."""
    return start_run(call.state, call.body, call.author())


@answers("b2b.reportRuns.get")
def get_run(call: Call) -> Record:
    """Tell how far a report has come."""
    return poll(call.state, call.state.report_runs.get(call.path["id"]))


@answers("b2b.reportRuns.getResult")
def get_result(call: Call) -> Record:
    """Read a report's result, a list of values for each column."""
    return read_result(call.state, call.state.report_runs.get(call.path["id"]))


@answers("b2b.reportRuns.getCsv")
def get_csv(call: Call) -> str:
    """Read a report's result as comma-separated rows below a line of column names."""
    result = read_result(call.state, call.state.report_runs.get(call.path["id"]))
    columns = result["resultFieldList"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(column["fieldName"] for column in columns)
    writer.writerows(zip(*(column["values"] for column in columns), strict=True))
    return text.getvalue()
