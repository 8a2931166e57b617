"""Credentials; none shows its secret. Facts: api-facts/sessions.md, api-facts/checkout.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn, final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.redaction import Secret, frameless, is_header_value

if TYPE_CHECKING:
    from datetime import datetime


class Credential:
    """Something that supplies security schemes, each with the value of its header.

    `headers` names the header to use instead of the spec's, where the API takes two spellings.
    """

    def __init__(self, headers: Mapping[str, str] = {}, **given: tuple[str, Any]) -> None:
        """Take the argument and the value of each scheme."""
        supplies: dict[str, Secret] = {}
        for scheme, (argument, value) in given.items():
            told = f"{type(self).__name__}({argument})"
            if not isinstance(value, str) or not value.strip():
                raise InvalidArgument(f"{told} is empty")
            if not is_header_value(value):
                told += " has a character that cannot travel in a header, or blanks around it"
                raise InvalidArgument(told)
            supplies[scheme] = Secret(value)
        self.supplies: Final[Mapping[str, Secret]] = supplies
        self.headers: Final = headers

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} is not pickled or copied: it holds a secret. "
            "Build it anew where it is needed, from where the secret is kept."
        )


class Login(Credential):
    """A credential that opens sessions, which expire and are renewed by the client."""


@final
class ApiKey(Credential):
    """A venue's API key, the credential for production.

    Args:
        key: the key as it was issued; its form is the vendor's business.

    """

    @frameless
    def __init__(self, key: str) -> None:
        super().__init__(apiKey=("key", key))


@final
class PublishableKey(Credential):
    """A publishable key, good for the checkout straight from a browser (CORS) only."""

    @frameless
    def __init__(self, key: str) -> None:
        super().__init__(publishableKey=("key", key))


@final
class EmailLogin(Login):
    """The login of a user who is known by e-mail address."""

    @frameless
    def __init__(self, email: str, password: str) -> None:
        super().__init__(email=("email", email), password=("password", password))


@final
class UserNameLogin(Login):
    """The login of a user who has a user name only.

    Args:
        user_name: the name.
        password: the password.
        tenant_id: the tenant the user belongs to.
        header: the spelling of the header that carries the name. The vendor's overview uses
            both; its sample has the default (api-facts/README.md).

    """

    @frameless
    def __init__(
        self,
        user_name: str,
        password: str,
        tenant_id: int | str,
        *,
        header: Literal["x-acme-user-name", "x-acme-username"] = "x-acme-user-name",
    ) -> None:
        if header not in {"x-acme-user-name", "x-acme-username"}:
            raise InvalidArgument(
                "UserNameLogin(header) is either x-acme-user-name or x-acme-username"
            )
        tenant = str(tenant_id) if type(tenant_id) in {int, str} else ""
        super().__init__(
            {"userName": header},
            userName=("user_name", user_name),
            password=("password", password),
            loginTenantId=("tenant_id", tenant),
        )


@final
class SessionToken(Credential):
    """A session that was opened elsewhere; it cannot be renewed from here.

    Args:
        token: the session's token.
        expires_at: when it ends, an aware datetime; None if that is not known.

    """

    @frameless
    def __init__(self, token: str, expires_at: datetime | None = None) -> None:
        offset = getattr(expires_at, "utcoffset", lambda: None)()
        if expires_at is not None and offset is None:
            raise InvalidArgument(
                "SessionToken(expires_at) is a datetime and needs a time zone, such as UTC"
            )
        super().__init__(session=("token", token))
        self.expires_at: Final = expires_at
