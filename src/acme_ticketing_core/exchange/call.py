"""One call under way: what is to be done, the time it has, and what has happened so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar, final

from acme_ticketing_core.auth.security import Authorization
from acme_ticketing_core.auth.sessions import SessionCache
from acme_ticketing_core.errors import AcmeError, PurchaseInDoubt
from acme_ticketing_core.models.reading import TOLERANT, Tolerance
from acme_ticketing_core.observability.hooks import NO_HOOKS, Hooks
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.operations.options import CallOptions, Priority
from acme_ticketing_core.purchases.facts import paid_by_card
from acme_ticketing_core.rate_limit import Gate
from acme_ticketing_core.redaction.redaction import Redactor
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.unset import UNSET, Unset
from acme_ticketing_core.transport.steps import Request, Response, Sink

T = TypeVar("T")


@final
class Sessions:
    """How a call gets at a session.

    Args:
        cache: the client's session.
        login: makes the call that opens one, to end at the given moment at the latest.
        read: takes its answer apart into the token and its end in epoch milliseconds.

    """

    __slots__ = ("cache", "login", "read")

    def __init__(
        self,
        cache: SessionCache,
        login: Callable[[float | None], Call[Any]],
        read: Callable[[Any], tuple[str, int | None]],
    ) -> None:
        self.cache: Final = cache
        self.login: Final = login
        self.read: Final = read


@final
class Policy:
    """How patient a call is.

    Args:
        connect_timeout: seconds for a connection.
        timeout: seconds for each piece of a response.
        retries: how often a failed attempt is repeated.
        random: gives a number from 0 up to 1, for the jitter of the pauses between attempts.

    """

    __slots__ = ("connect_timeout", "random", "retries", "timeout")

    def __init__(
        self,
        *,
        connect_timeout: float,
        timeout: float,
        retries: int,
        random: Callable[[], float],
    ) -> None:
        self.connect_timeout: Final = connect_timeout
        self.timeout: Final = timeout
        self.retries: Final = retries
        self.random: Final = random

    def with_options(self, options: CallOptions) -> Policy:
        """Give the policy of a call that was told otherwise."""
        if isinstance(options.timeout, Unset) and isinstance(options.retries, Unset):
            return self
        return Policy(
            connect_timeout=self.connect_timeout,
            timeout=(self.timeout if isinstance(options.timeout, Unset) else options.timeout),
            retries=(self.retries if isinstance(options.retries, Unset) else options.retries),
            random=self.random,
        )


@final
class Call(Generic[T]):
    """One logical call, however often it is sent.

    Attributes:
        request: what is sent; a redirect puts another place into it.
        attempts: how many times it was sent.
        waited: seconds it has waited.
        response: what the server answered last.
        maybe_applied: an attempt ended without telling whether the server acted on it.
        first_sent: when it was first sent, in seconds since 1970; 0 before.

    """

    __slots__ = (
        "_repeat_in_doubt",
        "attempts",
        "authorization",
        "began_at",
        "clock",
        "ends_at",
        "first_sent",
        "gate",
        "hooks",
        "maybe_applied",
        "operation",
        "policy",
        "redactor",
        "request",
        "request_id",
        "request_uuid",
        "response",
        "sessions",
        "sink",
        "ticket",
        "tolerance",
        "waited",
    )

    def __init__(
        self,
        operation: Operation[T],
        request: Request,
        authorization: Authorization,
        *,
        sessions: Sessions | None,
        gate: Gate,
        priority: Priority = "interactive",
        hooks: Hooks = NO_HOOKS,
        tolerance: Tolerance = TOLERANT,
        sink: Sink | None = None,
        clock: Clock,
        policy: Policy,
        redactor: Redactor,
        began_at: float,
        ends_at: float | None,
        request_uuid: str | None,
        request_id: str | None,
        repeat_in_doubt: bool | Unset = UNSET,
    ) -> None:
        self.operation: Final = operation
        self.request = request
        self.authorization: Final = authorization
        self.sessions: Final = sessions
        self.gate: Final = gate
        self.clock: Final = clock
        self.policy: Final = policy
        self.redactor: Final = redactor
        self.began_at: Final = began_at
        self.ends_at: Final = ends_at
        self.request_uuid: Final = request_uuid
        self.request_id: Final = request_id
        self.ticket: Final = gate.ticket(priority)
        self.hooks: Final = hooks
        self.tolerance: Final = tolerance
        self.sink: Final = sink
        self.response: Response | None = None
        self.attempts = 0
        self.waited = 0.0
        self.maybe_applied = False
        self.first_sent = 0.0
        self._repeat_in_doubt = repeat_in_doubt

    def remaining(self) -> float | None:
        """Seconds until the deadline, None without one."""
        return None if self.ends_at is None else self.ends_at - self.clock.monotonic()

    def fits(self, seconds: float) -> bool:
        """Tell whether something that takes so long ends before the deadline."""
        remaining = self.remaining()
        return remaining is None or seconds < remaining

    def moment_in(self, seconds: float) -> datetime:
        """Give the calendar time so many seconds from now."""
        return datetime.fromtimestamp(self.clock.now() + seconds, UTC)

    def may_start(self) -> bool:
        """Tell whether the gate is open and there is time left."""
        return not self.gate.blocked() and self.fits(0.0)

    def repeats_in_doubt(self) -> bool:
        """Tell whether a guarded call that was perhaps applied may be sent again just so.

        How long a uuid is remembered no source tells; a card has a second guard, cash has none
        (api-facts/checkout.md, "Duplicate protection").
        """
        if not isinstance(self._repeat_in_doubt, Unset):
            return self._repeat_in_doubt
        way = self.operation.settled_by
        return way is None or paid_by_card(self.request.content, way.purchase)

    def describe(self, error: AcmeError) -> None:
        """Put onto an error which call it ended, unless it tells of another one."""
        if isinstance(error, PurchaseInDoubt) and self.first_sent:
            error.first_sent_at = datetime.fromtimestamp(self.first_sent, UTC)
        if error.operation_id is None:
            error.operation_id = self.operation.id
            error.method = self.operation.method
            error.path_template = self.operation.path
            error.attempts = self.attempts
            error.waited = self.waited
            error.request_uuid = self.request_uuid
            error.request_id = error.request_id or self.request_id
