"""Who asks: API keys, sessions, publishable keys and logins, as the operation demands.

Facts: api-facts/README.md, "Authentication and headers"; api-facts/sessions.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..clock import Clock
from ..http.refusal import Refusal
from ..specification.specification import Operation, specification
from ..values.identifiers import Identifiers

TENANT_SCHEME = "tenantId"
_HEADER_KEYS = ("name", "x-acme-alternative-header")
# What of a user a scheme of a login carries.
_LOGIN = {
    "email": "email", "userName": "user_name", "password": "password", "loginTenantId": "tenant_id",
}  # fmt: skip
_SESSION_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class User:
    """A back-office user.

    Attributes:
        id: the user's number.
        tenant_id: the venue that the user works for.
        password: as it is sent.
        email: empty for a user who has only a user name.
        user_name: empty for a user who has only an e-mail address.
        first_name: of the person.
        last_name: of the person.
        roles: names of the user's roles.

    """

    id: int
    tenant_id: int
    password: str
    email: str = ""
    user_name: str = ""
    first_name: str = ""
    last_name: str = ""
    roles: tuple[str, ...] = ("user",)


@dataclass(frozen=True, slots=True)
class Session:
    """An open session."""

    token: str  # what `x-acme-session` carries
    user: User  # who opened it
    expires_at: float  # seconds since 1970-01-01T00:00:00Z


@dataclass(frozen=True, slots=True)
class Principal:
    """On whose behalf a request is done."""

    tenant_id: int  # the venue
    user: User | None = None  # the back-office user, or None for a caller with a key alone


class Authentication:
    """Knows every credential, whose tenant it is, and the sessions that were opened."""

    def __init__(
        self,
        *,
        api_keys: Mapping[str, int],
        publishable_keys: Mapping[str, int],
        users: tuple[User, ...],
        clock: Clock,
    ) -> None:
        self._keys = {"apiKey": dict(api_keys), "publishableKey": dict(publishable_keys)}
        self._users = users
        self._clock = clock
        self._identifiers = Identifiers()
        self._sessions: dict[str, Session] = {}
        self._headers = {
            name: [scheme[key].lower() for key in _HEADER_KEYS if key in scheme]
            for name, scheme in specification().security_schemes.items()
        }

    @property
    def open_sessions(self) -> int:
        now = self._clock.now()
        return sum(session.expires_at > now for session in self._sessions.values())

    def open_session(self, user: User) -> Session:
        expires_at = self._clock.now() + _SESSION_SECONDS
        session = Session(self._identifiers.token("session"), user, expires_at)
        self._sessions[session.token] = session
        return session

    def principal(
        self, operation: Operation, headers: Mapping[str, str], problems: list[str]
    ) -> Principal:
        """Return on whose behalf the request is done, by the first alternative that is complete.

        Problems are told of a missing or malformed tenant header, which is no secret: the refusal
        that names all other missing headers shall name it too.

        Raises:
            Refusal: 401, no alternative is complete, or a credential is wrong or has expired; 403,
                the tenant is not the credential's.

        """
        sent = {scheme: self._sent(scheme, headers) for scheme in self._headers}
        for alternative in operation.security:
            if all(sent[scheme] for scheme in alternative if scheme != TENANT_SCHEME):
                principal = self._verify(alternative, sent)
                if TENANT_SCHEME in alternative:
                    self._check_tenant(principal, sent[TENANT_SCHEME], problems)
                return principal
        alternatives = (
            " and ".join(f"header {self._headers[scheme][0]}" for scheme in alternative)
            for alternative in operation.security
        )
        raise Refusal(401, f"{operation.id} needs {', or '.join(alternatives)}")

    def _sent(self, scheme: str, headers: Mapping[str, str]) -> str:
        return next((headers[name] for name in self._headers[scheme] if headers.get(name)), "")

    def _verify(self, alternative: tuple[str, ...], sent: Mapping[str, str]) -> Principal:
        if "password" in alternative:
            for user in self._users:
                if all(str(getattr(user, _LOGIN[each])) == sent[each] for each in alternative):
                    return Principal(user.tenant_id, user)
            raise Refusal(401, "no user has these credentials")
        if "session" in alternative:
            return self._session(sent["session"])
        scheme = next(scheme for scheme in alternative if scheme in self._keys)
        tenant_id = self._keys[scheme].get(sent[scheme])
        if tenant_id is None:
            raise Refusal(401, f"the value of {self._headers[scheme][0]} is not known")
        return Principal(tenant_id)

    def _session(self, token: str) -> Principal:
        session = self._sessions.get(token)
        if session is None:
            raise Refusal(401, "the session is not known", type="SESSION_UNKNOWN")
        if session.expires_at <= self._clock.now():
            raise Refusal(401, "the session has expired: open a new one", type="SESSION_EXPIRED")
        return Principal(session.user.tenant_id, session.user)

    def _check_tenant(self, principal: Principal, sent: str, problems: list[str]) -> None:
        name = self._headers[TENANT_SCHEME][0]
        if not sent:
            problems.append(f"header {name} is missing")
        elif not sent.isascii() or not sent.isdecimal():
            problems.append(f"header {name} is no integer: {sent[:60]!r}")
        elif int(sent) != principal.tenant_id:
            raise Refusal(403, f"the credentials are not those of tenant {int(sent)}")
