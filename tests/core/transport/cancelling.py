"""Calls that are cancelled at random moments, once or twice, and what they leave behind.

python -m tests.faults.soak cancel [calls]
"""

from __future__ import annotations

import asyncio
import os
import random
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from acme_ticketing import AcmeError, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing_core.transport.libraries import HttpName

AT_ONCE = 32
_BODY = b'[{"name": "Standard"}]'
_egresses = (f"cancelling {number}" for number in count())


@dataclass
class Left:
    """What is there when all is over.

    Attributes:
        ends: how the calls ended.
        most: the most that were under way at once.
        connections: those that the pool holds.
        idle: those of them that can be used again.
        descriptors: how many more the process has than before, once what is idle has expired.
        later: how many later calls were answered, of as many as may be under way.

    """

    ends: Counter[str] = field(default_factory=Counter)
    most: int = 0
    connections: int = 0
    idle: int = 0
    descriptors: int = 0
    later: int = 0


@contextmanager
def served(context: ssl.SSLContext | None) -> Iterator[str]:
    """Serve answers that take up to some milliseconds, on a loop in another thread."""
    loop, ready, url = asyncio.new_event_loop(), threading.Event(), [""]
    chance = random.Random(17)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(chance.uniform(0, 0.01))
                writer.write(head % len(_BODY) + _BODY[:5])
                await asyncio.sleep(chance.uniform(0, 0.005))
                writer.write(_BODY[5:])
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
    url: str, calls: int, seed: int, ca_file: str | None = None, http: HttpName = "httpx"
) -> Left:
    """Make calls, half of which are cancelled, and look at what is left.

    Args:
        url: of the server.
        calls: how many.
        seed: of when they are cancelled.
        ca_file: the authority to trust.
        http: the library.

    """
    chance, left = random.Random(seed), Left()
    gate, under_way = asyncio.Semaphore(AT_ONCE), 0
    before = _descriptors()
    client = AsyncAcmeClient(
        ApiKey("k" * 32), environment=BaseUrl(url), http=http, ca_file=ca_file,
        egress=next(_egresses),
    )  # fmt: skip
    async with client:

        async def one() -> None:
            nonlocal under_way
            async with gate:
                under_way += 1
                left.most = max(left.most, under_way)
                try:
                    left.ends[await _one(client, chance)] += 1
                finally:
                    under_way -= 1

        async with asyncio.TaskGroup() as group:
            for _ in range(calls):
                group.create_task(one())
        await asyncio.sleep(0)
        connections = client.connections
        left.connections, left.idle = connections.open, connections.idle
        answers = await asyncio.gather(*(client.b2b.price_lists.list() for _ in range(AT_ONCE)))
        left.later = len(answers)
    await asyncio.sleep(0.1)
    left.descriptors = _descriptors() - before
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
