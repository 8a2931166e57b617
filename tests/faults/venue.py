"""A venue behind a bad line: a sandbox, and a raw server before it that does to a request what is asked."""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from acme_ticketing_sandbox import Clock, Limits, LocalAcme, Request
from acme_ticketing_sandbox.http.messages import parse_query
from tests.core.server import Received, Server

ROOMY = Limits(b2b=100_000, b2c=100_000, cors=100_000)


class Arrival(NamedTuple):
    """A request that has reached the server, and the means to answer it."""

    request: Received
    connection: socket.socket
    sandbox: LocalAcme

    def carry_out(self) -> bytes:
        """Do what the request asks, and give the whole answer as it would go over the wire."""
        reply = self.sandbox.handle(as_request(self.request))
        return wire(reply.status, reply.body, dict(reply.headers))

    def receive(self) -> None:
        """Let it arrive, and do nothing of what it asks."""
        self.sandbox.receive(as_request(self.request))

    def send(self, content: bytes) -> None:
        """Send some bytes."""
        self.connection.sendall(content)

    def hang_up(self, *, reset: bool = False) -> None:
        """End the connection, with a farewell or with a reset."""
        if reset:
            no_linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_linger)
            # The stream that the server reads from holds the socket open; `detach` does not ask it.
            socket.socket(fileno=self.connection.detach()).close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)


Misfortune = Callable[[Arrival], None]


def fine(arrival: Arrival) -> None:
    """Answer as a server should."""
    arrival.send(arrival.carry_out())


class Venue:
    """A sandbox whose line fails on order.

    Attributes:
        sandbox: what stands behind the line.
        server: the line.

    """

    def __init__(self, sandbox: LocalAcme, server: Server) -> None:
        self.sandbox = sandbox
        self.server = server
        self._coming: deque[Misfortune] = deque()
        self._reads: deque[Misfortune] | None = None
        self._lock = threading.Lock()
        server.behave = self._behave

    @property
    def url(self) -> str:
        """Where the line begins."""
        return self.server.url

    def expect(self, *misfortunes: Misfortune) -> None:
        """Let these happen to the coming requests, one each; what was left over is forgotten."""
        with self._lock:
            self._coming = deque(misfortunes)
            self._reads = None

    def expect_of_reads(self, *misfortunes: Misfortune) -> None:
        """Let these happen to the coming reads; what else is expected spares them then."""
        with self._lock:
            self._reads = deque(misfortunes)

    def _behave(self, request: Received, connection: socket.socket) -> None:
        with self._lock:
            reads = self._reads is not None and request.method == "GET"
            coming = self._reads if reads and self._reads is not None else self._coming
            happen = coming.popleft() if coming else fine
        happen(Arrival(request, connection, self.sandbox))


@contextmanager
def venue(clock: Clock) -> Iterator[Venue]:
    """Open a venue on loopback."""
    with Server() as server:
        yield Venue(LocalAcme(clock=clock, limits=ROOMY), server)


def as_request(received: Received) -> Request:
    """Give a request that came over the wire as the sandbox takes it."""
    path, _, query = received.target.partition("?")
    return Request(
        received.method, path, parse_query(query.encode()), received.headers, received.body
    )


def wire(status: int, body: bytes, headers: dict[str, str]) -> bytes:
    """Write an answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body


def json_reply(status: int, body: bytes, **headers: str) -> Misfortune:
    """Answer with this and do nothing."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    whole = wire(status, body, {"content-type": "application/json", **named})
    return lambda arrival: arrival.send(whole)
