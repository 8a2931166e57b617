"""`acme sync`: brings a data warehouse up to date."""

from __future__ import annotations

import re
import time
from typing import Any, Final

import click

from acme_ticketing_cli import settings
from acme_ticketing_cli.output.output import show_line
from acme_ticketing_cli.parameters import time_option
from acme_ticketing_core.errors import AcmeError, ConfigurationError
from acme_ticketing_core.warehouse import sync as warehouse
from acme_ticketing_core.warehouse.source import Progress

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def _period(text: str) -> float:
    found = re.fullmatch(r"([0-9]{1,5})([smhd])", text)
    if found is None or int(found[1]) == 0:
        raise click.BadParameter(f"{text!r} is no period; write 90s, 15m, 2h or 1d")
    return float(int(found[1]) * _SECONDS[found[2]])


@settings.command(
    """Bring a data warehouse up to date: what is new, changed or deleted.

    DESTINATION is duckdb:FILE, postgresql://USER:PASSWORD@HOST/DATABASE, or the name of another
    destination of dlt, such as bigquery, that dlt's own configuration describes.

    Reads what changed since the last run, by the server's time, and fetches what no list gives. It
    may be killed at any moment and run again; a second run at the same time says so and ends.
    Needs pip install 'acme-ticketing[cli,warehouse]'.
    """,
    click.Argument(["destination"]),
    settings.option("--only TABLES", "Only these tables: customers,orders."),
    time_option(
        "--since", "Where customers, memberships and orders begin the first time; else at all."
    ),
    settings.option("--every PERIOD", "Again and again: 15m, 1h.", type=_period),
    settings.option(
        "--dataset NAME",
        "The schema that holds the tables.",
        default="ticketing",
        show_default=True,
    ),
    settings.flag("--skip-bad", "Leave out rows that no database takes; tell their ids."),
    settings.flag("--sweep", "Look for deleted memberships too; else with the first run of a day."),
)
def sync(
    destination: str, only: str | None, every: float | None, dataset: str, **options: Any
) -> None:
    tables = None if only is None else re.findall(r"[^,\s]+", only.replace("-", "_"))
    warehouse.pipeline_to(destination, dataset=dataset)
    settings.confirm_production()
    with settings.new_client() as client:
        while True:
            began = time.monotonic()
            try:
                summary = warehouse.sync(
                    client,
                    warehouse.pipeline_to(destination, dataset=dataset),
                    tables=tables,
                    since=options["since"],
                    skip_bad=options["skip_bad"],
                    sweep=options["sweep"] or None,
                    progress=_show,
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


def _show(progress: Progress) -> None:
    of = "" if progress.total is None else f" of {progress.total}"
    reached = "" if progress.reached is None else f", up to {progress.reached:%F %T%z}"
    show_line(f"{progress.table}: {progress.rows} rows read{of}{reached}")
