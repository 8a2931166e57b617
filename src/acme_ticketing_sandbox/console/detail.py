"""One call, opened."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from .journal import Entry
from .masking import shown_body, shown_headers
from .rows import row


def detail(entry: Entry, time_zone: tzinfo) -> dict[str, Any]:
    """Return request and answer, and what was wrong with the call, in words."""
    exchange = entry.exchange
    return {
        "call": row(entry, time_zone),
        "carriedOut": exchange.call.carried_out,
        "problems": list(exchange.problems),
        "lenient": list(exchange.call.lenient),
        "connection": exchange.reply.connection,
        "request": {
            "headers": shown_headers(exchange.request.headers),
            "body": shown_body(exchange.request.body),
        },
        "answer": {
            "headers": shown_headers(exchange.reply.headers),
            "body": shown_body(exchange.reply.body),
        },
    }
