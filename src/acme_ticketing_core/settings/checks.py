"""What a client's settings may be; the message names the setting and never shows a secret."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import tzinfo
from os import PathLike
from pathlib import Path
from typing import cast

from acme_ticketing_core.auth.credentials import Credential
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.settings.environments import Environment


def checked_credentials(credentials: object) -> tuple[Credential, ...]:
    """Refuse what is no credential; the message must not show it, for it may be a bare key."""
    given: Sequence[object] = (credentials,)
    if isinstance(credentials, (list, tuple)):
        given = cast("Sequence[object]", credentials)
    for credential in given:
        if not isinstance(credential, Credential):
            raise InvalidArgument(
                f"credentials: a {type(credential).__name__} is none; give ApiKey(…), "
                "EmailLogin(…), UserNameLogin(…), SessionToken(…) or PublishableKey(…)"
            )
    return tuple(cast("Sequence[Credential]", given))


def check_environment(environment: object) -> None:
    """Refuse what is no environment."""
    if not isinstance(environment, Environment):
        raise InvalidArgument(
            f"environment: a {type(environment).__name__} is none; "
            "give Production(), Sandbox(10) or BaseUrl(…)"
        )


def existing_file(name: str, file: str | PathLike[str]) -> str:
    """Give the name of a file that is there."""
    if not Path(file).is_file():
        raise InvalidArgument(f"{name}: there is no file {str(file)!r}")
    return str(file)


def file_name(name: str, file: object) -> str:
    """Give the name of a file, whether it is there or not.

    Raises:
        InvalidArgument: it is none.

    """
    text = os.fspath(cast("str", file)) if isinstance(file, (str, PathLike)) else None
    if not isinstance(text, str) or not text or "\0" in text:
        raise InvalidArgument(f"{name} is the name of a file, not {file!r}")
    return text


def home_expanded(file: str) -> str:
    """Give the name of a file, `~` as the home directory."""
    return os.path.expanduser(file)  # noqa: PTH111 - a text goes in and comes out


def positive(name: str, seconds: float) -> float:
    """Give a number of seconds above 0."""
    if not 0 < seconds < float("inf"):
        raise InvalidArgument(f"{name} is a number of seconds above 0, not {seconds!r}")
    return seconds


def natural(name: str, number: int) -> int:
    """Give a whole number from 0 up."""
    if number < 0:
        raise InvalidArgument(f"{name} is 0 or more, not {number!r}")
    return number


def checked_zone(value: object) -> tzinfo | None:
    """Give the setting, if it is a time zone or None.

    Raises:
        InvalidArgument: it is neither.

    """
    if value is not None and not isinstance(value, tzinfo):
        raise InvalidArgument(
            f"time_zone is a ZoneInfo or its name, such as America/New_York, not {value!r}"
        )
    return value


def zone_named(name: str) -> tzinfo:
    """Find a time zone.

    Raises:
        InvalidArgument: there is none of that name.

    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = f"{name!r} is no time zone known here; names are such as America/New_York"
    raise InvalidArgument(problem)
