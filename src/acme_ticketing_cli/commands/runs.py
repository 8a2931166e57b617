"""Work of many calls: `acme report`, `acme sync`, `acme edits`."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from acme_ticketing.spec import operations
from acme_ticketing_cli.errors import CONFLICT
from acme_ticketing_cli.naming import Group, command_of, did_you_mean, member
from acme_ticketing_cli.output.output import output_option, show_line
from acme_ticketing_cli.output.tables import visible
from acme_ticketing_cli.parameters import TIME, read_time
from acme_ticketing_cli.settings import (
    command,
    confirm_production,
    flag,
    new_client,
    option,
    setting,
    yes_option,
)

if TYPE_CHECKING:
    from acme_ticketing import AcmeClient
    from acme_ticketing_core.edits.edit import Edit
    from acme_ticketing_core.edits.journal import JournalEntry
    from acme_ticketing_core.reports.conversation import Progress
    from acme_ticketing_core.warehouse.source import Progress as TableProgress

_DEADLINE: Final = 3600.0


def _run(
    definition: str, start_time: str | None, end_time: str | None, output: str | None, **_: Any
) -> None:
    """Run a report and write its result as CSV.

    DEFINITION is the id or the name of a report definition, or @file.json with a definition.
    `acme report list` shows which there are.
    """
    start, end = (None if each is None else read_time(each) for each in (start_time, end_time))
    deadline = setting("deadline") or _DEADLINE
    confirm_production()
    with new_client() as client:
        pending = client.b2b.reports.start(_definition(client, definition), start=start, end=end)
        if output is not None:
            pending.save_csv(output, deadline=deadline, progress=_show)
            return
        pending.wait(deadline=deadline, progress=_show)
        click.echo(client.b2b.report_runs.get_csv(id=int(pending.id)), nl=False)


def _list(**_: Any) -> None:
    """List the report definitions: id and name, either of which `acme report run` takes."""
    confirm_production()
    with new_client() as client:
        for each in client.b2b.report_definitions.list():
            click.echo(visible(f"{each.id}\t{each.name}"))


def _definition(client: AcmeClient, wanted: str) -> Any:
    if wanted.startswith("@"):
        try:
            return json.loads(Path(wanted[1:]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise click.BadParameter(f"{wanted[1:]}: {error}") from None
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


REPORT: Final = Group(
    "report",
    help="Run reports, and list them.",
    commands=[
        command("list", _list),
        command(
            "run",
            _run,
            click.Argument(["definition"]),
            option("--start-time", "TIME", "Only from then on.", type=TIME.check),
            option("--end-time", "TIME", "Only until then.", type=TIME.check),
            output_option(),
        ),
    ],
)


_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def _period(text: str) -> float:
    found = re.fullmatch(r"([0-9]{1,5})([smhd])", text)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{text!r} is no period; write 90s, 15m, 2h or 1d")
    return float(int(found[1]) * _SECONDS[found[2]])


def _sync(
    destination: str,
    only: str | None,
    since: str | None,
    every: float | None,
    dataset: str,
    **options: Any,
) -> None:
    """Bring a data warehouse up to date: what is new, changed or deleted.

    DESTINATION is duckdb:FILE, postgresql://USER:PASSWORD@HOST/DATABASE, or the name of another
    destination of dlt, such as bigquery, that dlt's own configuration describes.

    Reads what changed since the last run, by the server's time, and fetches what no list gives. It
    may be killed at any moment and run again; a second run at the same time says so and ends.
    Needs pip install 'acme-ticketing[cli,warehouse]'.
    """
    from acme_ticketing_core.errors import AcmeError, ConfigurationError
    from acme_ticketing_core.warehouse.sync import pipeline_to, sync

    tables = None if only is None else re.findall(r"[^,\s]+", only.replace("-", "_"))
    begin = None if since is None else read_time(since)
    pipeline_to(destination, dataset=dataset)
    confirm_production()
    with new_client() as client:
        while True:
            began = time.monotonic()
            try:
                summary = sync(
                    client,
                    pipeline_to(destination, dataset=dataset),
                    tables=tables,
                    since=begin,
                    skip_bad=options["skip_bad"],
                    sweep=True if options["sweep"] else None,
                    progress=_show_table,
                )
                show_line("")
                click.echo(str(summary))
                for name, each in summary.tables.items():
                    for key in each.skipped:
                        click.echo(f"not storable: {name} {key}", err=True)
            except AcmeError as error:
                show_line("")
                if every is None or isinstance(error, ConfigurationError):
                    raise
                click.echo(f"acme: {error}", err=True)
            if every is None:
                return
            time.sleep(max(0.0, every - (time.monotonic() - began)))


def _show_table(progress: TableProgress) -> None:
    of = "" if progress.total is None else f" of {progress.total}"
    reached = "" if progress.reached is None else f", up to {progress.reached:%F %T%z}"
    show_line(f"{progress.table}: {progress.rows} rows read{of}{reached}")


SYNC: Final = command(
    "sync",
    _sync,
    click.Argument(["destination"]),
    option("--only", "TABLES", "Only these tables: customers,orders."),
    option(
        "--since",
        "TIME",
        "Where customers, memberships and orders begin the first time; else at all.",
        type=TIME.check,
    ),
    option("--every", "PERIOD", "Again and again: 15m, 1h.", type=_period),
    option(
        "--dataset",
        "NAME",
        "The schema that holds the tables.",
        default="ticketing",
        show_default=True,
    ),
    flag("--skip-bad", "Leave out rows that no database takes; tell their ids."),
    flag("--sweep", "Look for deleted memberships too; else with the first run of a day."),
)


def _undo(file: str, *, yes: bool, **_: Any) -> None:
    """Put back what the edits of a journal changed, newest first.

    FILE is what an EditJournal has kept. Only the fields that an edit changed are put back; what
    others changed besides stays. An edit whose fields were changed since is left as it is, and
    the exit status is 8. What was undone is noted in FILE: the command may be repeated.
    """
    from acme_ticketing.errors import EditConflict, NotFound
    from acme_ticketing_core.edits.journal import EditJournal

    journal = EditJournal(file)
    entries = [each for each in journal.entries() if each.outcome != "undone"]
    if not entries:
        click.echo("acme: nothing to undo", err=True)
        return
    journal.check()
    confirm_production(changes=True, yes=yes)
    left = 0
    with new_client() as client:
        # All are looked up before the first is undone.
        for entry, edit in [(each, _edit(client, each)) for each in entries]:
            try:
                fields = edit.undo(entry)
            except EditConflict as conflict:
                _tell(entry, "left", f"changed since: {', '.join(conflict.fields)}")
                left += 1
            except NotFound:
                _tell(entry, "left", "gone")
                left += 1
            else:
                journal.end(entry.id, "undone")
                _tell(entry, "undone", ", ".join(fields) or "was not in effect")
    if left:
        click.echo(f"acme: {left} of {len(entries)} edits were left as they are", err=True)
        click.get_current_context().exit(CONFLICT)


def _edit(client: AcmeClient, entry: JournalEntry) -> Edit[Any]:
    if any(row["id"] == entry.operation and row["replaces"] for row in operations()):
        resource = member(client, entry.operation.rpartition(".")[0])
        try:
            edit: Edit[Any] = resource.edit(**entry.arguments)
        except TypeError:
            pass
        else:
            return edit
    raise click.UsageError(f"the journal's edit {entry.id} is none that this version can undo")


def _tell(entry: JournalEntry, what: str, why: str) -> None:
    words = command_of(entry.operation.rpartition(".")[0])
    which = " ".join(map(str, entry.arguments.values()))
    click.echo(f"{what:<6}  {words} {which}  {why}")


EDITS: Final = Group(
    "edits",
    help="Undo edits that a journal keeps.",
    commands=[
        command(
            "undo",
            _undo,
            click.Argument(["file"], type=click.Path(exists=True, dir_okay=False)),
            yes_option(),
        )
    ],
)
