"""Turns what a handler returns or raises into an answer."""

from __future__ import annotations

from ..http.messages import Reply, json_reply
from ..http.refusal import Refusal
from .specification import Operation


def success_reply(operation: Operation, value: object) -> Reply:
    """Return `value` with the operation's success status and media type.

    Bytes are sent as they are. Text is sent as it is too, unless the operation promises JSON: a
    bare JSON string. None is an empty body.
    """
    status, media = operation.success
    if value is None or media is None:
        return Reply(status, {})
    if isinstance(value, bytes):
        return Reply(status, {"content-type": media}, value)
    if isinstance(value, str) and media != "application/json":
        return Reply(status, {"content-type": f"{media}; charset=utf-8"}, value.encode())
    return json_reply(status, value)


def refused(refusal: Refusal) -> Reply:
    """Return the answer that a refusal is."""
    return json_reply(refusal.status, refusal.body(), refusal.headers)
