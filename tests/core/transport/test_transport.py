"""The network: what is told apart, and what never leaves."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from acme_ticketing_core.redaction import Headers
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK, Clock
from acme_ticketing_core.transport import libraries, transport
from acme_ticketing_core.transport.libraries import library_named
from acme_ticketing_core.transport.steps import Request, Response, Send, TransportFailure
from acme_ticketing_core.transport.transport import AsyncTransport, SyncTransport
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Behaviour, Received, Server, answer, hang_up, raw
from tests.core.world import API_KEY

Sender = Callable[..., Any]


def step(
    url: str,
    *,
    read_timeout: float = 5.0,
    ends_in: float | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> Send:
    """Make the step that posts a small body to a URL."""
    return Send(
        Request(
            method="POST",
            url=url,
            headers=Headers([("x-acme-api-key", API_KEY)]),
            content=b'{"cvc": "123"}',
        ),
        connect_timeout=5.0,
        read_timeout=read_timeout,
        ends_at=None if ends_in is None else clock.monotonic() + ends_in,
        timeout=None,
        may_start=lambda: True,
    )


async def send_blocking(
    url: str, what: Send, clock: Clock = SYSTEM_CLOCK, *, http: str
) -> Response | TransportFailure:
    """Send through the synchronous transport."""
    sender = SyncTransport(url, clock, None, http=http)
    try:
        return sender.send(what)
    finally:
        sender.close()


async def send_awaiting(
    url: str, what: Send, clock: Clock = SYSTEM_CLOCK, *, http: str
) -> Response | TransportFailure:
    """Send through the asynchronous transport."""
    sender = AsyncTransport(url, clock, None, http=http)
    try:
        return await sender.send(what)
    finally:
        await sender.close()


@pytest.fixture(params=[send_blocking, send_awaiting])
def send(request: pytest.FixtureRequest, http: str) -> Sender:
    """Give each way to send in turn, over each library."""
    way: Sender = partial(request.param, http=http)
    return way


def unused_port() -> int:
    """Find a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


async def test_a_request_arrives_as_it_was_made(server: Server, send: Sender):
    """Method, path, headers and body are those of the step, and the answer comes back whole."""
    server.behave = answer(b'{"id": "1"}', 201, X_Acme_Request_Id="r1")
    response = await send(server.url, step(f"{server.url}/a%2Fb?q=1%202"))
    received = server.received[0]

    assert (received.method, received.target) == ("POST", "/a%2Fb?q=1%202")
    assert received.headers["x-acme-api-key"] == API_KEY
    assert received.body == b'{"cvc": "123"}'
    assert (response.status, response.content) == (201, b'{"id": "1"}')
    assert response.headers["x-acme-request-id"] == "r1"


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("X-Gzip", gzip.compress),
        ("deflate, x-gzip", lambda content: gzip.compress(zlib.compress(content))),
    ],
)
async def test_a_compressed_answer_is_unpacked(
    server: Server, send: Sender, encoding: str, encode: Callable[[bytes], bytes]
):
    """The encodings that the client offers are the ones it reads, and x-gzip is gzip (RFC 9110)."""
    server.behave = answer(encode(b'{"id": "1"}'), content_encoding=encoding)
    response = await send(server.url, step(server.url))

    assert response.content == b'{"id": "1"}'


async def test_a_redirect_is_an_answer_and_not_followed(server: Server, send: Sender):
    """No second host ever sees the key."""
    with Server() as other:
        server.behave = answer(b"", 307, location=f"{other.url}/steal")
        response = await send(server.url, step(server.url))

        assert response.status == 307
        assert other.received == []


async def test_nobody_listening_is_not_sent(send: Sender, http: str):
    """A refused connection has carried nothing."""
    url = f"http://127.0.0.1:{unused_port()}"
    failure = await send(url, step(url))

    assert (failure.kind, failure.lasting) == ("not-sent", False)
    assert isinstance(failure.error, library_named(http).http.ConnectError)


async def test_a_name_that_nobody_knows_is_not_sent(send: Sender):
    """DNS comes before everything; `.invalid` never resolves (RFC 2606)."""
    failure = await send("https://api.invalid", step("https://api.invalid"))

    assert failure.kind == "not-sent"


