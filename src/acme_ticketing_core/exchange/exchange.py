"""The policy of a call, all of it, once: authorize, admit, send, classify, decode or raise.

A generator without input or output, so that one text serves threads, tasks and virtual clocks.
"""

from __future__ import annotations

from math import inf
from typing import Final, TypeVar, cast

from acme_ticketing_core import errors
from acme_ticketing_core.auth.security import Session
from acme_ticketing_core.exchange.answers import error_of, read_answer
from acme_ticketing_core.exchange.call import (
    MOST_REDIRECTS,
    Call,
    Sessions,
    announced,
    followed,
    log_attempt,
    result,
)
from acme_ticketing_core.observability.hooks import Retrying, tell
from acme_ticketing_core.operations.operation import Pause
from acme_ticketing_core.rate_limit.admission import Admission
from acme_ticketing_core.rate_limit.gate import Waiting
from acme_ticketing_core.rate_limit.learning import read_retry_after
from acme_ticketing_core.redaction import Headers, is_header_value
from acme_ticketing_core.transport.steps import (
    Login,
    NotStarted,
    Outcome,
    Response,
    Send,
    Steps,
    TransportFailure,
)

T = TypeVar("T")

FIRST_PAUSE: Final = 0.5  # seconds, doubled by each failure; a random share of it is waited

# Seconds; a card that pays the same again is refused for five minutes (api-facts/checkout.md).
_GUARDED_FOR: Final = 240.0

_UNAUTHORIZED: Final = 401
_LIMITED: Final = 429
_SERVER_ERROR: Final = 500
_NOT_APPLIED: Final = frozenset({501, 505})
_PASSING: Final = frozenset({408, 499, 500, 502, 503, 504, *range(520, 528), 529, 530})
# They do not claim a failure that nobody is sure of.
_CERTAIN: Final = (errors.AnswerLost, errors.DecodeError, errors.DuplicateTransaction)


def exchange(call: Call[T]) -> Steps[T]:
    try:
        return (yield from _attempts(call))
    except errors.AcmeError as error:
        call.describe(error)
        certain = call.operation.replay == "safe" or isinstance(error, _CERTAIN)
        if call.maybe_applied and not certain:
            raise _outcome_unknown(call, error) from error
        raise
    finally:
        call.gate.withdraw(call.ticket)


def _attempts(call: Call[T]) -> Steps[T]:
    failures = redirects = 0
    refused: Session | None = None
    limited: errors.AcmeError | None = None
    failure: errors.AcmeError | None = None
    while True:
        if not call.fits(0.0):
            why = f" ({failure})" if failure else ""
            raise errors.DeadlineExceeded(f"the deadline of the call is over{why}") from failure
        if failure is not None and call.maybe_applied and not _may_repeat(call, None):
            raise failure
        session = None
        if call.authorization.session_header is not None:
            session = yield from _session(call)
        admission = call.gate.ask(call.ticket)
        if not admission.granted:
            yield from _wait_for_gate(call, admission, limited)
            continue
        outcome = yield from _attempt(call, session, admission)
        if isinstance(outcome, NotStarted):
            continue
        if isinstance(outcome, Response):
            if outcome.status == _LIMITED:
                limited = error_of(call, outcome)
                continue
            if outcome.status == _UNAUTHORIZED and session is not None and refused is None:
                refused = session
                _sessions(call).cache.invalidate(session)
                continue
            elsewhere = followed(call.request, outcome)
            if elsewhere is not None and redirects < MOST_REDIRECTS:
                call.request = elsewhere
                redirects += 1
                continue
            if outcome.status not in _PASSING:
                return _settle(call, outcome)
            call.maybe_applied = True
        failure = _failure(call, outcome)
        if failures >= call.retries or not _may_repeat(call, outcome):
            raise failure
        pause = _pause_after(call, outcome, failures)
        if not call.fits(pause):
            failure.retry_at = call.moment_in(pause)
            raise failure
        reason = str(outcome.status) if isinstance(outcome, Response) else outcome.kind
        tell(call.hooks.on_retry, Retrying(call.operation.id, call.attempts, reason, pause))
        yield from _pause(call, pause)
        failures += 1


def _attempt(
    call: Call[T], session: Session | None, admission: Admission
) -> Steps[Response | TransportFailure | NotStarted]:
    """Send once, and settle the admission whatever happens."""
    request = call.request
    if session is not None and (opened := call.authorization.session_header) is not None:
        further = Headers([(opened, session.token.reveal())])
        request = request.replace(headers=request.headers + further)
    remaining = call.remaining()
    most = inf if remaining is None else max(remaining, 0.001)
    clock, gate = call.clock, call.gate
    started = clock.monotonic()
    call.first_sent = call.first_sent or clock.now()
    attempt = announced(call)
    outcome: Outcome = None
    try:
        outcome = yield Send(
            request,
            connect_timeout=min(call.connect_timeout, most),
            read_timeout=min(call.read_timeout, most),
            ends_at=call.ends_at,
            timeout=remaining,
            may_start=call.may_start,
            sink=call.sink,
        )
    finally:
        told = result(outcome, clock.monotonic() - started)
        if attempt is not None:
            tell(call.hooks.on_response, attempt, told)
        if isinstance(outcome, Response):
            call.response = outcome
            if outcome.status == _LIMITED:
                asked = read_retry_after(outcome.headers.get("retry-after"), clock.now())
                gate.refuse(admission, asked)
            else:
                gate.settle(admission, "accepted")
        else:
            gate.settle(admission, "unsent" if told.failure == "not-sent" else "unknown")
    assert isinstance(outcome, (Response, TransportFailure, NotStarted))
    if not isinstance(outcome, NotStarted):
        call.attempts += 1
        call.maybe_applied |= told.failure == "ambiguous"
        log_attempt(call, told)
    return outcome


