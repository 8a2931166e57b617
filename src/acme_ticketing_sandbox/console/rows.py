"""A call as a row of the list."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from .journal import Entry
from .masking import shown_url

_LONGEST = 300


def row(entry: Entry, time_zone: tzinfo) -> dict[str, Any]:
    """Return what the list shows of a call, and is searched by."""
    exchange = entry.exchange
    call, reply = exchange.call, exchange.reply
    moment = datetime.fromtimestamp(call.time, time_zone)
    return {
        "number": entry.number,
        "time": moment.isoformat(timespec="milliseconds"),
        "method": exchange.request.method[:_LONGEST],
        "url": shown_url(exchange.request)[:_LONGEST],
        "operation": call.operation_id,
        "area": call.operation_id.partition(".")[0],
        "status": call.status,
        "milliseconds": round((exchange.seconds + reply.delay) * 1000, 1),
        "attempt": entry.attempt,
        "uuid": (call.request_uuid or "")[:_LONGEST],
        "ip": call.ip,
        "fault": exchange.fault,
    }
