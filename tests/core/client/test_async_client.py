"""The asynchronous client, over real connections."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.client import async_client
from acme_ticketing_core.errors import (
    ClientClosed,
    DeadlineExceeded,
    OutcomeUnknown,
    RateLimited,
    Unauthorized,
)
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.pagination.paging import Paging
from acme_ticketing_core.settings.environments import BaseUrl
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
    TaskClient,
)

LOGIN = EmailLogin("ops@example.com", PASSWORD)
PAGING: Paging[Any, Any] = Paging(items=lambda a: a["list"], total=lambda a: a["count"])


@pytest.fixture
async def client(server: Server) -> AsyncIterator[TaskClient]:
    """Give a client of the loopback server on a clock of its own."""
    async with TaskClient(
        ApiKey(API_KEY), environment=BaseUrl(server.url), tenant_id=999, clock=VirtualClock()
    ) as client:
        yield client


@pytest.fixture
async def member(server: Server) -> AsyncIterator[TaskClient]:
    """Give a client that logs in."""
    async with TaskClient(LOGIN, environment=BaseUrl(server.url), clock=VirtualClock()) as client:
        yield client


def session_or_seven(request: Received, connection: socket.socket) -> None:
    """Answer a login with a session, and everything else with seven."""
    is_login = request.target.endswith("/session")
    answer(b'{"session": "t1"}' if is_login else b"7")(request, connection)


async def test_a_call_goes_all_the_way(server: Server, client: TaskClient):
    """From arguments to a socket and back to a value."""
    server.behave = answer(b'{"name": "Mummies"}')

    assert await client.call(GET_EVENT, EVENT) == {"name": "Mummies"}
    assert server.received[0].headers["x-acme-api-key"] == API_KEY


async def test_a_lost_answer_is_asked_for_with_the_same_uuid(server: Server, client: TaskClient):
    """The policy is the same as with threads, for it is the same text."""
    server.behave = in_turn(hang_up, answer(b'{"message": "seen"}', 409))

    with pytest.raises(OutcomeUnknown) as caught:
        await client.call(CHECK_OUT, BUYER)
    assert caught.value.status == 409


async def test_many_tasks_share_one_client(server: Server, client: TaskClient):
    """More tasks than connections get their answers over a bounded number of them."""
    server.behave = answer(b"7")

    results = await asyncio.gather(*(client.call(GET_EVENT, EVENT) for _ in range(110)))

    assert results == [7] * 110
    assert server.connections <= async_client.MOST_CONNECTIONS


async def test_tasks_that_need_a_session_log_in_once(server: Server, member: TaskClient):
    """One opens it, the others wait for it."""
    server.behave = session_or_seven

    results = await asyncio.gather(*(member.call(GET_EVENT, EVENT) for _ in range(64)))

    assert results == [7] * 64
    assert len([r for r in server.received if r.target.endswith("/session")]) == 1


async def test_tasks_that_wait_for_a_login_fail_with_it(server: Server, member: TaskClient):
    """A wrong password is tried once, not sixty-four times."""
    server.behave = answer(b'{"message": "bad password"}', 401)

    calls = (member.call(GET_EVENT, EVENT) for _ in range(64))
    errors = await asyncio.gather(*calls, return_exceptions=True)

    assert {type(error) for error in errors} == {Unauthorized}
    assert len(server.received) == 1


async def test_a_cancelled_login_lets_the_next_one_in(server: Server, member: TaskClient):
    """Cancelling the task that logs in does not leave the others waiting for ever."""
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stall(_request: Received, _connection: socket.socket) -> None:
        loop.call_soon_threadsafe(arrived.set)

    server.behave = stall
    first = asyncio.create_task(member.call(GET_EVENT, EVENT))
    await arrived.wait()
    second = asyncio.create_task(member.call(GET_EVENT, EVENT))
    await asyncio.sleep(0)
    server.behave = session_or_seven
    first.cancel()

    assert await second == 7
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_cancelled_wait_leaves_everything_usable(server: Server):
    """A task that is cancelled while it waits for the limit takes no place with it."""
    waiting = asyncio.Event()

    class Patient(VirtualClock):
        async def sleep_async(self, seconds: float) -> None:
            waiting.set()
            await asyncio.sleep(3600 + seconds)

    server.behave = answer(b"", 503)
    async with TaskClient(
        ApiKey(API_KEY), environment=BaseUrl(server.url), clock=Patient()
    ) as patient:
        task = asyncio.create_task(patient.call(GET_EVENT, EVENT))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.behave = answer(b"7")

        assert await patient.call(GET_EVENT, EVENT) == 7


async def test_what_queues_for_a_connection_looks_at_the_gate_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    """A request that was let through before a block does not start in it."""
    monkeypatch.setattr("acme_ticketing_core.client.async_client.MOST_CONNECTIONS", 1)
    server.behave = answer(b"", 429)
    async with TaskClient(
        ApiKey(API_KEY), environment=BaseUrl(server.url), clock=VirtualClock(), deadline=30
    ) as client:
        calls = (client.call(GET_EVENT, EVENT) for _ in range(5))
        errors = await asyncio.gather(*calls, return_exceptions=True)

    assert {type(error) for error in errors} == {RateLimited}
    assert len(server.received) == 1


async def test_queueing_is_part_of_the_deadline(server: Server):
    """No connection, or no turn to log in, within the time of the call."""
    options = CallOptions(deadline=0.2)
    async with TaskClient(LOGIN, environment=BaseUrl(server.url)) as client:
        await client._shared.login_turn.acquire()
        with pytest.raises(DeadlineExceeded):
            await client.call(GET_EVENT, EVENT, options=options)
        client._shared.login_turn.release()
    async with TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url)) as client:
        client._shared.slots = asyncio.Semaphore(0)
        with pytest.raises(DeadlineExceeded):
            await client.call(GET_EVENT, EVENT, options=options)
    assert server.received == []


async def test_a_listing_is_awaited_or_gone_through(server: Server, client: TaskClient):
    """`await` gives the first page, `async for` all items."""

    def list_events(request: Received, connection: socket.socket) -> None:
        last = "page=2" in request.target
        answer(b'{"list": %s, "count": 3}' % (b"[3]" if last else b"[1,2]"))(request, connection)

    server.behave = list_events
    arguments = {"page_size": 2}
    page = await client.page(LIST_EVENTS, PAGING, arguments)

    assert (page.items, page.total) == ([1, 2], 3)
    assert [item async for item in page] == [1, 2, 3]
    assert [item async for item in client.page(LIST_EVENTS, PAGING, arguments)] == [1, 2, 3]


async def test_a_closed_client_says_so(client: TaskClient):
    """Later calls are refused, and closing again is fine."""
    await client.aclose()
    await client.aclose()

    with pytest.raises(ClientClosed, match="was closed"):
        await client.call(GET_EVENT, EVENT)


def test_a_client_outlives_its_event_loop(server: Server):
    """A client in a module serves one `asyncio.run` after the other."""
    server.behave = answer(b"7", connection="close")
    client = TaskClient(ApiKey(API_KEY), environment=BaseUrl(server.url))

    for _ in range(3):
        assert asyncio.run(client.call(GET_EVENT, EVENT)) == 7
    asyncio.run(client.aclose())


async def test_a_client_belongs_to_one_running_loop(client: TaskClient):
    """Sharing connections between loops fails in strange ways, so it is refused in a clear one."""
    await client.call(GET_EVENT, EVENT)

    def elsewhere() -> BaseException | None:
        try:
            asyncio.run(client.call(GET_EVENT, EVENT))
        except ClientClosed as error:
            return error
        return None

    error = await asyncio.to_thread(elsewhere)
    assert "another event loop" in str(error)
