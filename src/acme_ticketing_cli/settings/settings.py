"""What every command may be told: whose credentials, which environment, how patient."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from acme_ticketing import AcmeClient
    from acme_ticketing_core.settings.configuration import Configuration
    from acme_ticketing_core.settings.environments import Environment

DEADLINE: Final = 300.0
"""Seconds for a call, so that one block of the rate limit is outwaited."""


def setting_options(
    deadline: str = f"Seconds for a call, waits included; else {DEADLINE:.0f}.",
) -> list[click.Parameter]:
    """Give the options, which may stand before or after the command."""
    return [
        click.Option(
            ["--profile"],
            metavar="NAME",
            help="Profile to use; else ACME_PROFILE.",
            shell_complete=_complete_profile,
        ),
        click.Option(
            ["--environment"],
            metavar="ENV",
            help="production, sandbox-10 or https://…; else ACME_ENVIRONMENT.",
        ),
        click.Option(["--tenant"], metavar="ID", help="The venue; else ACME_TENANT_ID."),
        click.Option(
            ["--deadline"],
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help=deadline,
        ),
    ]


def setting(context: click.Context, name: str) -> Any:
    """Give a setting: from the command, else from before it."""
    place: click.Context | None = context
    while place is not None:
        if (value := place.params.get(name)) is not None:
            return value
        place = place.parent
    return None


def given_settings(context: click.Context) -> str:
    """Give the options that say where a call goes and whose it is, as they were given."""
    from shlex import quote

    given = ((name, setting(context, name)) for name in ("profile", "environment", "tenant"))
    return "".join(f" --{name} {quote(value)}" for name, value in given if value is not None)


def client_of(context: click.Context, drift_log: str | None = None) -> AcmeClient:
    """Make the client that a command calls with.

    Args:
        context: the command's.
        drift_log: where it writes how answers differ.

    """
    from acme_ticketing import AcmeClient

    from .waiting import TellingClock

    clock = TellingClock(sys.stderr)
    return AcmeClient(
        environment=_environment(context),
        tenant_id=setting(context, "tenant"),
        deadline=setting(context, "deadline") or DEADLINE,
        profile=setting(context, "profile"),
        clock=clock,
        on_wait=clock.announce,
        drift_log=drift_log,
    )


def configuration_of(context: click.Context) -> Configuration:
    """Find the settings without making a client."""
    from acme_ticketing_core.settings.configuration import configuration

    return configuration(
        environment=_environment(context),
        tenant_id=setting(context, "tenant"),
        profile=setting(context, "profile"),
    )


def _environment(context: click.Context) -> Environment | None:
    from acme_ticketing_core.settings.configuration import environment_named

    text = setting(context, "environment")
    return None if text is None else environment_named(text)


def _complete_profile(_context: object, _parameter: object, incomplete: str) -> list[str]:
    import os

    from acme_ticketing_core.errors import AcmeError
    from acme_ticketing_core.settings.profiles import read_profiles

    try:
        return [name for name in read_profiles(os.environ) if name.startswith(incomplete)]
    except AcmeError:
        return []
