"""What the generated client tells the core about its API as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from acme_ticketing_core.auth.security import SecurityScheme
from acme_ticketing_core.operations.operation import Operation


class ClientDefinition(NamedTuple):
    """An API's version, servers, security schemes, and how it opens a session."""

    version: str
    servers: Mapping[str, str]  # URLs by environment; that of the sandbox has a `{number}` in it
    security_schemes: Mapping[str, SecurityScheme]
    limits: Collection[str] = ()  # the profiles of its rate limit
    # A function, so that the operation's module is imported by the first login only.
    open_session: Callable[[], Operation[Any]] | None = None
    # Gives the token and its end in epoch milliseconds, if told.
    read_session: Callable[[Any], tuple[str, int | None]] | None = None

    def __repr__(self) -> str:
        return f"<ClientDefinition {self.version}>"
