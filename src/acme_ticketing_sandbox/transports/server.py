"""Serves a local ACME over HTTP: an ASGI application under uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from acme_ticketing_core.runtime.clock import monotonic

from ..console.console import EVENTS, HEADERS, console, events
from ..console.console import PREFIX as CONSOLE
from ..http.messages import Reply, Request, parse_query
from ..http.refusal import Refusal
from ..local_acme import LocalAcme

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_TRANSPORT = "acme.transport"
_PAUSE = 0.05  # seconds between two looks at what is new for a page
# Closing a socket that lingers for no time resets the connection.
_NO_LINGER = struct.pack("ii", 1, 0)


class ServerError(Exception):
    """The sandbox cannot be served; the message says why in one line."""


@contextlib.contextmanager
def served(sandbox: LocalAcme, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve a sandbox from a thread of this process for as long as the block lasts.

    Args:
        sandbox: what is served.
        host: the address to listen on.
        port: 0: a free one.

    Yields:
        The base URL, without a slash at its end.

    Raises:
        ServerError: the address cannot be listened on.

    """
    server = _Server(sandbox, host, port)
    thread = threading.Thread(target=server.serve_until_stopped, name="acme-sandbox")
    thread.start()
    try:
        yield server.url
    finally:
        server.should_exit = True
        thread.join()


def serve(sandbox: LocalAcme, *, host: str, port: int, when_ready: Callable[[str], None]) -> None:
    """Serve a sandbox until the process is asked to stop.

    Args:
        sandbox: what is served.
        host: the address to listen on.
        port: the port to listen on.
        when_ready: is told the base URL once requests are answered.

    Raises:
        ServerError: the address cannot be listened on.

    """
    server = _Server(sandbox, host, port)
    when_ready(server.url)
    server.serve_until_stopped()


class _Server(uvicorn.Server):
    """A uvicorn server of one sandbox and its console.

    Its socket listens from the beginning: who connects before it runs is answered when it does.
    """

    def __init__(self, sandbox: LocalAcme, host: str, port: int) -> None:
        self._sandbox = sandbox
        self._socket = _listen(host, port)
        super().__init__(
            uvicorn.Config(
                self._answer,
                interface="asgi3",
                http=_OpenProtocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                date_header=False,  # the venue's own time
                timeout_graceful_shutdown=1,
            )
        )
        address = f"[{host}]" if ":" in host else host
        self.url = f"http://{address}:{self._socket.getsockname()[1]}"

    def serve_until_stopped(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_Loop) as runner:
                runner.run(self.serve(sockets=[self._socket]))
        finally:
            self._socket.close()

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        request = await _request(scope, receive)
        if request.path == EVENTS and request.method == "GET":
            with contextlib.suppress(Refusal):
                await self._stream(events(self._sandbox, request), receive, send)
                return
        if request.path.startswith(CONSOLE):
            await _send(console(self._sandbox, request), send)
            return
        if request.path == CONSOLE.removesuffix("/"):
            await _send(Reply(308, {"location": CONSOLE}), send)
            return
        reply = self._sandbox.handle(request)
        if reply.delay:
            await _left(reply.delay, receive)
        if reply.connection in {"kept", "cut"}:
            await _send(reply, send)
        if reply.connection != "kept":
            await _hang_up(scope, receive, reply)

    async def _stream(self, stream: Iterator[bytes], receive: Receive, send: Send) -> None:
        headers = {**HEADERS, "content-type": "text/event-stream"}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        for news in stream:
            if news:
                await send({"type": "http.response.body", "body": news, "more_body": True})
            # Between two pieces too: calls that come all the time would let nobody else be answered.
            if await _left(_PAUSE, receive) or self.should_exit:
                break
        await send({"type": "http.response.body", "body": b""})


class _Loop(asyncio.SelectorEventLoop):
    """Goes by the system's clock: a test that freezes time would stop it for ever."""

    def time(self) -> float:
        return monotonic()


class _OpenProtocol(H11Protocol):
    """Hands its connection to the application, in the state that every scope carries."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        super().connection_made(transport)
        self.app_state = {**self.app_state, _TRANSPORT: transport}


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: only then asyncio sends small answers at once instead of after 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        problem = f"there is no port {port}"
        if isinstance(error, OSError):
            reason = (error.strerror or str(error)).lower()
            problem = (
                f"cannot listen on {host} port {port}: {reason}; port 0 takes any that is free"
            )
        raise ServerError(problem) from error
    return listener


async def _request(scope: Message, receive: Receive) -> Request:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    path, query = scope["raw_path"].decode("latin-1").partition("?")[0], scope["query_string"]
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    ip, _ = scope.get("client") or ("127.0.0.1", 0)
    return Request(scope["method"], path, parse_query(query), headers, bytes(body), ip)


async def _send(reply: Reply, send: Send) -> None:
    start = {"status": reply.status, "headers": reply.raw_headers}
    await send({"type": "http.response.start", **start})
    cut = reply.connection == "cut"
    body = reply.body[: len(reply.body) // 2] if cut else reply.body
    await send({"type": "http.response.body", "body": body, "more_body": cut})


async def _left(seconds: float, receive: Receive) -> bool:
    """Wait, but no longer than the caller does; tell whether it has left."""
    try:
        async with asyncio.timeout(seconds):
            await _disconnect(receive)
    except TimeoutError:
        return False
    return True


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _hang_up(scope: Message, receive: Receive, reply: Reply) -> None:
    transport: asyncio.Transport = scope["state"][_TRANSPORT]
    if reply.connection == "reset":
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER
        )
        transport.abort()
    else:
        transport.close()
    # The server must have seen the end, else it would answer 500 in the application's place.
    await _disconnect(receive)
