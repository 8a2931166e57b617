"""One call under way: its time, what has happened, where it may be led."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Generic, NamedTuple, TypeVar, final
from urllib.parse import SplitResult, urljoin, urlsplit

from acme_ticketing_core.auth.security import Authorization, SessionCache
from acme_ticketing_core.errors import AcmeError, PurchaseInDoubt
from acme_ticketing_core.models.reading import Tolerance
from acme_ticketing_core.observability.hooks import Attempt, FailureName, Hooks, Result, tell
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.purchases.facts import paid_by_card
from acme_ticketing_core.rate_limit.gate import Gate, Ticket
from acme_ticketing_core.redaction import Headers, Redactor
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.record import Record
from acme_ticketing_core.runtime.unset import Unset
from acme_ticketing_core.transport.steps import (
    FileSink,
    NotStarted,
    Outcome,
    Request,
    Response,
    TransportFailure,
)

T = TypeVar("T")


class Sessions(NamedTuple):
    """How a call gets at a session: the client's own, or one that a login opens."""

    cache: SessionCache
    login: Callable[[float | None], Call[Any]]  # to end at this moment
    # Gives the token and its end in epoch milliseconds.
    read: Callable[[Any], tuple[str, int | None]]


@final
class Call(Record, Generic[T], frozen=False):
    """One logical call, however often it is sent."""

    operation: Operation[T]
    request: Request
    authorization: Authorization
    sessions: Sessions | None
    gate: Gate
    ticket: Ticket
    hooks: Hooks
    tolerance: Tolerance
    sink: FileSink | None
    clock: Clock
    connect_timeout: float
    read_timeout: float
    retries: int
    random: Callable[[], float]  # the jitter of pauses, from 0 up to 1
    redactor: Redactor
    began_at: float
    ends_at: float | None  # as `began_at` on the monotonic clock
    request_uuid: str | None
    request_id: str | None
    repeat_in_doubt: bool | Unset
    response: Response | None = None
    attempts: int = 0
    waited: float = 0.0
    maybe_applied: bool = False  # an attempt did not tell whether the server acted on it
    first_sent: float = 0.0  # in seconds since 1970; 0 before

    def remaining(self) -> float | None:
        return None if self.ends_at is None else self.ends_at - self.clock.monotonic()

    def fits(self, seconds: float) -> bool:
        remaining = self.remaining()
        return remaining is None or seconds < remaining

    def moment_in(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(self.clock.now() + seconds, UTC)

    def may_start(self) -> bool:
        return not self.gate.read().blocked_for and self.fits(0.0)

    def repeats_in_doubt(self) -> bool:
        """Tell whether a guarded call that was perhaps applied may be sent again just so."""
        if not isinstance(self.repeat_in_doubt, Unset):
            return self.repeat_in_doubt
        # How long a uuid is remembered no source tells; a card has a second guard, cash has none
        # (api-facts/checkout.md, "Duplicate protection").
        way = self.operation.settled_by
        return way is None or paid_by_card(self.request.content, way.purchase)

    def describe(self, error: AcmeError) -> None:
        """Say on an error which call it ended, unless it tells of another one."""
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


class PreparedOperation(NamedTuple):
    """What all calls of one operation by one client share."""

    authorization: Authorization
    headers: Headers
    gate: Gate


def warn_if_deprecated(operation: Operation[Any]) -> None:
    if operation.deprecated is not None:
        instead = f"; use {operation.deprecated} instead" if operation.deprecated else ""
        # Up through this function, the client's method and the generated one.
        warnings.warn(f"{operation.id} is deprecated{instead}", DeprecationWarning, stacklevel=4)


MOST_REDIRECTS: Final = 5

# These say that nothing was done here; the others turn a request into a GET.
_KEEP_THE_METHOD: Final = frozenset({307, 308})
_FOLLOWED_BY_GET: Final = _KEEP_THE_METHOD | {301, 302, 303}


def followed(request: Request, response: Response) -> Request | None:
    """Give the request of a redirect that may be followed."""
    is_get = request.method == "GET"
    if response.status not in (_FOLLOWED_BY_GET if is_get else _KEEP_THE_METHOD):
        return None
    location = response.headers.get("location", "")
    if not location or not location.isascii() or not location.isprintable() or "\\" in location:
        return None
    try:
        here, there = urlsplit(request.url), urlsplit(urljoin(request.url, location))
        if _origin(here) != _origin(there) or "@" in there.netloc:
            return None
    except ValueError:
        return None
    # Put together from our own origin: no reading of the location can lead to another one.
    query = f"?{there.query}" if there.query else ""
    path = there.path.replace(" ", "%20") or "/"
    return request.replace(url=f"{here.scheme}://{here.netloc}{path}{query}")


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


_LOG: Final = logging.getLogger("acme_ticketing")
_LOG.addHandler(logging.NullHandler())
_TOLD: Final = "%s %s in %.0f ms, attempt %d, waited %.1f s, request uuid %s, request id %s"


def announced(call: Call[Any]) -> Attempt | None:
    hooks = call.hooks
    if not (hooks.on_request or hooks.on_response):
        return None
    operation = call.operation
    attempt = Attempt(
        operation.id,
        operation.method,
        operation.path,
        host=urlsplit(call.request.url).netloc,
        limit_profile=operation.limit,
        number=call.attempts + 1,
        waited=call.waited,
        request_uuid=call.request_uuid,
        request_id=call.request_id,
    )
    tell(hooks.on_request, attempt)
    return attempt


def result(outcome: Outcome, seconds: float) -> Result:
    if isinstance(outcome, Response):
        return Result(outcome.status, None, None, seconds)
    if isinstance(outcome, TransportFailure):
        return Result(None, outcome.kind, type(outcome.error).__name__, seconds)
    failure: FailureName = "not-sent" if isinstance(outcome, NotStarted) else "abandoned"
    return Result(None, failure, None, seconds)


def log_attempt(call: Call[Any], told: Result) -> None:
    ended, milliseconds = told.status or told.failure, told.seconds * 1000
    of_call = call.attempts, call.waited, call.request_uuid, call.request_id
    _LOG.debug(_TOLD, call.operation.id, ended, milliseconds, *of_call)
