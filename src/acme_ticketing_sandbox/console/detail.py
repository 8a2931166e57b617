"""One call, opened."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from ..samples.sent import samples_of_sent
from ..specification.specification import Specification
from .journal import Entry
from .masking import shown_body, shown_headers
from .rows import row


def detail(entry: Entry, specification: Specification, time_zone: tzinfo) -> dict[str, Any]:
    """Return request and answer, what was wrong in words, and the same call as programs."""
    exchange = entry.exchange
    return {
        "call": row(entry, time_zone),
        "carriedOut": exchange.call.carried_out,
        "problems": list(exchange.problems),
        "lenient": list(exchange.call.lenient),
        "connection": exchange.reply.connection,
        "samples": _samples(entry, specification),
        "request": {
            "headers": shown_headers(exchange.request.headers),
            "body": shown_body(exchange.request.body),
        },
        "answer": {
            "headers": shown_headers(exchange.reply.headers),
            "body": shown_body(exchange.reply.body),
        },
    }


def _samples(entry: Entry, specification: Specification) -> dict[str, str] | None:
    """Return the same call as programs; None for a call of no operation."""
    request = entry.exchange.request
    operation = specification.operations.get(entry.exchange.call.operation_id)
    if operation is None:
        return None
    made = samples_of_sent(operation, request, operation.arguments_of(request.path))
    return {
        "python": made.python,
        "asynchronous": made.asynchronous,
        "commandLine": made.command_line,
        "curl": made.curl,
    }
