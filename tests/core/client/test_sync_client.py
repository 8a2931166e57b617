"""The synchronous client, over real connections."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import httpx
import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.client import sync_client
from acme_ticketing_core.errors import (
    ClientClosed,
    DeadlineExceeded,
    NotFound,
    OutcomeUnknown,
    RateLimited,
)
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.settings.environments import BaseUrl, Sandbox
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Received, Server, answer, hang_up, in_turn
from tests.core.world import (
    API_KEY,
    BUYER,
    CHECK_OUT,
    EVENT,
    GET_EVENT,
    LIST_EVENTS,
    PASSWORD,
    REFUND,
    Client,
)

PAGING: Paging[Any, Any] = Paging(items=lambda a: a["list"], total=lambda a: a["count"])


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """Give a client of the loopback server, on the system's clock."""
    with Client(ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999) as client:
        yield client


def virtual(server: Server, credential: Any = None, **settings: Any) -> Client:
    """Make a client of the loopback server on a clock of its own."""
    given = credential or ApiKey(API_KEY)
    return Client(
        given, environment=BaseUrl(server.url), clock=VirtualClock(), tenant_id=999, **settings
    )


def test_a_call_goes_all_the_way(server: Server, client: Client):
    """From arguments to a socket and back to a value."""
    server.behave = answer(b'{"name": "Mummies"}')

    assert client.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert server.received[0].target == "/v2/b2b/event/instances/5d96453460309f26d082bcc0"
    assert server.received[0].headers["x-acme-api-key"] == API_KEY


def test_an_error_of_the_server_is_raised(server: Server, client: Client):
    """Errors are raised, never returned."""
    server.behave = answer(b'{"message": "no such event"}', 404)

    with pytest.raises(NotFound, match="no such event"):
        client.call(GET_EVENT, EVENT)


def test_a_lost_answer_is_asked_for_with_the_same_uuid(server: Server):
    """The connection drops, and the repetition meets a 409, which proves nothing."""
    server.behave = in_turn(hang_up, answer(b'{"message": "seen"}', 409))

    with virtual(server) as client, pytest.raises(OutcomeUnknown) as caught:
        client.call(CHECK_OUT, BUYER, body={"cvc": "123"})

    one, two = server.received
    assert caught.value.status == 409
    assert (one.body, one.headers) == (two.body, two.headers)


def test_an_unguarded_call_is_sent_once(server: Server):
    """A refund whose answer is lost stays one refund."""
    server.behave = hang_up

    with virtual(server) as client, pytest.raises(OutcomeUnknown):
        client.call(REFUND, {}, body={"orderId": "1"})
    assert len(server.received) == 1


def test_pages_are_calls(server: Server, client: Client):
    """Each page goes out with the arguments of the first, but for its number."""

    def list_events(request: Received, connection: socket.socket) -> None:
        number = int(request.target.partition("page=")[2].partition("&")[0] or 1)
        items = b"[1,2]" if number < 3 else b"[3]"
        answer(b'{"list": %s, "count": 5}' % items)(request, connection)

    server.behave = list_events
    page = client.page(LIST_EVENTS, PAGING, {"page": 2, "page_size": 2})

    assert list(page) == [1, 2, 3]
    assert [r.target.partition("?")[2] for r in server.received] == [
        "page=2&pageSize=2",
        "page=3&pageSize=2",
    ]


def test_threads_share_one_client(server: Server, client: Client):
    """Sixteen threads get four hundred answers over few connections."""
    server.behave = answer(b"7")
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda _: client.call(GET_EVENT, EVENT), range(400)))

    assert results == [7] * 400
    assert server.connections <= 16


def test_threads_that_need_a_session_log_in_once(server: Server):
    """One opens it, the others wait for it."""

    def behave(request: Received, connection: socket.socket) -> None:
        is_login = request.target.endswith("/session")
        answer(b'{"session": "t1"}' if is_login else b"7")(request, connection)

    server.behave = behave
    with (
        virtual(server, EmailLogin("ops@example.com", PASSWORD)) as client,
        ThreadPoolExecutor(16) as pool,
    ):
        assert set(pool.map(lambda _: client.call(GET_EVENT, EVENT), range(64))) == {7}

    logins = [r for r in server.received if r.target.endswith("/session")]
    assert len(logins) == 1


