"""Calls that are cancelled at random moments, once or twice, and what they leave behind.

python -m tests.faults.soak cancel [seconds]
"""

from __future__ import annotations

import asyncio
import os
import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from acme_ticketing import AcmeError, ApiKey, AsyncAcmeClient, BaseUrl, EmailLogin
from acme_ticketing_core.client.light_copies import MOST_CONNECTIONS
from acme_ticketing_core.transport.pools import Connections

AT_ONCE = 32
KEY = ApiKey("k" * 32)
_BODY = b'[{"name": "Standard"}]'
_SESSION = b'{"session": "7nAbCdEfGhIjKlMnOpQr", "expireMs": 1}'
"""One that has ended, so that the next call logs in again."""

_egresses = (f"cancelling {number}" for number in count())


@dataclass
class Left:
    """What is there when all is over.

    Attributes:
        ends: how the calls ended.
        most: the most that were under way at once.
        held: what the client's pool holds.
        slots: how many calls fewer than before may be on the wire at once.
        turns: whether nobody can log in any more, and how many queue at the gate for ever.
        later: how many later calls were answered, of as many as may be under way.
        descriptors: how many more the process has than before, when what was idle has expired and
            one call has been made.
        closed: how many more it has when the client is closed.

    """

    ends: Counter[str] = field(default_factory=Counter)
    most: int = 0
    held: Connections = field(default_factory=Connections)
    slots: int = 0
    turns: int = 0
    later: int = 0
    descriptors: int = 0
    closed: int = 0


@contextmanager
def served(context: ssl.SSLContext | None) -> Iterator[str]:
    """Serve answers that take up to some milliseconds, on a loop in another thread."""
    loop, ready, url = asyncio.new_event_loop(), threading.Event(), [""]
    chance = random.Random(17)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while request := await reader.readuntil(b"\r\n\r\n"):
                body = _SESSION if b"/session " in request else _BODY
                await asyncio.sleep(chance.uniform(0, 0.01))
                writer.write(head % len(body) + body[:5])
                await asyncio.sleep(chance.uniform(0, 0.005))
                writer.write(body[5:])
                await writer.drain()
        writer.close()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        name = "http://127.0.0.1" if context is None else "https://localhost"
        url[0] = f"{name}:{server.sockets[0].getsockname()[1]}"
        ready.set()
        async with server:
            await server.serve_forever()

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(main())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    yield url[0]
    tasks = asyncio.run_coroutine_threadsafe(_cancel_all(), loop)
    with suppress(asyncio.CancelledError, TimeoutError):
        tasks.result(5)
    thread.join(5)


async def _cancel_all() -> None:
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


async def storm(
    url: str,
    calls: int,
    *,
    seconds: float = 60.0,
    credential: ApiKey | EmailLogin = KEY,
    rest: float = 0.0,
    **settings: Any,
) -> Left:
    """Make calls, half of which are cancelled, and look at what is left.

    Args:
        url: of the server.
        calls: how many at most.
        seconds: for how long at most.
        credential: whether calls log in first.
        rest: seconds to wait in the end, as long as idle connections are kept.
        settings: further ones of the client.

    """
    chance, left = random.Random(17), Left()
    over = time.monotonic() + seconds
    before, under_way = _descriptors(), 0
    client = AsyncAcmeClient(
        credential, environment=BaseUrl(url), egress=next(_egresses), **settings
    )  # fmt: skip
    async with client:

        async def work() -> None:
            nonlocal under_way
            while left.ends.total() + under_way < calls and time.monotonic() < over:
                under_way += 1
                left.most = max(left.most, under_way)
                end = await _one(client, chance)
                under_way -= 1
                left.ends[end] += 1

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())
        await asyncio.sleep(0)
        left.held, shared = client.connections, client._shared
        left.slots = MOST_CONNECTIONS - shared.slots._value
        left.turns = shared.login_turn.locked() + client.rate_limit().queued
        answers = await asyncio.gather(*(_whole(client) for _ in range(AT_ONCE)))
        left.later = len(answers)
        await asyncio.sleep(rest)
        await _whole(client)
        await asyncio.sleep(0.1)
        left.descriptors = _descriptors() - before
    await asyncio.sleep(0.1)
    left.closed = _descriptors() - before
    return left


async def _one(client: AsyncAcmeClient, chance: random.Random) -> str:
    call = asyncio.ensure_future(_whole(client))
    if chance.random() < 0.5:
        await asyncio.wait({call})
        return "failed" if call.exception() else "answered"
    await asyncio.wait({call}, timeout=chance.uniform(0, 0.02))
    call.cancel()
    if chance.random() < 0.5:  # again, while it cleans up
        await asyncio.sleep(chance.choice((0, 0, 0.001)))
        call.cancel()
    with suppress(asyncio.CancelledError, AcmeError):
        await call
    return "cancelled" if call.cancelled() else "answered before"


async def _whole(client: AsyncAcmeClient) -> object:
    return await client.b2b.price_lists.list()


def _descriptors() -> int:
    return len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))
