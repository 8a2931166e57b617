"""Lines that never carry a request: what stands between a client and a server that is not there."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from .certificates import Authority, TlsServer


@dataclass(frozen=True)
class Line:
    """A line that leads nowhere.

    Attributes:
        name: how the table calls it.
        url: gives a base URL for as long as the block lasts.

    """

    name: str
    url: Callable[[], AbstractContextManager[str]]


@contextmanager
def _nobody_listens() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield f"http://127.0.0.1:{port}"


@contextmanager
def _unknown_name() -> Iterator[str]:
    yield "https://nobody.invalid"


@contextmanager
def _speaks_no_tls() -> Iterator[str]:
    from tests.core.server import Server, raw

    with Server() as server:
        server.behave = raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        yield server.url.replace("http:", "https:")


@contextmanager
def _untrusted() -> Iterator[str]:
    with TlsServer(Authority().context()) as server:
        yield server.url


@contextmanager
def _too_old() -> Iterator[str]:
    with TlsServer(Authority().context("TLSv1_1")) as server:
        yield server.url


LINES = (
    Line("the host name is unknown", _unknown_name),
    Line("nobody listens", _nobody_listens),
    Line("the server speaks no TLS", _speaks_no_tls),
    Line("the certificate is not trusted", _untrusted),
    Line("the server offers TLS 1.1 only", _too_old),
)
