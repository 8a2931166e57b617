"""Profiles: settings of a venue by name, in a TOML file of the user's, under `[profiles.NAME]`.

The file is `$ACME_CONFIG_FILE`, else `$XDG_CONFIG_HOME/acme/config.toml`, else
`~/.config/acme/config.toml`. Beside it stands `sessions.toml`, which `acme login` writes.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast, final

from acme_ticketing_core.errors import InvalidArgument, KeyFileReadable
from acme_ticketing_core.redaction import frameless

DEFAULT_PROFILE: Final = "default"
# A name that ends in `_command` gives the value by its output.
SETTINGS: Final = frozenset(
    {"api_key", "api_key_command", "publishable_key", "email", "user_name", "password"}
    | {"password_command", "session_token", "session_expires_at", "environment", "tenant_id"}
    | {"drift_log", "http", "strict", "time_zone"}
)

_SECRETS: Final = frozenset({"api_key", "publishable_key", "password", "session_token"})
_PATIENCE: Final = 120.0


@final
class Profile:
    """The settings under one name; none where there is no such profile."""

    def __init__(self, name: str, file: Path, values: Mapping[str, Any]) -> None:
        self.name: Final = name
        self.file: Final = file
        self.values: Final = values

    def get(self, setting: str) -> Any:
        if setting in self.values:
            return self.values[setting]
        command = self.values.get(f"{setting}_command")
        return None if command is None else _output(command, f"{self}: {setting}_command")

    def __str__(self) -> str:
        return f"profile {self.name!r} of {shown(self.file)}"

    def __repr__(self) -> str:
        return f"<Profile {self.name!r} with {', '.join(self.values) or 'nothing'}>"


def config_file(environ: Mapping[str, str]) -> Path:
    if named := environ.get("ACME_CONFIG_FILE"):
        return Path(named).expanduser()
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "acme" / "config.toml"


def sessions_file(environ: Mapping[str, str]) -> Path:
    return config_file(environ).with_name("sessions.toml")


@frameless
def read_profiles(environ: Mapping[str, str]) -> dict[str, Profile]:
    file = config_file(environ)
    tables = _tables(file, "profiles")
    for name, session in _tables(sessions_file(environ), "sessions").items():
        tables[name] = {**session, **tables.get(name, {})}
    return {name: Profile(name, file, values) for name, values in tables.items()}


@frameless
def read_profile(name: str | None, environ: Mapping[str, str]) -> Profile:
    profiles = read_profiles(environ)
    if name is not None and name not in profiles:
        there = ", ".join(sorted(profiles)) or "none"
        raise InvalidArgument(
            f"there is no profile {name!r} in {shown(config_file(environ))}; there is {there}"
        )
    chosen = name or DEFAULT_PROFILE
    return profiles.get(chosen) or Profile(chosen, config_file(environ), {})


def shown(file: Path) -> str:
    with suppress(ValueError):
        return f"~/{file.relative_to(Path.home())}"
    return str(file)


def _tables(file: Path, section: str) -> dict[str, dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8")
        import tomllib

        content: Any = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", "it is no text in UTF-8")
        raise InvalidArgument(f"cannot read {shown(file)}: {problem}") from None
    except ValueError as error:
        raise InvalidArgument(f"{shown(file)} is no TOML: {error}") from None
    found = content.pop(section, {})
    if content or not isinstance(found, dict):
        raise InvalidArgument(f"{shown(file)}: everything stands under [{section}.NAME]")
    tables = cast("dict[str, Any]", found)
    for name, values in tables.items():
        where = f"{shown(file)}: [{section}.{name}]"
        if not isinstance(values, dict):
            raise InvalidArgument(f"{where} is no table")
        if unknown := sorted({*cast("dict[str, Any]", values)} - SETTINGS):
            raise InvalidArgument(
                f"{where} has {', '.join(unknown)}; "
                f"a profile may have {', '.join(sorted(SETTINGS))}"
            )
    holds_secret = any(_SECRETS & set(values) for values in tables.values())
    if holds_secret and os.name == "posix" and file.stat().st_mode & 0o077:
        warnings.warn(
            f"{shown(file)} holds a secret and others can read it; chmod 600 {shown(file)}, "
            "or keep the secret in a password manager and name it by api_key_command",
            KeyFileReadable,
            stacklevel=1,
        )
    return tables


def _output(command: object, where: str) -> str:
    # What it says on stderr goes to the terminal.
    import shlex
    import subprocess

    words = shlex.split(command) if isinstance(command, str) else command
    if not isinstance(words, list) or not words:
        raise InvalidArgument(f"{where} is a command line, or a list of its words")
    try:
        done = subprocess.run(
            [str(word) for word in cast("list[object]", words)],
            stdout=subprocess.PIPE,
            check=True,
            timeout=_PATIENCE,
        )
    except FileNotFoundError:
        raise InvalidArgument(f"{where}: there is no program {words[0]!r}") from None
    except subprocess.CalledProcessError as error:
        raise InvalidArgument(f"{where} failed with exit status {error.returncode}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InvalidArgument(f"{where} failed: {type(error).__name__}") from None
    printed = done.stdout.decode("utf-8", "replace").strip()
    if not printed:
        raise InvalidArgument(f"{where} printed nothing")
    return printed.splitlines()[0].strip()
