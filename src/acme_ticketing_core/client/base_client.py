"""What a synchronous and an asynchronous client have in common."""

from __future__ import annotations

import random
import warnings
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from os import PathLike
from typing import Any, ClassVar, Final, Generic, NoReturn, TypeVar
from urllib.parse import urlsplit

from acme_ticketing_core import errors
from acme_ticketing_core.auth.credentials import Credential, Login, SessionToken
from acme_ticketing_core.auth.security import Authorizer
from acme_ticketing_core.client.definition import ClientDefinition
from acme_ticketing_core.client.light_copies import LightCopies, SharedState
from acme_ticketing_core.client.raw import DryRun, RawAnswer
from acme_ticketing_core.exchange.call import Call, PreparedOperation, Sessions
from acme_ticketing_core.exchange.exchange import exchange
from acme_ticketing_core.observability.hooks import (
    Hooks,
    OnDrift,
    OnRequest,
    OnResponse,
    OnRetry,
    OnWait,
)
from acme_ticketing_core.operations.operation import Ask, Conversation, Operation
from acme_ticketing_core.operations.options import (
    CallOptions,
    Priority,
    checked_count,
    checked_seconds,
)
from acme_ticketing_core.pagination.pages import Arrival
from acme_ticketing_core.pagination.paging import Paging, Slice, told
from acme_ticketing_core.rate_limit.gate import Budget, Gate, GateReading, gate_for
from acme_ticketing_core.rate_limit.store import Store
from acme_ticketing_core.redaction import Headers, Redactor, Secret, frameless, without_frames
from acme_ticketing_core.request.bodies import encode
from acme_ticketing_core.request.parameters import further_headers, target
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK, Clock
from acme_ticketing_core.runtime.lazy import cached_property
from acme_ticketing_core.runtime.unset import UNSET, settled
from acme_ticketing_core.settings import environments
from acme_ticketing_core.settings.configuration import configuration
from acme_ticketing_core.settings.environments import Environment
from acme_ticketing_core.transport.libraries import HttpName
from acme_ticketing_core.transport.pools import Connections
from acme_ticketing_core.transport.steps import Request, Steps

T = TypeVar("T")
TransportT = TypeVar("TransportT")
SharedT = TypeVar("SharedT", bound=SharedState[Any])

_TRANSPORT_HEADERS: Final = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "cookie", "host"}
    | {"te", "trailer", "transfer-encoding", "upgrade", "user-agent"}
)


