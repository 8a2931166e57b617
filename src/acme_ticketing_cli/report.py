"""`acme report run`: starts a report, watches it, and writes its CSV."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .settings import client_of, setting, setting_options

if TYPE_CHECKING:
    from acme_ticketing import AcmeClient
    from acme_ticketing_core.reports.conversation import OnProgress

_PATIENCE: Final = 3600.0


def _run(
    definition: str, start_time: str | None, end_time: str | None, out: str | None, **_: Any
) -> None:
    """Run a report and write its result as CSV.

    DEFINITION is the id or the name of a report definition, or @file.json with a definition.
    `acme b2b report-definitions list` shows which there are.
    """
    start, end = _moment("--start-time", start_time), _moment("--end-time", end_time)
    context = click.get_current_context()
    deadline = setting(context, "deadline") or _PATIENCE
    with client_of(context) as client:
        pending = client.b2b.reports.start(_definition(client, definition), start=start, end=end)
        if out is not None:
            pending.save_csv(out, deadline=deadline, progress=_shown())
            return
        pending.wait(deadline=deadline, progress=_shown())
        click.echo(client.b2b.report_runs.get_csv(id=int(pending.id)), nl=False)


def _definition(client: AcmeClient, wanted: str) -> Any:
    if wanted.startswith("@"):
        try:
            return json.loads(Path(wanted[1:]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise click.BadParameter(f"{wanted[1:]}: {error}") from None
    found = [
        each for each in client.b2b.report_definitions.list() if wanted in (str(each.id), each.name)
    ]
    if len(found) != 1:
        raise click.UsageError(f"{len(found) or 'no'} report definitions are called {wanted!r}")
    return found[0]


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no time such as 2026-06-01T00:00:00-07:00", param_hint=option
        ) from None


def _shown() -> OnProgress | None:
    """Say on a terminal how far it is, on one line."""
    if not sys.stderr.isatty():
        return None
    return lambda progress: click.echo(
        f"\r\x1b[Krun {progress.id}: {progress.status}, {progress.elapsed:.0f} s",
        err=True,
        nl=progress.status == "Completed",
    )


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
                click.Option(["--start-time"], metavar="TIME", help="Only from then on."),
                click.Option(["--end-time"], metavar="TIME", help="Only until then."),
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