def _settle(call: Call[T], response: Response) -> T:
    if response.status >= _SERVER_ERROR and response.status not in _NOT_APPLIED:
        call.maybe_applied = True
    try:
        return read_answer(call, response)
    except errors.UnexpectedAnswer:
        call.maybe_applied = True
        raise
    except errors.DuplicateTransaction as error:
        error.perhaps_own = call.maybe_applied
        raise
    except errors.NotFound as error:
        if not (call.maybe_applied and call.operation.method == "DELETE"):
            raise
        return _deleted(call, error)


def _deleted(call: Call[T], error: errors.NotFound) -> T:
    """Settle a DELETE whose repetition found nothing: whoever deleted it, it is gone."""
    if any(answer.kind == "empty" for answer in call.operation.answers.values()):
        return cast("T", None)
    told = "deleted; the answer that described it was lost on its way"
    raise errors.AnswerLost(told, request_id=error.request_id) from error


def _session(call: Call[T]) -> Steps[Session]:
    cache = _sessions(call).cache
    session = cache.current(call.clock.now())
    while session is None:
        yield Login(_log_in(call, cache.logins), call.remaining())
        if not call.fits(0.0):
            raise errors.DeadlineExceeded("the deadline was over before a session was open")
        # As it was just opened, even where the clocks disagree so far that it looks spent.
        session = cache.current(-inf)
    return session


def _log_in(call: Call[T], logins: int) -> Steps[None]:
    """Open a session, unless another call did so, or failed at it, since that many logins."""
    sessions = _sessions(call)
    cache = sessions.cache
    if cache.current(call.clock.now()) is not None:
        return
    if failure := cache.failure_since(logins):
        raise failure
    login = sessions.login(call.ends_at)
    try:
        token, ends_ms = sessions.read((yield from exchange(login)))
    except errors.StatusError as error:
        # Refused for what it is, and not for its haste: the next in line would fail the same way.
        if not isinstance(error, errors.RateLimited) and error.status < _SERVER_ERROR:
            cache.fail(error)
        raise
    if not token or not is_header_value(token):
        del token
        useless = errors.UnexpectedAnswer(
            "the login was answered without a session that can be sent"
        )
        login.describe(useless)
        raise useless
    cache.store(token, None if ends_ms is None else ends_ms / 1000)


def _wait_for_gate(
    call: Call[T], admission: Admission, limited: errors.AcmeError | None
) -> Steps[None]:
    ask_in, expected = admission.ask_in, admission.expected
    if not call.fits(expected):
        error = limited or errors.RateLimited(
            "429 met by an earlier call; the block does not end within the deadline",
            status=_LIMITED,
        )
        error.retry_at = call.moment_in(expected)
        raise error
    blocked_for, limit = admission.blocked_for, admission.limit or None
    waiting = Waiting(call.operation.id, ask_in, expected, blocked_for, limit)
    tell(call.hooks.on_wait, waiting)
    yield from _pause(call, ask_in)


def _pause(call: Call[T], seconds: float) -> Steps[None]:
    started = call.clock.monotonic()
    yield Pause(seconds)
    call.waited += call.clock.monotonic() - started


def _pause_after(call: Call[T], outcome: Response | TransportFailure, earlier: int) -> float:
    if isinstance(outcome, Response):
        asked = read_retry_after(outcome.headers.get("retry-after"), call.clock.now())
        if asked is not None:
            return asked
    return FIRST_PAUSE * 2.0**earlier * call.random()


def _may_repeat(call: Call[T], outcome: Response | TransportFailure | None) -> bool:
    if isinstance(outcome, TransportFailure):
        if outcome.lasting:
            return False
        if outcome.kind == "not-sent":
            return True
    if call.operation.replay == "guarded":
        return call.repeats_in_doubt() and call.clock.now() - call.first_sent < _GUARDED_FOR
    return call.operation.replay != "none"


def _failure(call: Call[T], outcome: Response | TransportFailure) -> errors.AcmeError:
    """Give the error of an attempt, for the case that it was the last."""
    if isinstance(outcome, Response):
        return error_of(call, outcome)
    if isinstance(outcome.error, errors.ConfigurationError):
        return outcome.error
    problem = call.redactor.clean(f"{type(outcome.error).__name__}: {outcome.error}")
    error: errors.AcmeError = errors.NoAnswer(f"sent, and not answered ({problem})")
    if not call.fits(0.0):
        error = errors.DeadlineExceeded(f"the deadline of the call is over ({problem})")
    elif outcome.kind == "not-sent":
        error = errors.NotSent(f"not sent ({problem})")
    error.__cause__ = outcome.error
    return error


def _outcome_unknown(call: Call[T], error: errors.AcmeError) -> errors.OutcomeUnknown:
    advice = "look for its effect before you repeat it"
    if call.operation.replay == "guarded":
        advice = "settle() finds out; until then never send it with another request_uuid"
    unknown = errors.OutcomeUnknown(
        f"perhaps applied; {advice} ({error.summary()})",
        status=getattr(error, "status", None),
        request_id=error.request_id,
        retry_at=error.retry_at,
    )
    call.describe(unknown)
    return unknown


def _sessions(call: Call[T]) -> Sessions:
    assert call.sessions is not None, "an authorization by session comes with sessions"
    return call.sessions