async def test_a_server_without_tls_is_not_sent(server: Server, send: Sender):
    """A handshake that fails has carried no request."""
    server.behave = raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    url = server.url.replace("http:", "https:")
    failure = await send(url, step(url))

    assert failure.kind == "not-sent"
    assert server.received == []


def stall(_request: Received, _connection: socket.socket) -> None:
    """Say nothing and keep the connection."""


@pytest.mark.parametrize(
    "behave",
    [
        hang_up,
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab"),
        raw(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc"),
        raw(b"SSH-2.0-OpenSSH_9.0\r\n"),
        raw(b"HTTP/1.1 200 OK\r\ncontent"),
    ],
    ids=["hang up", "cut off", "chunk cut off", "bad gzip", "not HTTP", "cut headers"],
)
async def test_a_request_without_a_whole_answer_is_ambiguous(
    server: Server, send: Sender, behave: Behaviour
):
    """The server has the request; what it did with it nobody knows."""
    server.behave = behave
    failure = await send(server.url, step(server.url))

    assert (failure.kind, failure.lasting) == ("ambiguous", False)
    assert len(server.received) == 1


async def test_a_server_that_says_nothing_is_ambiguous(server: Server, send: Sender, http: str):
    """A read timeout comes after the request went out."""
    server.behave = stall
    failure = await send(server.url, step(server.url, read_timeout=0.05))

    assert failure.kind == "ambiguous"
    assert isinstance(failure.error, library_named(http).http.ReadTimeout)


async def test_an_answer_that_trickles_ends_with_the_deadline(server: Server, send: Sender):
    """Each piece comes in time, but the whole does not: the deadline is of the whole."""
    clock = VirtualClock()

    def trickle(_request: Received, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
        while True:
            connection.sendall(b"x" * 1000)
            clock.advance(20.0)

    server.behave = trickle
    what = step(server.url, read_timeout=60.0, ends_in=60.0, clock=clock)
    failure = await send(server.url, what, clock)

    assert (failure.kind, failure.lasting) == ("ambiguous", True)
    assert "deadline" in str(failure.error)


def drip(_request: Received, connection: socket.socket) -> None:
    """Send headers for ever, a byte at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.01)


async def test_headers_that_drip_end_with_the_deadline(server: Server, send: Sender):
    """No byte is late, and the answer never begins: the deadline is of this, too."""
    server.behave = drip
    started = SYSTEM_CLOCK.monotonic()
    failure = await send(server.url, step(server.url, ends_in=0.2))

    assert (failure.kind, failure.lasting) == ("ambiguous", True)
    assert "deadline" in str(failure.error) or "timed out" in str(failure.error)
    assert SYSTEM_CLOCK.monotonic() - started >= 0.2


async def test_a_deadline_that_is_over_waits_for_nothing(server: Server, send: Sender):
    """What is on the wire by then ends at once."""
    failure = await send(server.url, step(server.url, ends_in=-1.0))

    assert isinstance(failure, TransportFailure)
    assert "deadline" in str(failure.error)


def test_a_deadline_is_of_one_request_only(server: Server, http: str):
    """A connection that is used again has forgotten the last deadline."""
    sender = SyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    assert isinstance(sender.send(step(server.url, ends_in=60.0)), Response)
    assert isinstance(sender.send(step(server.url)), Response)
    server.behave = stall
    failure = sender.send(step(server.url, read_timeout=0.05))
    sender.close()

    assert isinstance(failure, TransportFailure)
    assert isinstance(failure.error, library_named(http).http.ReadTimeout)
    assert server.connections == 1


async def test_an_answer_that_never_ends_is_cut_off(
    server: Server, send: Sender, monkeypatch: pytest.MonkeyPatch
):
    """Memory is bounded, also by what a small answer unpacks to."""
    monkeypatch.setattr(transport, "LONGEST_ANSWER", 10_000)
    server.behave = answer(gzip.compress(b"\0" * 10_000_000), content_encoding="gzip")
    failure = await send(server.url, step(server.url))

    assert (failure.kind, failure.lasting) == ("ambiguous", True)
    assert "longer than 10000 bytes" in str(failure.error)


async def test_a_failure_keeps_no_frame_that_held_the_request(server: Server, send: Sender):
    """Tools that print the local variables of tracebacks find no headers and no body."""
    server.behave = hang_up
    failure = await send(server.url, step(server.url))

    links = []
    link = failure.error
    while link is not None:
        links.append(link)
        link = link.__cause__ or link.__context__
    assert len(links) > 1
    assert all(link.__traceback__ is None for link in links)


def test_connections_are_kept_and_shared(server: Server, http: str):
    """Calls one after the other take one connection."""
    sender = SyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    for _ in range(5):
        sender.send(step(server.url))
    sender.close()

    assert server.connections == 1


async def test_a_connection_that_holds_a_second_answer_is_not_used_again(server: Server, http: str):
    """It is nobody's answer, and would be taken for the next one's."""

    def twice(request: Received, connection: socket.socket) -> None:
        whole = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d"
        connection.sendall(whole % len(server.received) + whole % 0)

    server.behave = twice
    blocking = SyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    awaiting = AsyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    what = step(server.url)
    answers = [blocking.send(what), blocking.send(what)]
    answers += [await awaiting.send(what), await awaiting.send(what)]
    blocking.close()
    await awaiting.close()

    assert [a.content for a in answers if isinstance(a, Response)] == [b"1", b"2", b"3", b"4"]
    assert server.connections == 4


def test_a_closed_transport_opens_nothing(server: Server, http: str):
    """A call that `close` has overtaken does not bring connections back."""
    sender = SyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    sender.close()
    failure = sender.send(step(server.url))

    assert (failure.kind, failure.lasting) == ("not-sent", True)
    assert server.connections == 0


async def test_a_closed_asynchronous_transport_opens_nothing(server: Server, http: str):
    """The same for tasks; closing twice is fine."""
    sender = AsyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    await sender.close()
    await sender.close()
    failure = await sender.send(step(server.url))

    assert (failure.kind, failure.lasting) == ("not-sent", True)


def test_there_is_one_ssl_context_with_a_floor(http: str):
    """Making one costs more than a call; TLS 1.2 is the least."""
    context = libraries.ssl_context(http)

    assert context is libraries.ssl_context(http)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_the_environment_may_name_a_proxy(monkeypatch: pytest.MonkeyPatch):
    """As with httpx and the shell; loopback and excluded hosts go straight."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert libraries.proxy_for("https://api.example.com") is None

    monkeypatch.setenv("all_proxy", "http://any.example.net:3128")
    assert libraries.proxy_for("https://api.example.com") == "http://any.example.net:3128"

    monkeypatch.setenv("https_proxy", "http://proxy.example.net:3128")
    monkeypatch.setenv("no_proxy", "example.org")
    assert libraries.proxy_for("https://api.example.com") == "http://proxy.example.net:3128"
    assert libraries.proxy_for("https://api.example.org") is None
    assert libraries.proxy_for("http://127.0.0.1:8765") is None

    monkeypatch.setenv("https_proxy", "proxy.example.net:3128")
    assert libraries.proxy_for("https://api.example.com") == "http://proxy.example.net:3128"


async def test_a_proxy_of_another_kind_is_refused_unseen(
    send: Sender, monkeypatch: pytest.MonkeyPatch
):
    """The message does not repeat it: it may hold a password."""
    monkeypatch.setenv("https_proxy", "ftp://user:hunter2@proxy.example.net")
    failure = await send("https://api.invalid", step("https://api.invalid"))

    assert (failure.kind, failure.lasting) == ("not-sent", True)
    assert "hunter2" not in str(failure.error)
    assert "HTTPS_PROXY" in str(failure.error)


async def test_a_given_transport_is_used_and_left_open(http: str):
    """It is served by the library it comes from; whoever made it closes it."""
    library = library_named(http).http

    class Given(library.BaseTransport, library.AsyncBaseTransport):
        closed = False

        def handle_request(self, request: Any) -> Any:
            return library.Response(200, content=request.url.raw_path)

        async def handle_async_request(self, request: Any) -> Any:
            return self.handle_request(request)

        def close(self) -> None:
            self.closed = True

        async def aclose(self) -> None:
            self.closed = True

    given = Given()
    sync_sender = SyncTransport("https://api.invalid", SYSTEM_CLOCK, given)
    async_sender = AsyncTransport("https://api.invalid", SYSTEM_CLOCK, given)
    what = step("https://api.invalid/path?q")
    answers = [sync_sender.send(what), await async_sender.send(what)]
    sync_sender.close()
    await async_sender.close()

    assert [a.content for a in answers if isinstance(a, Response)] == [b"/path?q", b"/path?q"]
    assert not given.closed