def test_threads_wait_out_one_block_together(server: Server):
    """Every call is answered, and few are sent into the block."""
    numbers = count()
    clock = VirtualClock()
    blocked_until = [0.0]
    refused: list[float] = []

    def behave(request: Received, connection: socket.socket) -> None:
        now = clock.monotonic()
        if next(numbers) == 40:
            blocked_until[0] = now + 60
        if now < blocked_until[0]:
            refused.append(now)
            answer(b"", 429)(request, connection)
        else:
            answer(b"7")(request, connection)

    server.behave = behave
    with (
        Client(
            ApiKey(API_KEY), environment=BaseUrl(server.url), clock=clock, deadline=None
        ) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        assert list(pool.map(lambda _: client.call(GET_EVENT, EVENT), range(80))) == [7] * 80

    assert 1 <= len(refused) <= 8


def test_what_queues_for_a_connection_looks_at_the_gate_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    """A request that was let through before a block does not start in it."""
    monkeypatch.setattr(sync_client, "MOST_CONNECTIONS", 1)
    monkeypatch.setattr("acme_ticketing_core.client.sync_client.MOST_CONNECTIONS", 1)
    arrived, go_on = threading.Event(), threading.Event()

    def behave(request: Received, connection: socket.socket) -> None:
        arrived.set()
        go_on.wait(5)
        answer(b"", 429)(request, connection)

    server.behave = behave
    options = CallOptions(deadline=30)
    with virtual(server) as client, ThreadPoolExecutor(2) as pool:
        first = pool.submit(client.call, GET_EVENT, EVENT, options=options)
        arrived.wait(5)
        second = pool.submit(client.call, GET_EVENT, EVENT, options=options)
        while not client.connections.waiting:
            time.sleep(0.001)
        go_on.set()
        errors = [first.exception(5), second.exception(5)]

    assert [type(error) for error in errors] == [RateLimited, RateLimited]
    assert len(server.received) == 1


def test_what_queued_for_a_connection_goes_when_it_gets_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    """The gate is open still, so the call is sent."""
    monkeypatch.setattr("acme_ticketing_core.client.sync_client.MOST_CONNECTIONS", 1)
    go_on = threading.Event()

    def behave(request: Received, connection: socket.socket) -> None:
        go_on.wait(60)
        answer(b"7")(request, connection)

    server.behave = behave
    with virtual(server) as client, ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(client.call, GET_EVENT, EVENT) for _ in range(2)]
        while not client.connections.waiting:
            time.sleep(0.001)
        go_on.set()

        assert [call.result(60) for call in calls] == [7, 7]
    assert server.connections == 1


def test_no_connection_in_time_is_a_deadline(server: Server, client: Client):
    """Queueing for a connection is part of the call."""
    for _ in range(sync_client.MOST_CONNECTIONS):
        assert client._shared.slots.acquire([], None)

    with pytest.raises(DeadlineExceeded):
        client.call(GET_EVENT, EVENT, options=CallOptions(deadline=0.2))
    assert server.received == []


def test_no_turn_to_log_in_in_time_is_a_deadline(server: Server):
    """Queueing for another call's login is part of the call."""
    login = EmailLogin("ops@example.com", PASSWORD)
    with Client(login, environment=BaseUrl(server.url)) as client:
        assert client._shared.login_turn.acquire([], None)
        with pytest.raises(DeadlineExceeded):
            client.call(GET_EVENT, EVENT, options=CallOptions(deadline=0.2))


def test_an_interrupted_call_leaves_everything_usable(server: Server):
    """Ctrl-C during a wait or a login takes no lock and no connection with it."""

    class Interrupting(VirtualClock):
        def sleep(self, seconds: float) -> None:
            raise KeyboardInterrupt(f"during a wait of {seconds} s")

    clock = Interrupting()
    server.behave = answer(b"", 503)
    login = EmailLogin("ops@example.com", PASSWORD)
    with Client(login, environment=BaseUrl(server.url), clock=clock) as client:
        with pytest.raises(KeyboardInterrupt):
            client.call(GET_EVENT, EVENT)
        server.behave = answer(b'{"session": "t1"}')

        assert client.call(GET_EVENT, EVENT) == {"session": "t1"}
        assert client._shared.login_turn.free == 1


def test_a_closed_client_says_so(server: Server):
    """Later calls are refused, and closing again is fine."""
    with virtual(server) as client:
        client.call(GET_EVENT, EVENT)
    client.close()

    with pytest.raises(ClientClosed, match=r"b2b\.events\.get: this client was closed"):
        client.call(GET_EVENT, EVENT)


def test_a_httpx_transport_can_stand_in_for_the_network():
    """The door for a sandbox in the same process."""

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=request.url.path)

    with Client(
        ApiKey(API_KEY), environment=Sandbox(7), transport=httpx.MockTransport(handle)
    ) as client:
        assert client.call(GET_EVENT, {"id": "1"}) == "/v2/b2b/event/instances/1"


def test_a_child_process_has_connections_and_locks_of_its_own(server: Server):
    """After a fork parent and child go on calling, even if a lock was held at the fork."""
    server.behave = answer(b"7")
    login = EmailLogin("ops@example.com", PASSWORD)
    with virtual(server) as client, Client(login, environment=BaseUrl(server.url)) as other:
        client.call(GET_EVENT, EVENT)
        assert client._shared.login_turn.acquire([], None)
        child = os.fork()
        if child == 0:
            right = (
                client.call(GET_EVENT, EVENT) == 7
                and client._shared.login_turn.free == 1
                and other._shared.session_cache.failure_since(0) is None
            )
            os._exit(0 if right else 1)
        _, status = os.waitpid(child, 0)

        assert os.waitstatus_to_exitcode(status) == 0
        assert client.call(GET_EVENT, EVENT) == 7
    connections = [request.connection for request in server.received]
    assert connections == [1, 2, 1]
