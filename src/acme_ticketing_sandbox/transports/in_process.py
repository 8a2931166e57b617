"""An httpx transport that answers from a local ACME in the same process, without a socket."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator

import httpx

from ..http.messages import Reply, Request, parse_query
from ..local_acme import LocalAcme

_NO_ANSWER = "Server disconnected without sending a response."
_CUT = "peer closed connection without sending complete message body"


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Carries an `httpx.Client`'s or `httpx.AsyncClient`'s requests to a sandbox.

    What a fault does to the connection it raises as httpx would. A delay passes on the sandbox's
    clock, and longer than the request's read timeout it raises `httpx.ReadTimeout`.

    Args:
        sandbox: where the requests go.
        ip: the address that they come from.

    """

    def __init__(self, sandbox: LocalAcme, *, ip: str = "127.0.0.1") -> None:
        self._sandbox = sandbox
        self._ip = ip

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request of a synchronous client."""
        request.read()
        reply = self._sandbox.handle(_request(request, self._ip))
        if reply.delay:
            self._sandbox.clock.sleep(min(reply.delay, _patience(request)))
        return self.respond(request, reply)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request of an asynchronous client."""
        await request.aread()
        reply = self._sandbox.handle(_request(request, self._ip))
        if reply.delay:
            await self._sandbox.clock.sleep_async(min(reply.delay, _patience(request)))
        return self.respond(request, reply)

    def respond(self, request: httpx.Request, reply: Reply) -> httpx.Response:
        """Return the answer, or raise what httpx would."""
        if reply.delay > _patience(request):
            raise httpx.ReadTimeout("The read operation timed out", request=request)
        if reply.connection == "closed":
            raise httpx.RemoteProtocolError(_NO_ANSWER, request=request)
        if reply.connection == "reset":
            raise httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
        if reply.connection == "cut":
            stream = _CutStream(reply.body)
            return httpx.Response(reply.status, headers=reply.raw_headers, stream=stream)
        return httpx.Response(reply.status, headers=reply.raw_headers, content=reply.body)


class _CutStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Half of a body, then the end of the connection."""

    def __init__(self, body: bytes) -> None:
        self._half = body[: len(body) // 2]

    def __iter__(self) -> Iterator[bytes]:
        yield self._half
        raise httpx.RemoteProtocolError(_CUT)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._half
        raise httpx.RemoteProtocolError(_CUT)


def _request(request: httpx.Request, ip: str) -> Request:
    path, _, query = request.url.raw_path.partition(b"?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    method, pairs = request.method, parse_query(query)
    return Request(method, path.decode("ascii"), pairs, headers, request.content, ip)


def _patience(request: httpx.Request) -> float:
    """Return how many seconds the client waits for an answer."""
    seconds = request.extensions.get("timeout", {}).get("read")
    return math.inf if seconds is None else seconds
