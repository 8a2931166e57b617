"""`acme report`: runs reports."""

from __future__ import annotations

from typing import Any, Final

import click

from acme_ticketing import AcmeClient
from acme_ticketing_cli import settings
from acme_ticketing_cli.naming import Group, did_you_mean
from acme_ticketing_cli.output.output import output_option, show_line
from acme_ticketing_cli.output.tables import visible
from acme_ticketing_cli.parameters import read_json, time_option
from acme_ticketing_core.reports.conversation import Progress

_DEADLINE: Final = 3600.0


@settings.command(
    """Run a report and write its result as CSV.

    DEFINITION is the id or the name of a report definition, or @file.json with a definition.
    `acme report list` shows which there are.
    """,
    click.Argument(["definition"]),
    time_option("--start-time", "Only from then on."),
    time_option("--end-time", "Only until then."),
    output_option(),
)
def run(definition: str, output: str | None, **given: Any) -> None:
    start, end = given["start_time"], given["end_time"]
    deadline = settings.setting("deadline") or _DEADLINE
    settings.confirm_production()
    with settings.new_client() as client:
        pending = client.b2b.reports.start(_definition(client, definition), start=start, end=end)
        if output is not None:
            pending.save_csv(output, deadline=deadline, progress=_show)
            return
        pending.wait(deadline=deadline, progress=_show)
        click.echo(client.b2b.report_runs.get_csv(id=int(pending.id)), nl=False)


@settings.command(
    "List the report definitions: id and name, either of which `acme report run` takes."
)
def list_(**_: Any) -> None:
    settings.confirm_production()
    with settings.new_client() as client:
        for each in client.b2b.report_definitions.list():
            click.echo(visible(f"{each.id}\t{each.name}"))


def _definition(client: AcmeClient, wanted: str) -> Any:
    if wanted.startswith("@"):
        return read_json("DEFINITION", wanted)
    known = client.b2b.report_definitions.list()
    found = [each for each in known if wanted in (str(each.id), each.name)]
    if len(found) != 1:
        hint = did_you_mean(wanted, [each.name for each in known if each.name])
        raise click.UsageError(
            f"{len(found) or 'no'} report definitions are called {wanted!r}{hint}; "
            "acme report list shows all"
        )
    return found[0]


def _show(progress: Progress) -> None:
    text = f"run {progress.id}: {progress.status}, {progress.elapsed:.0f} s"
    show_line(text, last=progress.status == "Completed")


report: Final = Group("report", help="Run reports, and list them.", commands=[list_, run])
