"""What a client's settings may be; the message names the setting and never shows a secret."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import tzinfo
from os import PathLike
from pathlib import Path
from typing import TypeVar, cast

from acme_ticketing_core.auth.credentials import Credential
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.settings.environments import Environment

T = TypeVar("T")


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


def existing_file(name: str, file: object) -> str:
    """Give the name of a file that is there."""
    text = file_name(name, file)
    if not Path(text).is_file():
        raise InvalidArgument(f"{name}: there is no file {text!r}")
    return text


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


def checked_text(name: str, value: object) -> str:
    """Give a setting that is text."""
    if not isinstance(value, str):
        raise InvalidArgument(f"{name} is text, not {value!r}")
    return value


def checked_methods(name: str, value: T, *methods: str) -> T:
    """Give an object that has these methods; its class is none."""
    if isinstance(value, type) or not all(callable(getattr(value, each, None)) for each in methods):
        raise InvalidArgument(f"{name}: an object with {', '.join(methods)}, not {value!r}")
    return value


def checked_zone(value: object) -> tzinfo | None:
    """Give the setting: a time zone, the one of a name, or None.

    Raises:
        InvalidArgument: it is none of these.

    """
    if isinstance(value, str):
        try:
            return zone_named(value)
        except InvalidArgument as error:
            raise InvalidArgument(f"time_zone: {error.message}") from None
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
