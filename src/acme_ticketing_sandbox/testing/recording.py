"""What a client sent and what came back, for a test to look at."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import httpx

from acme_ticketing import AcmeClient, AsyncAcmeClient

from ..http.messages import Reply
from ..local_acme import LocalAcme
from ..specification.specification import specification
from ..transports.in_process import SandboxTransport


class SentCall(NamedTuple):
    """One request of a client.

    Attributes:
        operation_id: the operation, `b2c.checkout.create`; empty for a path that leads to none.
        method: its HTTP method.
        path: its path, filled.
        query: its query, each name with all its values.
        headers: its headers, by lower-case name.
        body: its JSON, or None.
        status: of the answer; 0 when none came.

    """

    operation_id: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any
    status: int


class RecordingTransport(SandboxTransport):
    """Carries a client's requests to a sandbox and remembers them."""

    def __init__(self, sandbox: LocalAcme) -> None:
        super().__init__(sandbox)
        self.calls: list[SentCall] = []

    def respond(self, request: httpx.Request, reply: Reply) -> httpx.Response:
        """Return the answer, or raise what httpx would, and remember the call."""
        status = 0
        try:
            response = super().respond(request, reply)
            status = response.status_code
            return response
        finally:
            self._remember(request, status)

    def _remember(self, request: httpx.Request, status: int) -> None:
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        operation = specification().route(request.method, path).operation
        self.calls.append(
            SentCall(
                operation.id if operation else "",
                request.method,
                path,
                parse_qs(request.url.query.decode("ascii"), keep_blank_values=True),
                {name.lower(): value for name, value in request.headers.items()},
                json.loads(request.content) if request.content else None,
                status,
            )
        )


class RecordingClient(AcmeClient):
    """An `AcmeClient` that remembers what it sent.

    Attributes:
        calls: its requests, oldest first; a call that was repeated stands there each time.

    """

    calls: list[SentCall]


class AsyncRecordingClient(AsyncAcmeClient):
    """The asynchronous twin of `RecordingClient`."""

    calls: list[SentCall]
