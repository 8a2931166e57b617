"""`acme … checkout settle`: find out what became of a purchase that ended in doubt."""

from __future__ import annotations

import json
from typing import Any

import click

from ..errors import exit_codes
from ..naming.names import attribute
from ..parameters import TIME, body_option, read_body, read_time
from ..settings.production import confirm_production
from ..settings.settings import client_of, setting, setting_options

_HELP = """Find out what became of a purchase: searches the orders, compares, waits, looks again.

Prints the order if exactly one fits and nothing contradicts. Exit status 5: none is found though
the server had its time; 7: nobody can tell, and why.
"""


def settle_command(word: str, row: dict[str, Any]) -> click.Command:
    """Build the command that settles the purchases of an operation of the table."""
    return click.Command(
        word,
        callback=lambda **values: _settle(row, values),
        params=[
            body_option(row),
            click.Option(["--request-uuid"], required=True, help="Under which uuid it was sent."),
            click.Option(
                ["--since"],
                type=TIME,
                required=True,
                metavar="TIME",
                help="When it was first sent.",
            ),
            click.Option(
                ["--known-order"], multiple=True, metavar="ID", help="An order of another purchase."
            ),
            *setting_options("Seconds to look for it, waits included; else 60."),
        ],
        short_help="Find out what became of a purchase",
        help=_HELP,
    )


def _settle(row: dict[str, Any], values: dict[str, Any]) -> None:
    from acme_ticketing import CallOptions
    from acme_ticketing_core.errors import ConfigurationError
    from acme_ticketing_core.purchases.outcomes import Bought, NotFound

    context = click.get_current_context()
    *way, last = row["id"].split(".")
    body = read_body(values["body"], piped=False)
    confirm_production(context, changes=False)
    seconds = setting(context, "deadline")
    with client_of(context) as client:
        place: Any = client
        for segment in way:
            place = attribute(place, segment)
        found = attribute(place, last)(
            body=body,
            request_uuid=values["request_uuid"],
            since=read_time(values["since"]),
            known_orders=values["known_order"],
            options=CallOptions(deadline=seconds) if seconds else None,
        )
    if isinstance(found, Bought):
        click.echo(json.dumps(found.order.to_dict(), indent=2))
        return
    if isinstance(found, NotFound):
        click.echo(f"acme: no order fits, searched at {found.searched_until:%FT%TZ}", err=True)
        context.exit(exit_codes.NOT_FOUND)
    if isinstance(found.error, ConfigurationError):
        raise found.error
    ids = ", ".join(str(each.get("id")) for each in found.candidates)
    click.echo(f"acme: undecided: {found.why}{f' ({ids})' if ids else ''}", err=True)
    context.exit(exit_codes.UNKNOWN)
