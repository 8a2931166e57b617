"""What people are shown of a call: pretty, and without what must stay secret."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from typing import Any

from acme_ticketing_core.redaction import Headers, Redactor

from ..http.messages import Reply, Request
from ..journal import Entry
from ..samples.examples import samples_of_sent
from ..specification.specification import specification
from ..values.settings import camel_case

_LONGEST = 300
_MOST_CHARACTERS = 400_000
_LONGEST_SECRET = 500
_REDACTOR = Redactor()


def row(entry: Entry, time_zone: tzinfo) -> dict[str, Any]:
    """Return what the list shows of a call, and is searched by."""
    call, request = entry.call, entry.request
    moment = datetime.fromtimestamp(call.time, time_zone)
    return {
        "number": entry.number,
        "time": moment.isoformat(timespec="milliseconds"),
        "method": request.method[:_LONGEST],
        "url": _REDACTOR.clean(request.url)[:_LONGEST],
        "operation": call.operation_id,
        "area": call.operation_id.partition(".")[0],
        "status": call.status,
        "milliseconds": round((entry.seconds + entry.reply.delay) * 1000, 1),
        "attempt": entry.attempt,
        "uuid": (call.request_uuid or "")[:_LONGEST],
        "ip": call.ip,
        "fault": entry.fault,
    }


def detail(entry: Entry, time_zone: tzinfo) -> dict[str, Any]:
    """Return request and answer, what was wrong in words, and the same call as programs."""
    return {
        "call": row(entry, time_zone),
        "carriedOut": entry.call.carried_out,
        "problems": list(entry.problems),
        "lenient": list(entry.call.lenient),
        "connection": entry.reply.connection,
        "samples": _samples(entry.request),
        "request": _message(entry.request),
        "answer": _message(entry.reply),
    }


def _message(message: Request | Reply) -> dict[str, Any]:
    """Return headers and body; `***` stands for the value of a header that may be secret."""
    headers = Headers(message.headers.items()).shown()
    return {
        "headers": [[name, value] for name, value in headers],
        "body": shown_body(message.body),
    }


def _samples(request: Request) -> dict[str, str] | None:
    """Return the same call as programs; None for a call of no operation."""
    route = specification().route(request.method, request.path)
    if route.operation is None:
        return None
    made = samples_of_sent(route.operation, request, route.arguments)
    return {camel_case(name): text for name, text in made._asdict().items()}


def shown_body(content: bytes) -> dict[str, Any]:
    """Return `text`, JSON on many lines, `bytes`, and `cut`: whether more of it is not shown."""
    text = _pretty(content)
    cut = len(text) > _MOST_CHARACTERS
    clean = _REDACTOR.clean(text[:_MOST_CHARACTERS])
    if cut:
        # The end may be half of a secret, which nothing knows for one.
        clean = clean[:-_LONGEST_SECRET]
    return {"text": clean, "bytes": len(content), "cut": cut}


def _pretty(content: bytes) -> str:
    try:
        return json.dumps(json.loads(content), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        text = content.decode("utf-8", "replace")
    return text if "\x00" not in text else f"{len(content)} bytes that are no text"
