"""A task that is cancelled in any phase of a call gives everything back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing_core.auth.credentials import ApiKey, EmailLogin
from acme_ticketing_core.client import async_client
from acme_ticketing_core.settings.environments import BaseUrl
from acme_ticketing_core.transport.pools import Connections
from acme_ticketing_core.transport.steps import saving
from tests.core.world import API_KEY, EVENT, GET_CSV, GET_EVENT, PASSWORD, REFUND, TaskClient
from tests.faults.certificates import Authority

from .stalling import LARGE, PHASES, Phase, Stalling

Call = Awaitable[Any]
Stop = Callable[[Call, threading.Event], Awaitable[None]]


async def once(call: Call, reached: threading.Event) -> None:
    """Cancel."""
    task = asyncio.ensure_future(call)
    await _in_the_phase(reached)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def again_and_again(call: Call, reached: threading.Event) -> None:
    """Cancel once more in each pass of the loop."""
    task = asyncio.ensure_future(call)
    await _in_the_phase(reached)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)
    assert task.cancelled()


async def with_its_group(call: Call, reached: threading.Event) -> None:
    """Let a timeout go off, just when its group is cancelled as another of its tasks has failed."""

    async def bounded() -> None:
        async with limit:
            await call

    limit = asyncio.timeout(None)
    with suppress(ExceptionGroup):
        async with asyncio.TaskGroup() as group:
            group.create_task(bounded())
            await _in_the_phase(reached)
            limit.reschedule(asyncio.get_running_loop().time())
            raise ZeroDivisionError


STOPS = [once, again_and_again, with_its_group]


async def _in_the_phase(reached: threading.Event) -> None:
    """Wait until a call has come there, and rests."""
    assert await asyncio.to_thread(reached.wait, 20)
    for _ in range(5):
        await asyncio.sleep(0.005)


def client_of(server: Stalling, http: Any, credential: Any = None) -> TaskClient:
    """Make a client; its first request logs in, unless it has another credential."""
    return TaskClient(
        credential or EmailLogin("ops@example.com", PASSWORD), environment=BaseUrl(server.url),
        tenant_id=999, egress=server.url, http=http, ca_file=server.ca_file,
    )  # fmt: skip


async def assert_nothing_is_lost(client: TaskClient, server: Stalling) -> None:
    """Look at everything that a call takes, and then call."""
    assert_nothing_is_taken(client)
    server.go_on()
    assert await asyncio.to_thread(server.has_only, client.connections.idle)
    assert (await client.call(GET_EVENT, EVENT))["name"] == "Mummies"
    assert await asyncio.to_thread(server.has_only, 1)


def assert_nothing_is_taken(client: TaskClient) -> None:
    """Look at everything that a call takes."""
    assert client.connections == Connections(client.connections.idle, client.connections.idle, 0)
    assert client._shared.slots._value == async_client.MOST_CONNECTIONS
    assert not client._shared.login_turn.locked()
    assert client.rate_limit().queued == 0


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("phase", PHASES)
async def test_nothing_is_lost(phase: Phase, stop: Stop, http: Any, stalled: Any) -> None:
    """Neither a connection nor a slot, no turn of a login, no descriptor."""
    with stalled(phase) as server:
        credential = ApiKey(API_KEY) if phase == "sending" else None
        async with client_of(server, http, credential) as client:
            if phase == "sending":
                await stop(client.call(REFUND, {}, body=LARGE), server.reached)
            else:
                await stop(client.call(GET_EVENT, EVENT), server.reached)
            await assert_nothing_is_lost(client, server)


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("credential", [ApiKey(API_KEY), None], ids=["connection", "login"])
async def test_who_waits_for_a_turn_loses_none(
    credential: ApiKey | None, stop: Stop, http: Any, stalled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does the one who has it."""
    if credential is not None:
        monkeypatch.setattr(async_client, "MOST_CONNECTIONS", 1)
    with stalled("headers") as server:
        async with client_of(server, http, credential) as client:
            first = asyncio.ensure_future(client.call(GET_EVENT, EVENT))
            await _in_the_phase(server.reached)
            await stop(client.call(GET_EVENT, EVENT), server.reached)
            assert client.connections == Connections(1, 0, 0)
            first.cancel()
            await asyncio.wait({first})
            await assert_nothing_is_lost(client, server)


@pytest.mark.parametrize("stop", STOPS)
async def test_who_waits_at_the_gate_leaves_the_queue(stop: Stop, http: Any, stalled: Any) -> None:
    """It had sent a request, and got a 429."""
    with stalled("refused") as server:
        async with client_of(server, http) as client:
            await stop(client.call(GET_EVENT, EVENT), server.reached)
            assert_nothing_is_taken(client)


@pytest.mark.parametrize("stop", STOPS)
async def test_no_file_is_left(stop: Stop, http: Any, stalled: Any, tmp_path: Path) -> None:
    """A download that is cancelled leaves nothing in the folder."""
    with stalled("body") as server:
        async with client_of(server, http, ApiKey(API_KEY)) as client:
            await stop(client.hold(saving(GET_CSV, {}, tmp_path / "report.csv")), server.reached)

            assert not any(tmp_path.iterdir())  # noqa: ASYNC240 - it holds the loop up for nothing
            assert await asyncio.to_thread(server.has_only, 0)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_at_every_pass_of_the_loop(
    scheme: str, http: Any, authority: Authority, tmp_path: Path
) -> None:
    """From the first to the last, closing included; half of them are cancelled twice.

    The server runs in the same loop, so that a call takes the same passes each time.
    """
    context = authority.context() if scheme == "https" else None
    ca_file = authority.write(tmp_path) if context else None
    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 200 -\r\ncontent-length: 7\r\n\r\n")
                await asyncio.sleep(0)
                writer.write(b'"it is"')
        writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(serve(reader, writer))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    async with await asyncio.start_server(begin, "127.0.0.1", 0, ssl=context) as server:
        name = "localhost" if context else "127.0.0.1"
        url = f"{scheme}://{name}:{server.sockets[0].getsockname()[1]}"
        answered = passes = 0
        while answered < 4:
            async with TaskClient(
                ApiKey(API_KEY), environment=BaseUrl(url), http=http, ca_file=ca_file, egress=url,
                tenant_id=999,
            ) as client:  # fmt: skip
                task = asyncio.ensure_future(client.call(GET_EVENT, EVENT))
                for _ in range(passes // 2):
                    await asyncio.sleep(0)
                task.cancel()
                if passes % 2:
                    await asyncio.sleep(0)
                    task.cancel()
                await asyncio.wait({task})
                answered += not task.cancelled()
                held = client.connections
                assert held == Connections(held.idle, held.idle, 0)
            if under_way:
                await asyncio.wait(under_way, timeout=20)
            assert not under_way
            passes += 1

    assert passes > 20
