"""What is told of each attempt: a line in the log (level debug), and the hooks of who watches."""

from __future__ import annotations

import logging
from typing import Any, Final
from urllib.parse import urlsplit

from acme_ticketing_core.exchange.call import Call
from acme_ticketing_core.observability.hooks import Attempt, FailureName, Result
from acme_ticketing_core.transport.steps import NotStarted, Outcome, Response, TransportFailure

_LOG: Final = logging.getLogger("acme_ticketing")
_LOG.addHandler(logging.NullHandler())


def announced(call: Call[Any]) -> Attempt | None:
    """Tell the hooks that an attempt begins, if there are any."""
    hooks = call.hooks
    if not (hooks.on_request or hooks.on_response):
        return None
    attempt = Attempt(
        call.operation,
        host=urlsplit(call.request.url).netloc,
        number=call.attempts + 1,
        waited=call.waited,
        request_uuid=call.request_uuid,
        request_id=call.request_id,
    )
    hooks.requested(attempt)
    return attempt


def result(outcome: Outcome, seconds: float) -> Result:
    """Say what became of an attempt."""
    if isinstance(outcome, Response):
        return Result(outcome.status, None, None, seconds)
    if isinstance(outcome, TransportFailure):
        return Result(None, outcome.kind, type(outcome.error).__name__, seconds)
    failure: FailureName = "not-sent" if isinstance(outcome, NotStarted) else "abandoned"
    return Result(None, failure, None, seconds)


def reason(outcome: Response | TransportFailure) -> str:
    """Name an outcome in a word."""
    return str(outcome.status) if isinstance(outcome, Response) else outcome.kind


def log_attempt(call: Call[Any], outcome: Response | TransportFailure, seconds: float) -> None:
    """Write the attempt's line."""
    if not _LOG.isEnabledFor(logging.DEBUG):
        return
    _LOG.debug(
        "%s %s in %.0f ms, attempt %d, waited %.1f s, request uuid %s, request id %s",
        call.operation.id,
        reason(outcome),
        seconds * 1000,
        call.attempts,
        call.waited,
        call.request_uuid,
        call.request_id,
    )