class BaseClient(LightCopies, Generic[TransportT, SharedT]):
    """What a client is told once, and how it prepares a call.

    Make one and keep it: it holds the connections and the session. It may be shared by all
    threads or tasks, and works on in a child process after `fork()`.
    """

    _definition: ClassVar[ClientDefinition]
    _new_shared_state: type[SharedT]

    @frameless
    def __init__(
        self,
        credentials: Credential | Sequence[Credential] | None = None,
        *,
        environment: Environment | None = None,
        tenant_id: int | str | None = None,
        profile: str | None = None,
        deadline: float | None = 60.0,
        connect_timeout: float = 10.0,
        timeout: float = 30.0,
        retries: int = 2,
        strict: bool | None = None,
        time_zone: tzinfo | str | None = None,
        egress: str = "default",
        rate_limit_store: Store | None = None,
        priority: Priority = "interactive",
        http: HttpName | None = None,
        transport: TransportT | None = None,
        ca_file: str | PathLike[str] | None = None,
        clock: Clock = SYSTEM_CLOCK,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
        on_retry: OnRetry | None = None,
        on_wait: OnWait | None = None,
        on_drift: OnDrift | None = None,
        drift_log: str | PathLike[str] | None = None,
    ) -> None:
        """Make a client; nothing is sent.

        What is not given of credentials, environment, tenant, `strict`, `time_zone`, `http` and
        `drift_log` is looked for in environment variables and then in a profile of
        `~/.config/acme/config.toml`.
        """
        definition = self._definition
        found = configuration(
            environment=environment,
            tenant_id=tenant_id,
            strict=strict,
            time_zone=time_zone,
            drift_log=drift_log,
            http=http,
            profile=profile,
            with_credentials=credentials is not None,
        )
        self._credentials = environments.checked_credentials(
            found.credentials if credentials is None else credentials
        )
        self._environment = found.environment
        self._base_url = found.environment.base_url(definition.servers)
        self._host = urlsplit(self._base_url).netloc
        self._egress = environments.checked_text("egress", egress)
        if rate_limit_store is not None:
            environments.checked_methods("rate_limit_store", rate_limit_store, "change")
        self._rate_limit_store = rate_limit_store
        self._hooks = Hooks.of(on_request, on_response, on_retry, on_wait, on_drift)
        self._tolerance = found.tolerance
        self._defaults = self._options = CallOptions(
            deadline=None if deadline is None else checked_seconds("deadline", deadline),
            timeout=checked_seconds("timeout", timeout),
            retries=checked_count("retries", retries),
            priority=priority,
        )
        self._buyer_ip: str | None = None
        self._made: list[Call[Any]] | None = None
        self._dry = False
        self._clock = environments.checked_methods("clock", clock, "now", "monotonic")
        self._random = random.random
        self._connect_timeout = checked_seconds("connect_timeout", connect_timeout)
        self._authorizer = Authorizer(
            definition.security_schemes, self._credentials, found.tenant_id, found.looked_in
        )
        if self._authorizer.login is not None and definition.open_session is None:
            raise errors.InvalidArgument(
                "credentials: this API has no operation that opens a session"
            )
        ca_file = None if ca_file is None else environments.existing_file("ca_file", ca_file)
        self._shared = self._new_shared_state(self._base_url, clock, transport, ca_file, found.http)
        if found.drift_log is not None:
            from acme_ticketing_core.observability.drift_log import DriftLog

            log = DriftLog(found.drift_log, definition.version, clock)
            self._hooks = self._hooks.joined(Hooks(drift_logs=(log,)))
            self._shared.at_end.append(log.flush)
        self._redactor = Redactor(self._live_secrets)
        self._taken_headers = _TRANSPORT_HEADERS | {
            scheme.header.lower() for scheme in definition.security_schemes.values()
        }
        self._prepared: dict[Operation[Any], PreparedOperation] = {}
        self._warn_of_session_in_production()

    def __repr__(self) -> str:
        kinds = ", ".join(type(credential).__name__ for credential in self._credentials)
        return f"<{type(self).__name__} {self._environment!r} with {kinds or 'no credentials'}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} is not pickled or copied: it holds connections and secrets. "
            "Make a new one where it is needed."
        )

    @property
    def base_url(self) -> str:
        """Where calls go, without a slash at its end."""
        return self._base_url

    @property
    def clock(self) -> Clock:
        """Where the client's time comes from."""
        return self._clock

    @property
    def connections(self) -> Connections:
        """What the pool of connections holds: open, idle, in use, and calls that wait for one."""
        held: Connections = self._shared.transport.connections
        return held._replace(waiting=len(self._shared.waiting))

    def rate_limit(self, profile: str = "b2b") -> GateReading:
        """Tell what is known of a rate limit: its state, the learned limit, who waits.

        Args:
            profile: the limit profile: `b2b`, `b2c` or `cors`.

        Raises:
            InvalidArgument: there is no such profile.

        """
        profiles = self._definition.limits
        if profile not in profiles:
            raise errors.InvalidArgument(
                f"profile is one of {', '.join(profiles)}, not {profile!r}"
            )
        return self._gate(profile).read()

    @abstractmethod
    def hold(self, steps: Conversation[Any]) -> Any: ...

    def _steps(self, asked: Ask) -> Steps[Any]:
        raw, options = asked.raw, self._chosen(asked.options)
        deadline = settled(options.deadline)
        ends_at = None if deadline is None else self._clock.monotonic() + deadline
        try:
            call = self._call(asked, options, ends_at)
        except errors.ConfigurationError as error:
            # Tracebacks with local variables show the caller's values in his own frames only.
            del asked
            raise without_frames(error) from None
        del asked
        if self._dry:
            raise DryRun(call)
        try:
            answer = yield from exchange(call)
        except errors.PurchaseInDoubt as doubt:
            from acme_ticketing_core.purchases.settle import can_be_settled

            can_be_settled(self, doubt, call.operation, call.request.content)
            raise
        if raw:
            return RawAnswer(answer, [call])
        if self._made is not None:
            self._made.append(call)
        return answer

    def _listing(
        self, paging: Paging[Any, T], asked: Ask
    ) -> tuple[Callable[[], Steps[Slice[T]]], Callable[[int], Steps[Arrival[T]]], int]:
        """Give the calls of a listing: for its first page, for others; how many are made ahead."""

        def placed(part: Slice[T]) -> Slice[T]:
            return told(asked.operation, part, self._hooks, strict=strict)

        def first() -> Steps[Slice[T]]:
            answer = yield from self._steps(asked)
            return placed(paging.first(asked.arguments, answer))

        def fetch(number: int) -> Steps[Arrival[T]]:
            numbered = {**asked.arguments, paging.page: number}
            try:
                answer = yield from self._steps(asked._replace(arguments=numbered))
            except errors.NotFound as end:
                answer = end
            return lambda previous: placed(paging.next(previous, answer))

        paging.check(asked.arguments)
        chosen = self._chosen(asked.options)
        strict = self._tolerance.told(strict=chosen.strict).strict
        return first, fetch, chosen.pages_ahead()

    def _chosen(self, options: CallOptions | None) -> CallOptions:
        return self._options if options is None else self._options.overridden_by(options)

    def _call(self, asked: Ask, options: CallOptions, ends_at: float | None) -> Call[Any]:
        operation, body = asked.operation, asked.body
        try:
            if self._shared.closed:
                raise errors.ClientClosed("this client was closed; make a new one")
            prepared = self._prepared.get(operation)
            if prepared is None:
                prepared = self._prepared[operation] = self._prepare(operation)
            prepared.authorization.check(self._clock.now())
            if operation.body_required and (body is UNSET or body is None):
                raise errors.InvalidArgument(f"missing: body ({operation.body})")
            goal = target(operation, asked.arguments, options.new_request_id(), self._buyer_ip)
            url, headers = self._base_url + goal.path, prepared.headers + goal.headers
            if options.headers:
                taken = self._taken_headers.union(name.lower() for name, _ in goal.headers)
                headers += further_headers(options.headers, taken)
            content = None
            if body is not UNSET and operation.body is not None:
                content_type, content = encode(operation.media_type_of(body), body)
                headers += Headers([("content-type", content_type)])
        except errors.ConfigurationError as error:
            error.operation_id = operation.id
            error.method = operation.method
            error.path_template = operation.path
            raise
        return Call(
            operation=operation,
            request=Request(method=operation.method, url=url, headers=headers, content=content),
            authorization=prepared.authorization,
            sessions=self._sessions,
            gate=prepared.gate,
            ticket=prepared.gate.ticket(options.priority or "interactive"),
            hooks=self._hooks,
            tolerance=self._tolerance.told(strict=options.strict),
            sink=asked.sink,
            clock=self._clock,
            connect_timeout=self._connect_timeout,
            read_timeout=settled(options.timeout),
            retries=settled(options.retries),
            random=self._random,
            redactor=self._redactor,
            began_at=self._clock.monotonic(),
            ends_at=ends_at,
            request_uuid=goal.request_uuid,
            request_id=goal.request_id,
            repeat_in_doubt=options.repeat_in_doubt,
        )

    def _prepare(self, operation: Operation[Any]) -> PreparedOperation:
        authorization = self._authorizer.choose(operation)
        kinds = {answer.kind for answer in operation.answers.values()}
        accepted = "application/json" if kinds <= {"json", "empty"} else "*/*"
        agent = f"acme-ticketing/{self._definition.version}"
        fixed = {"accept": accepted, "accept-encoding": "gzip, deflate", "user-agent": agent}
        headers = Headers(fixed.items()) + authorization.headers
        return PreparedOperation(authorization, headers, self._gate(operation.limit))

    def _gate(self, profile: str) -> Gate:
        budget = Budget(self._host, self._egress, profile)
        return gate_for(budget, self._clock, self._rate_limit_store)

    @cached_property
    def _sessions(self) -> Sessions | None:
        open_session, read_session = self._definition.open_session, self._definition.read_session
        if self._authorizer.login is None or open_session is None or read_session is None:
            return None

        def log_in(ends_at: float | None) -> Call[Any]:
            return self._call(Ask(open_session(), {}, UNSET, None), self._defaults, ends_at)

        return Sessions(self._shared.session_cache, log_in, read_session)

    def _live_secrets(self) -> Iterator[Secret]:
        yield from self._authorizer.secrets()
        if (session := self._shared.session_cache.newest) is not None:
            yield session.token

    def _warn_of_session_in_production(self) -> None:
        sessions = any(isinstance(each, (Login, SessionToken)) for each in self._credentials)
        if sessions and environments.is_production(self._base_url, self._definition.servers):
            warnings.warn(
                "sessions expire and are not meant for production; use an ApiKey there",
                errors.SessionInProduction,
                stacklevel=4,
            )
