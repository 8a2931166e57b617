"""`acme report run`: starts a report, watches it, and writes its CSV."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from acme_ticketing_spec import operations

from .output import Output
from .settings import client_of, setting_options

if TYPE_CHECKING:
    from acme_ticketing import AcmeClient
    from acme_ticketing.models import ReportRun

_LONGEST_PAUSE: Final = 15.0


def _run(definition: str, out: str | None, **values: Any) -> None:
    """Run a report and write its result as CSV.

    DEFINITION is the id or the name of a report definition, or @file.json with a whole query
    expression. `acme b2b report-definitions list` shows which there are.
    """
    context = click.get_current_context()
    with client_of(context) as client:
        run = _finished(client, client.b2b.report_runs.create(body=_start(client, definition)))
        csv = client.b2b.report_runs.get_csv(id=_id(run))
    row = next(row for row in operations() if row["id"] == "b2b.reportRuns.getCsv")
    Output(row, {**values, "out": out}).show(csv, every_page=False)


def _start(client: AcmeClient, definition: str) -> Any:
    if definition.startswith("@"):
        try:
            query = json.loads(Path(definition[1:]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise click.BadParameter(f"{definition[1:]}: {error}") from None
        return {"queryExpression": query.get("queryExpression", query)}
    found = [
        each
        for each in client.b2b.report_definitions.list()
        if definition in (str(each.id), each.name)
    ]
    if len(found) != 1:
        raise click.UsageError(f"{len(found) or 'no'} report definitions are called {definition!r}")
    written = found[0].to_dict()
    return {"reportUuid": written["id"], "queryExpression": written["queryExpression"]}


def _finished(client: AcmeClient, run: ReportRun) -> ReportRun:
    """Watch a run to its end, ever less often."""
    polling = next(row["polling"] for row in operations() if row["polling"])
    clock, pause, shown = client._clock, 1.0, ""  # noqa: SLF001 - its waits are the client's
    while run.status not in polling["done"]:
        if run.status in polling["failed"]:
            raise click.ClickException(f"the report ended as {run.status}")
        if sys.stderr.isatty() and run.status != shown:
            shown = str(run.status)
            click.echo(f"run {run.id}: {shown}", err=True)
        clock.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
        run = client.b2b.report_runs.get(id=_id(run))
    return run


def _id(run: ReportRun) -> int:
    if not isinstance(run.id, int):
        raise click.ClickException("the server gave the run no id")
    return run.id


COMMAND: Final = click.Group(
    "report",
    help="Run reports.",
    commands=[
        click.Command(
            "run",
            callback=_run,
            help=_run.__doc__,
            params=[
                click.Argument(["definition"]),
                click.Option(
                    ["--out"],
                    metavar="FILE",
                    help="Write to a file, which appears when it is complete.",
                ),
                *setting_options(),
            ],
        )
    ],
)
