"""Where the API is: production, a numbered sandbox, or any base URL.

The URLs themselves stand in the spec's `servers`; an environment only names one of them
(api-facts/README.md, "Base URLs").
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any, Final, final
from urllib.parse import urlsplit

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.redaction import frameless


class Environment:
    """A place where the API is served."""

    __slots__ = ()

    def base_url(self, servers: Mapping[str, str]) -> str:
        """Give the URL that paths are appended to, without a slash at its end.

        Args:
            servers: environment name → URL or URL template, from the spec.

        """
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and repr(other) == repr(self)

    def __hash__(self) -> int:
        return hash(repr(self))


@final
class Production(Environment):
    """The vendor's production servers."""

    __slots__ = ()

    def base_url(self, servers: Mapping[str, str]) -> str:
        """Give production's URL."""
        return checked_base_url(_server(servers, "production"))

    def __repr__(self) -> str:
        return "Production()"


@final
class Sandbox(Environment):
    """One of the vendor's numbered sandboxes; the vendor assigns the number.

    Args:
        number: 1 or more.

    """

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        if type(number) is not int or number < 1:
            raise InvalidArgument(
                f"Sandbox(number) is the whole number the vendor assigned, 1 or more, not {number!r}"
            )
        self.number: Final = number

    def base_url(self, servers: Mapping[str, str]) -> str:
        """Give this sandbox's URL."""
        return checked_base_url(_server(servers, "sandbox").replace("{number}", str(self.number)))

    def __repr__(self) -> str:
        return f"Sandbox({self.number})"


@final
class BaseUrl(Environment):
    """Any other place: an older domain, a proxy of your own, a local server.

    Args:
        url: `https://…`; `http://…` only on this machine's loopback.

    """

    __slots__ = ("url",)

    @frameless
    def __init__(self, url: str) -> None:
        self.url: Final = checked_base_url(url)

    def base_url(self, servers: Mapping[str, str]) -> str:  # noqa: ARG002 - it knows better
        """Give the URL as it was told."""
        return self.url

    def __repr__(self) -> str:
        return f"BaseUrl({self.url!r})"


def checked_base_url(url: str) -> str:
    """Check a base URL and strip the slash at its end.

    Raises:
        InvalidArgument: it is no `https://` URL, or carries more than scheme, host, port and
            path. The message never repeats the URL: it may hold a password.

    """
    given: Any = url  # whatever its annotation promised
    if not isinstance(given, str):
        raise InvalidArgument("the base URL is no text; write https://host")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise InvalidArgument("the base URL is not a URL; write https://host") from None
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
    """Tell whether a base URL leads to the production server, however it is written."""
    return _host(base_url) == _host(servers.get("production", ""))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _server(servers: Mapping[str, str], name: str) -> str:
    try:
        return servers[name]
    except KeyError:
        raise InvalidArgument(f"this API has no server named {name}; give a BaseUrl") from None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
