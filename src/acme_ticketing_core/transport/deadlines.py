"""Connections that end in time and in order, whatever stops the call that uses them.

A read timeout is measured from piece to piece, so a server that sends a byte a second outlasts it.
The cores close a connection after an error of the network, not when it is interrupted.
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, Final, final

from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.process import raised_by_handler
from acme_ticketing_core.runtime.semaphore import finished

if TYPE_CHECKING:
    import socket
    import ssl

_PIECE: Final = 65_536


@final
class DeadlineBackend(threading.local):
    """A network backend to httpcore and httpcore2, which ask for its methods only.

    Each thread sets when the request that it has on the wire must be over.
    """

    def __init__(self, clock: Clock, core: Any) -> None:
        self._clock: Final = clock
        self._core: Final = core
        self._network: Final = core.SyncBackend()
        self.ends_at: float | None = None  # on the clock's monotonic scale; None for never

    def within(self, timeout: float | None) -> float | None:
        if self.ends_at is None:
            return timeout
        left = self.ends_at - self._clock.monotonic()
        if left <= 0:
            raise self._core.ReadTimeout("the deadline of the call passed")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(self, **where: Any) -> _DeadlineStream:
        try:
            with _AS_RAISED:
                stream = self._network.connect_tcp(**where)
        except BaseException as error:
            close_opened(error)
            raise
        return _DeadlineStream(stream, self)


@final
class _DeadlineStream:
    def __init__(self, stream: Any, backend: DeadlineBackend) -> None:
        self._stream = stream
        self._backend = backend
        self.close: Final = stream.close
        self.get_extra_info: Final = stream.get_extra_info

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _AS_RAISED:
            piece: bytes = self._stream.read(max_bytes, self._backend.within(timeout))
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            with _AS_RAISED:
                self._stream.write(piece, self._backend.within(timeout))

    def start_tls(self, ssl_context: ssl.SSLContext, *how: Any, **more: Any) -> _DeadlineStream:
        context = ClosingContext(ssl_context)
        try:
            with _AS_RAISED:
                stream = self._stream.start_tls(context, *how, **more)
        except BaseException:
            self.close()
            raise
        return _DeadlineStream(stream, self._backend)


class _AsRaised(AbstractContextManager["_AsRaised"]):
    """Lets through what a signal handler raised, which the core would take for the network's."""

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if error is not None and error.__cause__ is not None and raised_by_handler(error.__cause__):
            raise error.__cause__


_AS_RAISED: Final = _AsRaised()


def close_opened(error: BaseException) -> None:
    """Close what `socket.create_connection`, which an error has left, was about to give."""
    import socket

    # An interrupt may come before Python has made the socket whole.
    for frame, _ in walk_tb(error.__traceback__):
        if frame.f_globals.get("__name__") == socket.__name__:
            for each in frame.f_locals.values():
                if isinstance(each, socket.SocketType):
                    socket.SocketType.close(each)


@final
class ClosingContext:
    """Wraps sockets as an SSL context does, and closes those whose handshake is broken off."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context: Final = context

    def wrap_socket(self, sock: socket.socket, *, server_hostname: str | None) -> ssl.SSLSocket:
        secure = self._context.wrap_socket(
            sock, server_hostname=server_hostname, do_handshake_on_connect=False
        )
        try:
            secure.do_handshake()
        except BaseException:
            secure.close()
            raise
        return secure

    def wrap_bio(self, *arguments: Any, **settings: Any) -> ssl.SSLObject:
        # Within a connection that is encrypted already, and closed by its owner.
        return self._context.wrap_bio(*arguments, **settings)


@final
class ClosingBackend:
    """As the core's backend for tasks; closes connections that are broken off."""

    def __init__(self, _clock: Clock, core: Any) -> None:
        self._network: Final = core.AnyIOBackend()

    async def connect_tcp(self, **where: Any) -> _ClosingStream:
        return _ClosingStream(await self._network.connect_tcp(**where))


@final
class _ClosingStream:
    def __init__(self, stream: Any) -> None:
        self.read: Final = stream.read
        self.write: Final = stream.write
        self.aclose: Final = stream.aclose
        self.get_extra_info: Final = stream.get_extra_info
        self._start_tls: Final = stream.start_tls

    async def start_tls(self, *how: Any, **more: Any) -> _ClosingStream:
        try:
            return _ClosingStream(await self._start_tls(*how, **more))
        except BaseException:
            await finished(self.aclose())
            raise
