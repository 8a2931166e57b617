"""What a synchronous and an asynchronous client have in common: their settings, and making calls."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, NoReturn, TypeVar, cast, final
from urllib.parse import urlsplit

from acme_ticketing_core import json
from acme_ticketing_core.call import Call, Policy, Sessions
from acme_ticketing_core.clock import SYSTEM_CLOCK, Clock
from acme_ticketing_core.codec import write_any
from acme_ticketing_core.configuration import configuration
from acme_ticketing_core.credentials import Credential, Login, SessionToken
from acme_ticketing_core.definition import ClientDefinition
from acme_ticketing_core.environments import Environment
from acme_ticketing_core.errors import (
    ClientClosed,
    ConfigurationError,
    InvalidArgument,
    SessionInProduction,
)
from acme_ticketing_core.fork import reset_after_fork
from acme_ticketing_core.model import Model
from acme_ticketing_core.operation import Operation
from acme_ticketing_core.options import NO_OPTIONS, CallOptions, Priority, checked_priority
from acme_ticketing_core.parameters import further_headers, target
from acme_ticketing_core.rate_limit import (
    Budget,
    Gate,
    GateReading,
    Store,
    Waiting,
    gate_for,
)
from acme_ticketing_core.redaction import Headers, Redactor, Secret
from acme_ticketing_core.security import Authorization, Authorizer
from acme_ticketing_core.sessions import SessionCache
from acme_ticketing_core.steps import Request
from acme_ticketing_core.unset import UNSET, Unset

T = TypeVar("T")
DoorT = TypeVar("DoorT")

MOST_CONNECTIONS: Final = 100
"""Requests of one client that are on the wire at the same time.

