"""Which credentials a call sends: the first alternative that can be met; the session of a login."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from math import inf
from typing import Any, Final, NamedTuple, final

from acme_ticketing_core.auth.credentials import Credential, Login, SessionToken
from acme_ticketing_core.errors import AcmeError, InvalidArgument, MissingCredentials
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.redaction import Headers, Secret

MARGIN: Final = 60.0  # seconds before its end, so that no call outlives a session


class Session(NamedTuple):
    """An open session; `ends_at` (`expireMs`, api-facts/sessions.md) is infinite if not told."""

    token: Secret
    ends_at: float


@final
class SessionCache:
    """The one session of a client, shared by its threads and tasks; logins take turns.

    Calls that were queueing behind a failed login fail with it instead of knocking again, one
    after the other, with a wrong password.
    """

    def __init__(self) -> None:
        self._failure: AcmeError | None = None
        self.newest: Session | None = None
        self.logins = 0

    def current(self, now: float) -> Session | None:
        session = self.newest
        return session if session is not None and now < session.ends_at - MARGIN else None

    def store(self, token: str, ends_at: float | None) -> None:
        self.newest = Session(Secret(token), inf if ends_at is None else ends_at)
        self._failure = None
        self.logins += 1

    def fail(self, error: AcmeError) -> None:
        self._failure = error
        self.logins += 1

    def failure_since(self, logins: int) -> AcmeError | None:
        """Give a copy of the last login's failure, if that login ended after so many others."""
        return None if self.logins == logins or self._failure is None else copy(self._failure)

    def invalidate(self, session: Session) -> None:
        if self.newest is session:
            self.newest = session._replace(ends_at=-inf)


SESSION_SCHEME: Final = "session"  # what a login supplies (api-facts/sessions.md)
TENANT_SCHEME: Final = "tenantId"  # what `tenant_id` supplies (api-facts/README.md)

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


class SecurityScheme(NamedTuple):
    """A security scheme of the spec: a value in a header."""

    name: str  # `apiKey`
    header: str  # `x-acme-api-key`
    sensitive: bool = True


class Authorization(NamedTuple):
    """How the calls of one security requirement are authorized."""

    headers: Headers
    session_header: str | None = None  # for the token of a session that a login opens
    ends_at: datetime | None = None  # of a given session token

    def check(self, now: float) -> None:
        if self.ends_at is not None and self.ends_at.timestamp() <= now:
            raise MissingCredentials(
                f"the SessionToken ended at {self.ends_at.isoformat()}; open a new session, "
                "or give a login, which renews its session by itself"
            )


@final
class Authorizer:
    """Everything a client can supply, and the choice among an operation's alternatives."""

    def __init__(
        self,
        schemes: Mapping[str, SecurityScheme],
        credentials: Sequence[Credential],
        tenant_id: int | str | None,
        looked_in: str = "",
    ) -> None:
        self._schemes = schemes
        self._credentials = credentials
        self._looked_in = looked_in
        self._supplied: dict[str, Secret] = {}
        self._headers: dict[str, str] = {}
        for credential in reversed(credentials):
            self._supplied.update(credential.supplies)
            self._headers.update(credential.headers)
        if tenant_id is not None:
            given: Any = tenant_id  # whatever its annotation promised
            text = str(given) if isinstance(given, (int, str)) else ""
            if not text.isdecimal() or not text.isascii():
                raise InvalidArgument(f"tenant_id is a whole number, not {tenant_id!r}")
            self._supplied[TENANT_SCHEME] = Secret(text)
        self.login: Final = next((c for c in credentials if isinstance(c, Login)), None)
        self._can_supply = set(self._supplied)
        if self.login is not None:
            self._can_supply |= schemes.keys() & {SESSION_SCHEME}
        self._token_ends_at = next(
            (c.expires_at for c in credentials if isinstance(c, SessionToken)), None
        )

    def for_tenant(self, tenant_id: int | str) -> Authorizer:
        return Authorizer(self._schemes, self._credentials, tenant_id, self._looked_in)

    def secrets(self) -> tuple[Secret, ...]:
        return tuple(
            value
            for name, value in self._supplied.items()
            if name not in self._schemes or self._schemes[name].sensitive
        )

    def choose(self, operation: Operation[Any]) -> Authorization:
        for alternative in operation.security or ((),):
            if not self._can_supply.issuperset(alternative):
                continue
            given = Headers(
                (self._header(scheme), self._supplied[scheme].reveal())
                for scheme in alternative
                if scheme in self._supplied
            )
            if SESSION_SCHEME not in alternative:
                return Authorization(given)
            if SESSION_SCHEME in self._supplied:
                return Authorization(given, ends_at=self._token_ends_at)
            return Authorization(given, session_header=self._header(SESSION_SCHEME))
        raise self._nothing_fits(operation)

    def _header(self, scheme: str) -> str:
        return self._headers.get(scheme) or self._schemes[scheme].header

    def _nothing_fits(self, operation: Operation[Any]) -> MissingCredentials:
        def told(scheme: str) -> str:
            supplier = f"from {_SUPPLIERS.get(scheme, scheme)}"
            return f"{self._header(scheme)} ({'given' if scheme in self._can_supply else supplier})"

        alternatives = "; or ".join(
            " and ".join(map(told, alternative)) for alternative in operation.security
        )
        kinds = ", ".join(type(credential).__name__ for credential in self._credentials)
        looked_in = f"; {self._looked_in}" if self._looked_in else ""
        return MissingCredentials(
            f"needs {alternatives}; the client has {kinds or 'no credentials'}{looked_in}",
            missing=tuple(
                tuple(scheme for scheme in alternative if scheme not in self._can_supply)
                for alternative in operation.security
            ),
        )
