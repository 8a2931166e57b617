"""A server that stalls in one phase of a call, until it is told to go on."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Literal

from tests.faults.certificates import Authority

# More than the buffers of a socket hold.
LARGE: Final = {"reason": "x" * 20_000_000}

Phase = Literal["connect", "handshake", "sending", "headers", "body", "refused"]

PHASES: Final[tuple[Phase, ...]] = ("connect", "handshake", "sending", "headers", "body")
"""Where the network stalls; a call that is `refused` waits at the rate gate, after a 429."""

_HEAD: Final = b"HTTP/1.1 %d -\r\ncontent-type: application/json\r\n%bcontent-length: %d\r\n\r\n"
_BODY: Final = b'{"session": "7nAbCdEfGhIjKlMnOpQr", "name": "Mummies"}'
_PATIENCE: Final = 20.0


class Stalling:
    """Serves on loopback; each connection in a thread.

    Args:
        phase: where it stalls.
        authority: gives what TLS needs, which is spoken in the phases that it makes a difference to.
        folder: for the file of the authority.

    Attributes:
        ca_file: the authority to trust, where TLS is spoken.
        reached: set when a call has come to the phase.
        going: set when nothing stalls any more.

    """

    def __init__(self, phase: Phase, authority: Authority, folder: Path) -> None:
        self._phase = phase
        self._context: ssl.SSLContext | None = None
        self.ca_file: str | None = None
        if phase in {"handshake", "body"}:
            self._context, self.ca_file = authority.context(), authority.write(folder)
        self.reached = threading.Event()
        self.going = threading.Event()
        self._connections: set[socket.socket] = set()
        self._change = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._fillers: list[socket.socket] = []
        self._listener = socket.socket()
        if phase == "sending":
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0 if phase == "connect" else 64)
        if phase == "connect":
            self._fill()
        else:
            self._start(self._accept)

    @property
    def url(self) -> str:
        """The base URL."""
        name = "http://127.0.0.1" if self._context is None else "https://localhost"
        return f"{name}:{self._listener.getsockname()[1]}"

    def go_on(self) -> None:
        """Stall no more."""
        self.going.set()
        if self._phase == "connect":
            self._listener.listen(64)
            self._empty()
            self._start(self._accept)

    def hang_up(self) -> None:
        """End what stalls."""
        with self._change:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def has_only(self, number: int) -> bool:
        """Wait until no more than so many connections are open, as the server sees it."""
        with self._change:
            return self._change.wait_for(lambda: len(self._connections) <= number, _PATIENCE)

    def close(self) -> None:
        """End all threads."""
        self.going.set()
        self._empty()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _fill(self) -> None:
        """Connect until the queue of the listener is full: nobody else gets an answer then."""
        while True:
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(self._listener.getsockname())
            self._fillers.append(filler)
            if not select.select([], [filler], [], 0.1)[1]:
                self.reached.set()
                return

    def _empty(self) -> None:
        for filler in self._fillers:
            filler.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(_PATIENCE)
            with self._change:
                self._connections.add(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            if self._phase == "handshake" and not self.going.is_set():
                self._stall(connection)
            elif self._context is None:
                self._answer(connection)
            else:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    self._answer(secure)
        with self._change:
            self._connections.discard(connection)
            self._change.notify_all()

    def _answer(self, connection: socket.socket) -> None:
        if self._phase == "sending" and not self.going.is_set():
            self.reached.set()
            self.going.wait(_PATIENCE)
            self._stall(connection)
            return
        with connection.makefile("rb") as stream:
            while stream.readline():
                length = 0
                while (line := stream.readline().lower()) not in {b"\r\n", b""}:
                    if line.startswith(b"content-length:"):
                        length = int(line.partition(b":")[2])
                stream.read(length)
                if self.going.is_set():
                    connection.sendall(_HEAD % (200, b"", len(_BODY)) + _BODY)
                elif self._phase == "refused":
                    connection.sendall(_HEAD % (429, b"retry-after: 30\r\n", 0))
                    self.reached.set()
                else:
                    if self._phase == "body":
                        connection.sendall(_HEAD % (200, b"", len(_BODY)) + _BODY[:5])
                    self._stall(connection)

    def _stall(self, connection: socket.socket) -> None:
        """Say nothing until the other side closes."""
        self.reached.set()
        while connection.recv(65_536):
            continue


@contextmanager
def stalling(phase: Phase, authority: Authority, folder: Path) -> Iterator[Stalling]:
    """Give a server; in the end the process has as many open files as before."""
    before = open_files()
    server = Stalling(phase, authority, folder)
    try:
        yield server
    finally:
        server.close()
    assert open_files() == before


def open_files() -> int:
    """Count the open file descriptors of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))
