"""Where the API is (api-facts/README.md, "Base URLs"), and checks of settings."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import tzinfo
from os import PathLike
from pathlib import Path
from typing import Final, TypeVar, cast, final
from urllib.parse import urlsplit

from acme_ticketing_core.auth.credentials import Credential
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.redaction import frameless


class Environment:
    """A place where the API is served."""

    def base_url(self, servers: Mapping[str, str]) -> str:
        """Give the URL that paths are appended to; `servers` are the spec's, by their names."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and repr(other) == repr(self)

    def __hash__(self) -> int:
        return hash(repr(self))


@final
class Production(Environment):
    """The vendor's production servers."""

    def base_url(self, servers: Mapping[str, str]) -> str:
        return checked_base_url(_server(servers, "production"))

    def __repr__(self) -> str:
        return "Production()"


@final
class Sandbox(Environment):
    """One of the vendor's numbered sandboxes; the vendor assigns the number.

    Args:
        number: 1 or more.

    """

    def __init__(self, number: int) -> None:
        if type(number) is not int or number < 1:
            raise InvalidArgument(
                f"Sandbox(number) is the whole number the vendor assigned, 1 or more, not {number!r}"
            )
        self.number: Final = number

    def base_url(self, servers: Mapping[str, str]) -> str:
        return checked_base_url(_server(servers, "sandbox").replace("{number}", str(self.number)))

    def __repr__(self) -> str:
        return f"Sandbox({self.number})"


@final
class BaseUrl(Environment):
    """Any other place: an older domain, a proxy of your own, a local server.

    Args:
        url: `https://…`; `http://…` only on this machine's loopback.

    """

    @frameless
    def __init__(self, url: str) -> None:
        self.url: Final = checked_base_url(url)

    def base_url(self, servers: Mapping[str, str]) -> str:  # noqa: ARG002 - it knows better
        return self.url

    def __repr__(self) -> str:
        return f"BaseUrl({self.url!r})"


def checked_base_url(url: str) -> str:
    """Check a base URL and strip the slash at its end."""
    url = str(url)  # whatever its annotation promised
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if "@" in parts.netloc:
        raise InvalidArgument(
            "the base URL carries a user name or password; give credentials as credentials"
        )
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise InvalidArgument("the base URL carries a query or fragment; leave it out")
    if not host or not url.isascii() or not url.isprintable() or " " in url:
        raise InvalidArgument("the base URL is not a URL; write https://host")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise InvalidArgument(
            f"the base URL must begin with https:// (host {host!r}); "
            "http:// is for loopback only, where nobody listens in"
        )
    return url.rstrip("/")


def is_production(base_url: str, servers: Mapping[str, str]) -> bool:
    return _host(base_url) == _host(servers.get("production", ""))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _server(servers: Mapping[str, str], name: str) -> str:
    if name not in servers:
        raise InvalidArgument(f"this API has no server named {name}; give a BaseUrl")
    return servers[name]


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


T = TypeVar("T")


def checked_kind(name: str, value: object, kind: type[T], instead: str) -> T:
    # The message must not show what is of another kind: it may be a bare key.
    if not isinstance(value, kind):
        raise InvalidArgument(f"{name}: a {type(value).__name__} is none; give {instead}")
    return value


def checked_credentials(credentials: object) -> tuple[Credential, ...]:
    given: Sequence[object] = (credentials,)
    if isinstance(credentials, (list, tuple)):
        given = cast("Sequence[object]", credentials)
    kinds = "ApiKey(…), EmailLogin(…), UserNameLogin(…), SessionToken(…) or PublishableKey(…)"
    return tuple(checked_kind("credentials", each, Credential, kinds) for each in given)


def existing_file(name: str, file: object) -> str:
    text = file_name(name, file)
    if not Path(text).is_file():
        raise InvalidArgument(f"{name}: there is no file {text!r}")
    return text


def file_name(name: str, file: object) -> str:
    text = os.fspath(cast("str", file)) if isinstance(file, (str, PathLike)) else None
    if not isinstance(text, str) or not text or "\0" in text:
        raise InvalidArgument(f"{name} is the name of a file, not {file!r}")
    return text


def checked_text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidArgument(f"{name} is text, not {value!r}")
    return value


def checked_methods(name: str, value: T, *methods: str) -> T:
    if isinstance(value, type) or not all(callable(getattr(value, each, None)) for each in methods):
        raise InvalidArgument(f"{name}: an object with {', '.join(methods)}, not {value!r}")
    return value


def checked_zone(value: object) -> tzinfo | None:
    if isinstance(value, str):
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo(value.strip())
    elif value is None or isinstance(value, tzinfo):
        return value
    raise InvalidArgument(
        f"time_zone is a ZoneInfo or its name, such as America/New_York, not {value!r}"
    )


def known_zone(value: T) -> T:
    if checked_zone(value) is None:
        raise InvalidArgument("time_zone: None is no time zone; UTC is one")
    return value
