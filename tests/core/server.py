"""A real server on loopback, down to the socket, so that it can misbehave like one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import NamedTuple, Self


class Received(NamedTuple):
    """A request as it came over the wire; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


Behaviour = Callable[[Received, socket.socket], None]


def answer(
    content: bytes = b"{}",
    status: int = 200,
    content_type: str = "application/json",
    **headers: str,
) -> Behaviour:
    """Answer with a whole response, in one piece."""
    lines = [f"HTTP/1.1 {status} -", f"content-type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"content-length: {len(content)}", "", ""]
    whole = "\r\n".join(lines).encode() + content
    return lambda _request, connection: connection.sendall(whole)


def raw(content: bytes) -> Behaviour:
    """Send these bytes and hang up."""

    def behave(_request: Received, connection: socket.socket) -> None:
        connection.sendall(content)
        connection.shutdown(socket.SHUT_RDWR)

    return behave


def hang_up(_request: Received, connection: socket.socket) -> None:
    """Close the connection without a word."""
    connection.shutdown(socket.SHUT_RDWR)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Behave one way after the other, and then like the last."""
    coming = iter(behaviours)

    def behave(request: Received, connection: socket.socket) -> None:
        next(coming, behaviours[-1])(request, connection)

    return behave


class Server:
    """Reads requests and lets `behave` do with each what the test wants.

    Attributes:
        behave: what to do with a request; may be replaced at any time.
        received: all requests, in order.
        connections: how many connections were accepted.

    """

    def __init__(self) -> None:
        self.behave: Behaviour = answer()
        self.received: list[Received] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The base URL of the server."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._start(self._accept)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open.append(connection)
                number = self.connections
            self._start(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        with connection:
            try:
                with connection.makefile("rb") as stream:
                    while line := stream.readline():
                        if not line.endswith(b" HTTP/1.1\r\n"):
                            return
                        method, target, _version = line.decode("latin-1").split(" ")
                        headers: dict[str, str] = {}
                        while (line := stream.readline()) not in {b"\r\n", b""}:
                            name, _, value = line.decode("latin-1").partition(":")
                            headers[name.lower()] = value.strip()
                        body = stream.read(int(headers.get("content-length", 0)))
                        request = Received(method, target, headers, body, number)
                        with self._lock:
                            self.received.append(request)
                        self.behave(request, connection)
            except OSError:
                return
