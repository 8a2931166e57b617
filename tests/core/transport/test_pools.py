"""Connections that are kept: the newest is used, and what cannot be used again is closed."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK
from acme_ticketing_core.transport.libraries import library_named
from acme_ticketing_core.transport.pools import Connections
from acme_ticketing_core.transport.steps import Response
from acme_ticketing_core.transport.transport import AsyncTransport, SyncTransport
from tests.core.server import Received, Server, answer

from .test_transport import step


@pytest.fixture
def sender(server: Server, http: str) -> Iterator[SyncTransport]:
    """Give a transport to the server."""
    transport = SyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    yield transport
    transport.close()


def three_at_once(sender: SyncTransport, server: Server) -> None:
    """Make three requests that are under way together."""
    together = threading.Barrier(3)

    def behave(request: Received, connection: socket.socket) -> None:
        together.wait(20)
        answer()(request, connection)

    server.behave = behave
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(sender.send, [step(server.url)] * 3))
    server.behave = answer()


def hang_up(server: Server, but: int = 0) -> None:
    """Close what the server holds, but for the last so many."""
    for connection in server._open[: len(server._open) - but]:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def test_the_connection_that_was_used_last_is_used_next(
    sender: SyncTransport, server: Server
) -> None:
    """The others may expire."""
    three_at_once(sender, server)
    assert sender.connections == Connections(3, 3)
    for _ in range(3):
        sender.send(step(server.url))

    assert len({request.connection for request in server.received[3:]}) == 1


def test_what_the_server_has_closed_is_closed(sender: SyncTransport, server: Server) -> None:
    """By the next call, which does not use it."""
    three_at_once(sender, server)
    hang_up(server)

    assert isinstance(sender.send(step(server.url)), Response)
    assert sender.connections == Connections(1, 1)
    assert server.connections == 4


def test_what_is_still_good_stays(sender: SyncTransport, server: Server) -> None:
    """Connections expire one by one."""
    three_at_once(sender, server)
    hang_up(server, but=2)
    for _ in range(3):
        assert isinstance(sender.send(step(server.url)), Response)

    assert server.connections == 3


def test_another_server_has_another_connection(sender: SyncTransport, server: Server) -> None:
    """A connection is of use for one server only."""
    with Server() as other:
        for place in (server, other, server):
            assert isinstance(sender.send(step(place.url)), Response)
        assert (server.connections, other.connections) == (2, 1)
        assert sender.connections == Connections(1, 1)


def test_a_call_that_close_overtakes_is_answered(sender: SyncTransport, server: Server) -> None:
    """And closes its connection itself."""

    def behave(request: Received, connection: socket.socket) -> None:
        sender.close()
        answer()(request, connection)

    sender.send(step(server.url))
    server.behave = behave

    assert isinstance(sender.send(step(server.url)), Response)
    assert sender.connections == Connections(0, 0)


async def test_the_same_for_tasks(server: Server, http: str) -> None:
    """What the server has closed, and a call that close overtakes."""
    sender = AsyncTransport(server.url, SYSTEM_CLOCK, None, http=http)
    await asyncio.gather(*(sender.send(step(server.url)) for _ in range(3)))
    hang_up(server)
    assert isinstance(await sender.send(step(server.url)), Response)
    assert sender.connections == Connections(1, 1)

    call = asyncio.ensure_future(sender.send(step(server.url)))
    await asyncio.sleep(0)
    await sender.close()
    assert isinstance(await call, Response)
    assert sender.connections == Connections(0, 0)


async def test_a_given_transport_does_not_keep_a_second_answer(server: Server, http: str) -> None:
    """It would be taken for the next one's."""

    def twice(request: Received, connection: socket.socket) -> None:
        whole = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d"
        connection.sendall(whole % len(server.received) + whole % 0)

    server.behave = twice
    library = library_named(http).http
    with library.HTTPTransport() as blocking:
        async with library.AsyncHTTPTransport() as awaiting:
            sync_sender = SyncTransport(server.url, SYSTEM_CLOCK, blocking)
            async_sender = AsyncTransport(server.url, SYSTEM_CLOCK, awaiting)
            answers = [sync_sender.send(step(server.url)) for _ in range(2)]
            answers += [await async_sender.send(step(server.url)) for _ in range(2)]

    assert [a.content for a in answers if isinstance(a, Response)] == [b"1", b"2", b"3", b"4"]
    assert server.connections == 4