The client counts them, not httpx's pool: a request that has queued must look at the rate gate
again before it starts.
"""

_TRANSPORT_HEADERS: Final = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "cookie", "host"}
    | {"te", "trailer", "transfer-encoding", "upgrade", "user-agent"}
)


class BaseClient(Generic[DoorT]):
    """Settings of a client.

    Make one and keep it: it holds the connections and the session. It may be shared by all
    threads or tasks, and works on in a child process after `fork()`.

    Credentials, environment and tenant that are not given are looked for in environment
    variables and then in a profile of `~/.config/acme/config.toml`; `configuration` says how.

    Args:
        credentials: one credential or several; each call takes the first alternative of its
            operation that they can meet.
        environment: where the API is; production if nothing says otherwise.
        tenant_id: the venue, for the calls of the B2C area (`x-b2c-tenant-id`).
        deadline: seconds for a whole call, its waits and retries included. None means no
            deadline: a call then outwaits any block of the rate limit.
        connect_timeout: seconds for a connection.
        read_timeout: seconds for each piece of an answer.
        max_retries: how often a failed attempt is repeated, where that is safe. Waiting for
            the rate limit is not a failure and is bounded by the deadline only.
        transport: an httpx transport to send through instead of the network.
        ca_file: a PEM file of the certificate authorities to trust instead of the usual ones.
        clock: where time comes from.
        egress: a name for the address that the server sees, if the program has several ways
            out; each has a rate limit of its own.
        rate_limit_store: where the rate limit's state lives, if other processes or hosts share
            the limit: a `SqliteStore` or a `RedisStore`. By default the process keeps it.
        priority: `bulk` lets the calls of others go first that people wait for.
        on_wait: is called whenever a call has to wait for the rate limit.
        profile: the profile to take what is not given from; it goes before the environment
            variables.

    Raises:
        InvalidArgument: a setting makes no sense; the message names it.

    """

    _definition: ClassVar[ClientDefinition]

    def __init__(
        self,
        credentials: Credential | Sequence[Credential] | None = None,
        *,
        environment: Environment | None = None,
        tenant_id: int | str | None = None,
        deadline: float | None = 60.0,
        connect_timeout: float = 10.0,
        read_timeout: float = 30.0,
        max_retries: int = 2,
        transport: DoorT | None = None,
        ca_file: str | PathLike[str] | None = None,
        clock: Clock = SYSTEM_CLOCK,
        egress: str = "default",
        rate_limit_store: Store | None = None,
        priority: Priority = "interactive",
        on_wait: Callable[[Waiting], None] | None = None,
        profile: str | None = None,
    ) -> None:
        definition = self._definition
        if environment is not None:
            _check_environment(environment)
        found = configuration(
            environment=environment,
            tenant_id=tenant_id,
            profile=profile,
            with_credentials=credentials is not None,
        )
        self._credentials = _checked_credentials(
            found.credentials if credentials is None else credentials
        )
        self._environment = found.environment
        self._base_url = found.environment.base_url(definition.servers)
        self._host = urlsplit(self._base_url).netloc
        self._egress = egress
        self._rate_limit_store = rate_limit_store
        self._priority: Priority = checked_priority(priority)
        self._on_wait = on_wait
        self._clock = clock
        self._deadline = None if deadline is None else _positive("deadline", deadline)
        self._policy = Policy(
            connect_timeout=_positive("connect_timeout", connect_timeout),
            read_timeout=_positive("read_timeout", read_timeout),
            max_retries=_natural("max_retries", max_retries),
            random=random.random,
        )
        self._door = transport
        self._ca_file = None if ca_file is None else _existing_file("ca_file", ca_file)
        self._closed = False
        self._authorizer = Authorizer(
            definition.security_schemes, self._credentials, found.tenant_id, found.looked_in
        )
        self._session_cache = SessionCache()
        self._sessions = self._how_sessions_open()
        self._redactor = Redactor(self._live_secrets)
        self._taken_headers = _TRANSPORT_HEADERS | {
            scheme.header.lower() for scheme in definition.security_schemes.values()
        }
        self._plans: dict[Operation[Any], _Plan] = {}
        self._warn_of_session_in_production()
        self._start()
        reset_after_fork(self)

    def __repr__(self) -> str:
        kinds = ", ".join(type(credential).__name__ for credential in self._credentials)
        return f"<{type(self).__name__} {self._environment!r} with {kinds or 'no credentials'}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} is not pickled or copied: it holds connections and secrets. "
            "Make a new one where it is needed."
        )

    def rate_limit(self, profile: str = "b2b") -> GateReading:
        """Tell what is known of a rate limit: its state, the learned limit, who waits.

        Args:
            profile: the limit profile: `b2b`, `b2c` or `cors`.

        """
        return self._gate(profile).read()

    def reset_after_fork(self) -> None:
        """Make locks and connections anew, in the child.

        The parent's connections are left unclosed: closing would say goodbye in its name.
        """
        self._session_cache.reset_after_fork()
        self._start()

    def _start(self) -> None:
        """Make connections, and what threads or tasks of this process queue for."""
        raise NotImplementedError

    def _prepare(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any,
        options: CallOptions | None,
    ) -> Call[T]:
        """Check and encode a call, once for all its attempts.

        Raises:
            ConfigurationError: whatever is wrong with it is found here, before the wire.

        """
        options = options or NO_OPTIONS
        deadline = self._deadline if isinstance(options.deadline, Unset) else options.deadline
        ends_at = None if deadline is None else self._clock.monotonic() + deadline
        return self._call(operation, arguments, body=body, options=options, ends_at=ends_at)

    def _call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        *,
        body: Any = UNSET,
        options: CallOptions = NO_OPTIONS,
        ends_at: float | None,
    ) -> Call[T]:
        try:
            if self._closed:
                raise ClientClosed("this client was closed; make a new one")
            plan = self._plans.get(operation)
            if plan is None:
                plan = self._plans[operation] = self._plan(operation)
            plan.authorization.check(self._clock.now())
            if operation.body_required and (body is UNSET or body is None):
                raise InvalidArgument(f"missing: body ({operation.body})")
            goal = target(operation, arguments, options.request_id)
            headers = plan.headers + goal.headers
            if options.headers:
                headers += self._further_headers(options.headers, goal.headers)
            content = None
            if body is not UNSET and operation.body is not None:
                headers += Headers([("content-type", operation.body)])
                content = _encode(body)
        except ConfigurationError as error:
            error.operation_id = operation.id
            error.method = operation.method
            error.path_template = operation.path
            raise
        return Call(
            operation,
            Request(operation.method, self._base_url + goal.path, headers, content),
            plan.authorization,
            sessions=self._sessions,
            gate=plan.gate,
            priority=options.priority or self._priority,
            on_wait=self._on_wait,
            clock=self._clock,
            policy=self._policy if options is NO_OPTIONS else self._policy.with_options(options),
            redactor=self._redactor,
            ends_at=ends_at,
            request_uuid=goal.request_uuid,
            request_id=goal.request_id,
        )

    def _plan(self, operation: Operation[Any]) -> _Plan:
        authorization = self._authorizer.choose(operation)
        kinds = {answer.kind for answer in operation.answers.values()}
        fixed = Headers(
            [
                ("accept", "application/json" if kinds <= {"json", "empty"} else "*/*"),
                ("accept-encoding", "gzip, deflate"),
                ("user-agent", f"acme-ticketing/{self._definition.version}"),
            ]
        )
        gate = self._gate(operation.limit)
        return _Plan(authorization, fixed + authorization.headers, gate)

    def _gate(self, profile: str) -> Gate:
        budget = Budget(self._host, self._egress, profile)
        return gate_for(budget, self._clock, self._rate_limit_store)

    def _further_headers(self, headers: Mapping[str, str], given: Headers) -> Headers:
        return further_headers(headers, self._taken_headers | {name.lower() for name, _ in given})

    def _how_sessions_open(self) -> Sessions | None:
        definition = self._definition
        if self._authorizer.login is None:
            return None
        open_session, read_session = definition.open_session, definition.read_session
        if open_session is None or read_session is None:
            raise InvalidArgument("credentials: this API has no operation that opens a session")
        return Sessions(
            self._session_cache,
            lambda ends_at: self._call(open_session(), {}, ends_at=ends_at),
            read_session,
        )

    def _live_secrets(self) -> Iterator[Secret]:
        yield from self._authorizer.secrets()
        if (session := self._session_cache.newest) is not None:
            yield session.token

    def _warn_of_session_in_production(self) -> None:
        if self._base_url != self._definition.servers.get("production"):
            return
        if any(isinstance(credential, (Login, SessionToken)) for credential in self._credentials):
            warnings.warn(
                "sessions expire and are not meant for production; use an ApiKey there",
                SessionInProduction,
                stacklevel=3,
            )


@final
class _Plan:
    """What all calls of one operation by one client have in common."""

    __slots__ = ("authorization", "gate", "headers")

    def __init__(self, authorization: Authorization, headers: Headers, gate: Gate) -> None:
        self.authorization: Final = authorization
        self.headers: Final = headers
        self.gate: Final = gate


def warn_of_deprecated(operation: Operation[Any]) -> None:
    """Warn whoever calls the generated method; Python shows it once for each place in the code."""
    instead = f"; use {operation.deprecated} instead" if operation.deprecated else ""
    # Up through this function, the client's method and the generated one.
    warnings.warn(f"{operation.id} is deprecated{instead}", DeprecationWarning, stacklevel=4)


def _encode(body: Any) -> bytes:
    try:
        return json.dumps(body if isinstance(body, Model) else write_any(body))
    except RecursionError:
        problem = "the body contains itself, or is nested too deeply"
    raise InvalidArgument(problem)


def _checked_credentials(credentials: object) -> tuple[Credential, ...]:
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


def _check_environment(environment: object) -> None:
    if not isinstance(environment, Environment):
        raise InvalidArgument(
            f"environment: a {type(environment).__name__} is none; "
            "give Production(), Sandbox(10) or BaseUrl(…)"
        )


def _existing_file(name: str, file: str | PathLike[str]) -> str:
    if not Path(file).is_file():
        raise InvalidArgument(f"{name}: there is no file {str(file)!r}")
    return str(file)


def _positive(name: str, seconds: float) -> float:
    if not 0 < seconds < float("inf"):
        raise InvalidArgument(f"{name} is a number of seconds above 0, not {seconds!r}")
    return seconds


def _natural(name: str, number: int) -> int:
    if number < 0:
        raise InvalidArgument(f"{name} is 0 or more, not {number!r}")
    return number
