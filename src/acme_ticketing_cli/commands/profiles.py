"""`acme profiles`: which there are, and what each holds, never a secret."""

from __future__ import annotations

import os
from typing import Any, Final

import click

_KINDS: Final = ("api_key", "publishable_key", "email", "user_name", "session_token")


def _profiles() -> None:
    """List the profiles, and what each holds; `*` marks the one in use."""
    from acme_ticketing_core.settings.profiles import (
        DEFAULT_PROFILE,
        config_file,
        read_profiles,
        shown,
    )

    found = read_profiles(os.environ)
    used = os.environ.get("ACME_PROFILE") or DEFAULT_PROFILE
    for name in sorted(found):
        click.echo(f"{'*' if name == used else ' '} {name:<12} {_holds(found[name].values)}")
    if not found:
        click.echo(f"no profiles in {shown(config_file(os.environ))}", err=True)


def _holds(values: Any) -> str:
    kinds = [
        f"{kind} (command)" if f"{kind}_command" in values else kind
        for kind in _KINDS
        if kind in values or f"{kind}_command" in values
    ]
    if "session_token" in values and "session_expires_at" in values:
        kinds[-1] += f" until {values['session_expires_at']}"
    place = values.get("environment", "production")
    tenant = f", tenant {values['tenant_id']}" if "tenant_id" in values else ""
    return f"{place}{tenant}: {', '.join(kinds) or 'no credentials'}"


COMMAND: Final = click.command("profiles")(_profiles)
