"""Serves a local ACME over HTTP: an ASGI application under uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..console.console import EVENTS, HEADERS, Console
from ..console.console import PREFIX as CONSOLE
from ..console.event_stream import EventStream
from ..http.messages import Reply, Request, parse_query
from ..http.refusal import Refusal
from ..local_acme import LocalAcme

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

_TRANSPORT = "acme.transport"
# Closing a socket that lingers for no time resets the connection.
_NO_LINGER = struct.pack("ii", 1, 0)


class ServerError(Exception):
    """The sandbox cannot be served; the message says why in one line."""


def application(sandbox: LocalAcme, console: Console | None = None) -> Application:
    """Return the ASGI application that answers for a sandbox.

    Connection faults need a server that shows its connection to the application, as the one in
    this module does.
    """
    page = console or Console(sandbox)

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        request = await _request(scope, receive)
        if request.path == EVENTS and request.method == "GET":
            with contextlib.suppress(Refusal):
                await _stream(page.events(request), receive, send)
                return
        if request.path.startswith(CONSOLE):
            await _send(page.handle(request), send)
            return
        if request.path == CONSOLE.removesuffix("/"):
            await _send(Reply(308, {"location": CONSOLE}), send)
            return
        reply = sandbox.handle(request)
        if reply.delay:
            await _wait(reply.delay, receive)
        if reply.connection in {"kept", "cut"}:
            await _send(reply, send)
        if reply.connection != "kept":
            await _hang_up(scope, receive, reply)

    return answer


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
    server.ready.wait()
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
    server.when_ready = when_ready
    server.serve_until_stopped()


class _Server(uvicorn.Server):
    """A uvicorn server that says when it is ready and shows applications their connection."""

    def __init__(self, sandbox: LocalAcme, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        self._console = Console(sandbox)
        super().__init__(
            uvicorn.Config(
                application(sandbox, self._console),
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
        self.ready = threading.Event()
        self.when_ready: Callable[[str], None] = lambda _: None
        address = f"[{host}]" if ":" in host else host
        self.url = f"http://{address}:{self._socket.getsockname()[1]}"

    def serve_until_stopped(self) -> None:
        try:
            with asyncio.Runner(loop_factory=_Loop) as runner:
                runner.run(self.serve(sockets=[self._socket]))
        finally:
            self._socket.close()
            self.ready.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.when_ready(self.url)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Streams of events end only when they are told to.
        self._console.close()
        await super().shutdown(sockets)


class _Loop(asyncio.SelectorEventLoop):
    """Goes by the system's clock: a test that freezes time would stop it for ever."""

    def time(self) -> float:
        if sys.platform == "win32":
            return super().time()
        return time.clock_gettime(time.CLOCK_MONOTONIC)


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
    except OSError as error:
        listener.close()
        reason = (error.strerror or str(error)).lower()
        raise ServerError(
            f"cannot listen on {host} port {port}: {reason}; port 0 takes any that is free"
        ) from error
    except OverflowError as error:
        listener.close()
        raise ServerError(f"there is no port {port}") from error
    return listener


async def _request(scope: Message, receive: Receive) -> Request:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    client = scope.get("client") or ("127.0.0.1", 0)
    return Request(
        scope["method"],
        scope["raw_path"].decode("latin-1").partition("?")[0],
        parse_query(scope["query_string"]),
        {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
        bytes(body),
        client[0],
    )


async def _send(reply: Reply, send: Send) -> None:
    start = {"status": reply.status, "headers": reply.raw_headers}
    await send({"type": "http.response.start", **start})
    cut = reply.connection == "cut"
    body = reply.body[: len(reply.body) // 2] if cut else reply.body
    await send({"type": "http.response.body", "body": body, "more_body": cut})


async def _stream(events: EventStream, receive: Receive, send: Send) -> None:
    headers = {**HEADERS, "content-type": "text/event-stream"}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})
    left = asyncio.ensure_future(_disconnect(receive))
    left.add_done_callback(lambda _: events.end())
    try:
        async for frame in events.frames():
            await send({"type": "http.response.body", "body": frame, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        left.cancel()


async def _wait(seconds: float, receive: Receive) -> None:
    """Wait, but no longer than the caller does."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await _disconnect(receive)


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
