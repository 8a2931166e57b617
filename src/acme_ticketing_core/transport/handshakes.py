"""Sockets that are closed when making a connection is cancelled or interrupted.

What opens a connection closes it after an error of the network only. Ctrl+C, or what another signal
handler raises, leaves the socket to whoever keeps the traceback; a cancelled handshake of TLS
leaves it to the event loop, for as long as the server keeps it.
"""

from __future__ import annotations

import socket
import ssl
from traceback import walk_tb
from typing import Any, Final, final

from acme_ticketing_core.transport.cancellation import finished


def close_opened(error: BaseException) -> None:
    """Close the sockets that the functions which an error has left were about to give.

    `socket.create_connection` hands out its socket when it is connected, and not before. An interrupt
    may come before Python has made the socket whole, but what the system opened can be closed.
    """
    for frame, _ in walk_tb(error.__traceback__):
        if frame.f_globals.get("__name__") == socket.__name__:
            for each in frame.f_locals.values():
                if isinstance(each, socket.SocketType):
                    socket.SocketType.close(each)


@final
class ClosingContext:
    """Wraps sockets as an SSL context does, and closes those whose handshake is broken off.

    Args:
        context: the SSL context.

    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context: Final = context

    def wrap_socket(self, sock: socket.socket, *, server_hostname: str | None) -> ssl.SSLSocket:
        """Encrypt a connection."""
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
        """Encrypt within a connection that is encrypted already; that one is closed by its owner."""
        return self._context.wrap_bio(*arguments, **settings)


@final
class ClosingBackend:
    """Opens connections for tasks, as the core's backend does, and closes those broken off.

    Args:
        core: httpcore or httpcore2.

    """

    def __init__(self, core: Any) -> None:
        self._network: Final = core.AnyIOBackend()

    async def connect_tcp(self, **where: Any) -> _ClosingStream:
        """Open a connection."""
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
