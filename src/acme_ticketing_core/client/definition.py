"""What the generated client tells the core about its API as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from acme_ticketing_core.auth.security import SecurityScheme
from acme_ticketing_core.operations.operation import Operation


class ClientDefinition(NamedTuple):
    """The API's version, servers, security schemes, and how it opens a session.

    Attributes:
        version: the package's version, for the `User-Agent`.
        servers: environment name → URL or URL template: `production`, and `sandbox` with a
            `{number}` in it.
        security_schemes: the spec's security schemes by name.
        open_session: gives the operation that trades a login for a session, or None; a
            function, so that its module is imported by the first login only.
        read_session: takes that operation's answer apart into the token and its end in
            epoch milliseconds, if told.

    """

    version: str
    servers: Mapping[str, str]
    security_schemes: Mapping[str, SecurityScheme]
    open_session: Callable[[], Operation[Any]] | None = None
    read_session: Callable[[Any], tuple[str, int | None]] | None = None

    def __repr__(self) -> str:
        return f"<ClientDefinition {self.version}>"
