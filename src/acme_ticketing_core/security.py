"""Which credentials a call sends: the first alternative of its operation that can be met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, final

from acme_ticketing_core.credentials import Credential, Login
from acme_ticketing_core.errors import InvalidArgument, MissingCredentials
from acme_ticketing_core.operation import Operation
from acme_ticketing_core.redaction import Headers, Secret

SESSION_SCHEME: Final = "session"
"""The scheme that a login supplies through a session (api-facts/sessions.md)."""

TENANT_SCHEME: Final = "tenantId"
"""The scheme that the client's `tenant_id` supplies (api-facts/README.md)."""

_SUPPLIERS: Final[Mapping[str, str]] = {
    "apiKey": "credentials=ApiKey(…)",
    "session": "credentials=EmailLogin(…), UserNameLogin(…) or SessionToken(…)",
    "publishableKey": "credentials=PublishableKey(…)",
    "tenantId": "tenant_id=…",
    "email": "credentials=EmailLogin(…)",
    "userName": "credentials=UserNameLogin(…)",
    "password": "credentials=EmailLogin(…) or UserNameLogin(…)",
    "loginTenantId": "credentials=UserNameLogin(…)",
}


@final
class SecurityScheme:
    """A security scheme of the spec: a value in a header.

    Args:
        name: its name in the spec, `apiKey`.
        header: the header, `x-acme-api-key`.
        sensitive: the value must not show in text.

    """

    __slots__ = ("header", "name", "sensitive")

    def __init__(self, name: str, header: str, *, sensitive: bool = True) -> None:
        self.name: Final = name
        self.header: Final = header
        self.sensitive: Final = sensitive

    def __repr__(self) -> str:
        return f"<SecurityScheme {self.name}: {self.header}>"


@final
class Authorization:
    """How the calls of one security requirement are authorized.

    Attributes:
        headers: what is known in advance.
        session_header: the header for the token of a session that a login opens, or None.

    """

    __slots__ = ("headers", "session_header")

    def __init__(self, headers: Headers, session_header: str | None) -> None:
        self.headers: Final = headers
        self.session_header: Final = session_header

    def __repr__(self) -> str:
        return f"<Authorization {self.headers!r}, session in {self.session_header}>"


@final
class Authorizer:
    """Everything a client can supply, and the choice among an operation's alternatives.

    Args:
        schemes: the spec's security schemes by name.
        credentials: what the client was given; of two that supply the same scheme the first wins.
        tenant_id: the venue, for `x-b2c-tenant-id`.

    Attributes:
        login: the credential that opens sessions, or None.

    """

    __slots__ = ("_chosen", "_headers", "_kinds", "_schemes", "_supplied", "login")

    def __init__(
        self,
        schemes: Mapping[str, SecurityScheme],
        credentials: Sequence[Credential],
        tenant_id: int | str | None,
    ) -> None:
        self._schemes = schemes
        self._kinds = tuple(type(credential).__name__ for credential in credentials)
        self._supplied: dict[str, Secret] = {}
        self._headers: dict[str, str] = {}
        for credential in reversed(credentials):
            self._supplied.update(credential.supplies)
            self._headers.update(credential.headers)
        if tenant_id is not None:
            if not str(tenant_id).isdecimal() or not str(tenant_id).isascii():
                raise InvalidArgument(f"tenant_id is a whole number, not {tenant_id!r}")
            self._supplied[TENANT_SCHEME] = Secret(str(tenant_id))
        self.login: Final = next((c for c in credentials if isinstance(c, Login)), None)
        self._chosen: dict[tuple[tuple[str, ...], ...], Authorization] = {}

    def __repr__(self) -> str:
        return f"<Authorizer with {', '.join(self._kinds) or 'no credentials'}>"

    def secrets(self) -> tuple[Secret, ...]:
        """Give every sensitive value, so that it can be removed from text."""
        return tuple(
            value
            for name, value in self._supplied.items()
            if name not in self._schemes or self._schemes[name].sensitive
        )

    def choose(self, operation: Operation[Any]) -> Authorization:
        """Choose the first alternative that can be met.

        Raises:
            MissingCredentials: none can; the message lists each with its headers and the
                constructor arguments that supply them.

        """
        chosen = self._chosen.get(operation.security)
        if chosen is None:
            chosen = self._chosen[operation.security] = self._choose(operation)
        return chosen

    def _choose(self, operation: Operation[Any]) -> Authorization:
        if not operation.security:
            return Authorization(Headers(), None)
        for alternative in operation.security:
            if all(self._can_supply(scheme) for scheme in alternative):
                by_session = SESSION_SCHEME in alternative and SESSION_SCHEME not in self._supplied
                return Authorization(
                    Headers(
                        (self._header(scheme), self._supplied[scheme].reveal())
                        for scheme in alternative
                        if scheme in self._supplied
                    ),
                    self._header(SESSION_SCHEME) if by_session else None,
                )
        raise self._nothing_fits(operation)

    def _can_supply(self, scheme: str) -> bool:
        return scheme in self._supplied or (
            scheme == SESSION_SCHEME and self.login is not None and scheme in self._schemes
        )

    def _header(self, scheme: str) -> str:
        return self._headers.get(scheme) or self._schemes[scheme].header

    def _nothing_fits(self, operation: Operation[Any]) -> MissingCredentials:
        alternatives = "; or ".join(
            " and ".join(
                f"{self._header(scheme)} (from {_SUPPLIERS.get(scheme, scheme)})"
                if not self._can_supply(scheme)
                else f"{self._header(scheme)} (given)"
                for scheme in alternative
            )
            for alternative in operation.security
        )
        given = ", ".join(self._kinds) or "no credentials"
        error = MissingCredentials(f"needs {alternatives}. The client has {given}")
        error.operation_id = operation.id
        error.method, error.path_template = operation.method, operation.path
        return error
