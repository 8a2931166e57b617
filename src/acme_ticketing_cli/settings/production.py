"""Production is where a call goes if nothing says otherwise: told, and asked before a change."""

from __future__ import annotations

import sys

import click

from .settings import configuration_of, setting


def yes_option() -> click.Option:
    """Give the option that answers the question beforehand."""
    return click.Option(
        ["--yes"], is_flag=True, help="Change production without asking, if no environment is set."
    )


def confirm_production(context: click.Context, *, changes: bool, yes: bool = False) -> None:
    """Say that a call goes to production because no environment is set; ask if it changes something.

    Args:
        context: the command's.
        changes: whether the call changes anything.
        yes: the question is answered.

    Raises:
        click.UsageError: nobody is there to ask.
        click.Abort: the answer is no.

    """
    if setting(context, "environment") or "environment" in configuration_of(context).sources:
        return
    told = "no environment is set, so this goes to production"
    if not changes or yes:
        click.echo(f"acme: {told}", err=True)
    elif sys.stdin.isatty() and sys.stderr.isatty():
        click.confirm(f"{told[0].upper()}{told[1:]} and changes it. Go on?", abort=True, err=True)
    else:
        raise click.UsageError(
            f"{told} and changes it: name an --environment (or ACME_ENVIRONMENT), or add --yes"
        )


def refuse_production(context: click.Context) -> None:
    """Go no further if production is meant, whoever named it.

    Raises:
        click.UsageError: it is.

    """
    from acme_ticketing.definition import DEFINITION
    from acme_ticketing_core.settings.environments import is_production

    base_url = configuration_of(context).environment.base_url(DEFINITION.servers)
    if is_production(base_url, DEFINITION.servers):
        raise click.UsageError(
            "this would go to production: name a sandbox by --environment, or add --production"
        )
