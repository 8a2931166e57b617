"""Fault injection: what networks, proxies and overloaded servers do.

A fault waits until a request of its operation comes, happens, and after `times` requests is over.
Each transport makes it as real as it can: over a socket a closed connection is closed, in
process the transport raises what httpx would have raised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from .http.messages import Reply, json_reply
from .values.settings import Settings, number

Kind = Literal[
    "latency", "status", "html", "truncated", "content-type", "empty", "closed", "reset", "cut"
]
KINDS: tuple[str, ...] = get_args(Kind)
_HTML = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"

# How a fault of the kinds that need the answer changes it.
_CHANGES: dict[str, Callable[[Fault, Reply], Reply]] = {
    "latency": lambda fault, reply: replace(reply, delay=fault.seconds),
    "truncated": lambda _, reply: replace(reply, body=reply.body[: len(reply.body) // 2]),
    "content-type": lambda _, reply: replace(
        reply, headers={**reply.headers, "content-type": "text/plain"}
    ),
    "cut": lambda _, reply: replace(reply, connection="cut"),
}


@dataclass(frozen=True, slots=True)
class Fault(Settings):
    """One fault.

    Attributes:
        kind: `latency`: the answer is late. `status`: an error status instead of the answer.
            `html`: a proxy's page with status 200. `truncated`: half of the JSON, well sent.
            `content-type`: the answer calls itself `text/plain`. `empty`: status 200 without a
            body. `closed`, `reset`: the connection ends without an answer. `cut`: it ends
            half-way through the body.
        operation_id: whose requests it hits; None: any.
        times: how many requests it hits.
        processed: whether the request is carried out before the fault happens. `latency`,
            `truncated`, `content-type` and `cut` need its answer, so they always carry it out.
        status: the status of the kind `status`.
        seconds: the delay of the kind `latency`.
        html: whether the kind `status` has a proxy's HTML body instead of an error object.

    """

    kind: Kind
    operation_id: str | None = None
    times: int = number(1, least=1)
    processed: bool = True
    status: int = number(503, least=100, most=599)
    seconds: float = number(0.0, most=86_400)
    html: bool = False


class Faults(list[Fault]):
    """The faults still to happen, in the order in which they were added."""

    def take(self, operation_id: str) -> Fault | None:
        """Return the fault that hits a request of this operation, and count it."""
        for index, fault in enumerate(self):
            if fault.operation_id in (None, operation_id):
                if fault.times > 1:
                    self[index] = replace(fault, times=fault.times - 1)
                else:
                    del self[index]
                return fault
        return None


def apply_fault(fault: Fault, answer: Callable[[], Reply]) -> Reply:
    """Return what the caller gets; `answer` carries the request out, and is called once at most."""
    if change := _CHANGES.get(fault.kind):
        return change(fault, answer())
    if fault.processed:
        answer()
    if fault.kind == "status" and not fault.html:
        message = "the request could not be completed"
        return json_reply(fault.status, {"code": fault.status, "message": message})
    if fault.kind in {"status", "html"}:
        status = fault.status if fault.kind == "status" else 200
        return Reply(status, {"content-type": "text/html; charset=UTF-8"}, _HTML)
    if fault.kind == "empty":
        return Reply(200, {"content-type": "application/json"})
    return Reply(0, connection="reset" if fault.kind == "reset" else "closed")
