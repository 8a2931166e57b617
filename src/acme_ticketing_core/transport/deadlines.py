"""A network that keeps a deadline: no piece that is read or written takes longer than is left.

A read timeout is measured from piece to piece, so a server that sends a byte a second outlasts it
for ever. Tasks are stopped from outside; a thread that blocks has to know its end beforehand.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable
from typing import Any, Final, final

from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.signals import raised_by_handler
from acme_ticketing_core.transport.handshakes import ClosingContext, close_opened

_PIECE: Final = 65_536


@final
class Deadline(threading.local):
    """When the request that this thread has on the wire must be over.

    Args:
        clock: measures what is left.
        core: httpcore or httpcore2, whose errors are raised.

    Attributes:
        ends_at: a moment on the clock's monotonic scale; None for never.

    """

    def __init__(self, clock: Clock, core: Any) -> None:
        self._clock: Final = clock
        self._core: Final = core
        self.ends_at: float | None = None

    def within(self, timeout: float | None) -> float | None:
        """Give a timeout that ends with the deadline.

        Raises:
            ReadTimeout: nothing is left.

        """
        if self.ends_at is None:
            return timeout
        left = self.ends_at - self._clock.monotonic()
        if left <= 0:
            raise self._core.ReadTimeout("the deadline of the call passed")
        return left if timeout is None else min(timeout, left)


@final
class DeadlineBackend:
    """Opens connections that keep the deadline of the thread that uses them.

    It is a network backend to httpcore and httpcore2, which ask for its methods only.
    """

    def __init__(self, deadline: Deadline, core: Any) -> None:
        self._deadline = deadline
        self._network = core.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _DeadlineStream:
        """Open a connection."""
        try:
            with _AS_RAISED:
                stream = self._network.connect_tcp(
                    host, port, timeout, local_address=local_address, socket_options=socket_options
                )
        except BaseException as error:
            close_opened(error)
            raise
        return _DeadlineStream(stream, self._deadline)


@final
class _DeadlineStream:
    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _AS_RAISED:
            piece: bytes = self._stream.read(max_bytes, self._deadline.within(timeout))
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            piece = buffer[start : start + _PIECE]
            with _AS_RAISED:
                self._stream.write(piece, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> _DeadlineStream:
        context = ClosingContext(ssl_context)
        try:
            with _AS_RAISED:
                stream = self._stream.start_tls(context, server_hostname, timeout)
        except BaseException:
            self.close()
            raise
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _AsRaised:
    """Lets through what a signal handler raised, which the core would take for the network's."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if error is not None and error.__cause__ is not None and raised_by_handler(error.__cause__):
            raise error.__cause__


_AS_RAISED: Final = _AsRaised()
