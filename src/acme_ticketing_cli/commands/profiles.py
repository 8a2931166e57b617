"""`acme profiles` and `acme login`."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from datetime import UTC, datetime
from typing import Any, Final

import click

from acme_ticketing import AcmeClient, EmailLogin, UserNameLogin
from acme_ticketing_cli.settings import command, current_configuration, flag, option, setting
from acme_ticketing_core.errors import UnexpectedAnswer
from acme_ticketing_core.runtime.files import whole_file
from acme_ticketing_core.settings.profiles import (
    DEFAULT_PROFILE,
    config_file,
    read_profiles,
    sessions_file,
    shown,
)

_KINDS: Final = ("api_key", "publishable_key", "email", "user_name", "session_token")


@click.command(help="List the profiles, and what each holds; `*` marks the one in use.")
def profiles() -> None:
    found = read_profiles(os.environ)
    used = os.environ.get("ACME_PROFILE") or DEFAULT_PROFILE
    for name in sorted(found):
        click.echo(f"{'*' if name == used else ' '} {name:<12} {_holds(found[name].values)}")
    if not found:
        file = shown(config_file(os.environ))
        click.echo(f"no profiles in {file}", err=True)


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


@command(
    """Open a session with an e-mail address, or a user name and tenant, and keep it.

    Later commands of the profile use it until it ends. Sessions are meant for tests and one-time
    tasks: a program that runs in production has an API key.
    """,
    option("--email ADDRESS", "Log in by e-mail address."),
    option("--user-name NAME", "Log in by user name; needs --tenant."),
    flag("--password-stdin", "Read the password from the standard input."),
)
def login(email: str | None, user_name: str | None, *, password_stdin: bool, **_: Any) -> None:
    found = current_configuration()
    if email is None and user_name is None:
        email = click.prompt("E-mail", err=True)
    if user_name is not None and found.tenant_id is None:
        raise click.UsageError("a user name needs its tenant: --tenant ID")
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, err=True)
    )
    credential = (
        EmailLogin(email, password)
        if email is not None
        else UserNameLogin(user_name or "", password, found.tenant_id or "")
    )
    with AcmeClient(credential, environment=found.environment) as client:
        session = client.sessions.create()
    if not session.session:
        raise UnexpectedAnswer("the server opened no session")
    profile = setting("profile") or os.environ.get("ACME_PROFILE") or DEFAULT_PROFILE
    ends = datetime.fromtimestamp(session.expire_ms / 1000, UTC) if session.expire_ms else None
    file = keep_session(profile, session.session, ends)
    until = f" until {ends.astimezone():%H:%M}" if ends else ""
    click.echo(f"Logged in{until}; the session is kept in {file}", err=True)


def keep_session(profile: str, token: str, ends: datetime | None) -> str:
    file = sessions_file(os.environ)
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    kept = tomllib.loads(text).get("sessions", {})
    kept[profile] = {"session_token": token}
    if ends is not None:
        kept[profile]["session_expires_at"] = ends.isoformat()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with whole_file(str(file), "w", private=True) as stream:
        # A JSON string of ASCII characters is a TOML basic string too.
        for name, session in kept.items():
            stream.write(f"[sessions.{json.dumps(name)}]\n")
            stream.writelines(f"{key} = {json.dumps(str(each))}\n" for key, each in session.items())
            stream.write("\n")
    return shown(file)
