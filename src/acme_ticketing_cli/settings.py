"""What every command may be told, waits told, production confirmed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from acme_ticketing import AcmeClient, Waiting
    from acme_ticketing_core.settings.configuration import Configuration

DEADLINE: Final = 300.0
"""Seconds for a call, so that one block of the rate limit is outwaited."""
_WORTH_TELLING: Final = 2.0


def flag(names: str, text: str) -> click.Option:
    return click.Option(names.split(), is_flag=True, help=text)


def option(spelling: str, text: str, **further: Any) -> click.Option:
    """Make an option that is spelt as help shows it: `-o --output FILE`."""
    *names, metavar = spelling.split()
    return click.Option(names, metavar=metavar, help=text, **further)


def command(
    text: str, *params: click.Parameter
) -> Callable[[Callable[..., object]], click.Command]:
    """Make of a function a command that makes calls, so it takes the settings too."""
    own = [*params, *setting_options()]
    return lambda run: click.Command(run.__name__.rstrip("_"), callback=run, help=text, params=own)


def setting_options(
    deadline: str = f"Seconds for a call, waits included; else {DEADLINE:.0f}.",
) -> list[click.Parameter]:
    return [
        option(
            "--profile NAME",
            "Profile to use; else ACME_PROFILE.",
            shell_complete=_complete_profile,
        ),
        option("--environment ENV", "production, sandbox-10 or https://…; else ACME_ENVIRONMENT."),
        option("--tenant ID", "The venue; else ACME_TENANT_ID."),
        option("--deadline SECONDS", deadline, type=click.FloatRange(min=0, min_open=True)),
    ]


def _complete_profile(_context: object, _parameter: object, incomplete: str) -> list[str]:
    from acme_ticketing_core.errors import AcmeError
    from acme_ticketing_core.settings.profiles import read_profiles

    try:
        return [name for name in read_profiles(os.environ) if name.startswith(incomplete)]
    except AcmeError:
        return []


def setting(name: str) -> Any:
    here = click.get_current_context()
    given = here.params.get(name)
    return here.find_root().params.get(name) if given is None else given


def given_settings() -> str:
    from shlex import quote

    given = ((name, setting(name)) for name in ("profile", "environment", "tenant"))
    return "".join(f" --{name} {quote(value)}" for name, value in given if value is not None)


def new_client(drift_log: str | None = None) -> AcmeClient:
    import logging

    from acme_ticketing import AcmeClient

    told = logging.StreamHandler(sys.stderr)
    told.setFormatter(logging.Formatter("acme: %(message)s"))
    logging.getLogger("acme_ticketing.drift_log").handlers[:] = [told]
    return AcmeClient(
        **_chosen(),
        deadline=setting("deadline") or DEADLINE,
        on_wait=_tell_wait,
        drift_log=drift_log,
    )


def _tell_wait(waiting: Waiting) -> None:
    if waiting.seconds >= _WORTH_TELLING:
        click.echo(f"acme: {waiting}", err=True)


def current_configuration() -> Configuration:
    from acme_ticketing_core.settings.configuration import configuration

    return configuration(**_chosen())


def _chosen() -> dict[str, Any]:
    from acme_ticketing_core.settings.configuration import environment_named

    environment = setting("environment")
    return {
        "environment": None if environment is None else environment_named(environment),
        "tenant_id": setting("tenant"),
        "profile": setting("profile"),
    }


def yes_option() -> click.Option:
    return flag("--yes", "Change production without asking, if no environment is set.")


def confirm_production(*, changes: bool = False) -> None:
    if setting("environment") or "environment" in current_configuration().sources:
        return
    told = "no environment is set, so this goes to production"
    if not changes or setting("yes"):
        click.echo(f"acme: {told}", err=True)
    elif sys.stdin.isatty() and sys.stderr.isatty():
        click.confirm(f"{told[0].upper()}{told[1:]} and changes it. Go on?", abort=True, err=True)
    else:
        raise click.UsageError(
            f"{told} and changes it: name an --environment (or ACME_ENVIRONMENT), or add --yes"
        )
