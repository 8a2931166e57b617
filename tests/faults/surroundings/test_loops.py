"""Event loops of others: uvloop, a notebook's, one that lets itself be entered again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvloop

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from tests.core.server import Server, answer
from tests.core.transport.cancelling import AT_ONCE, served, storm

ROOT = Path(__file__).parents[3]

CELLS = """
from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
settings = {{"credentials": ApiKey("k" * 32), "environment": BaseUrl("{url}")}}
client, blocking = AsyncAcmeClient(**settings), AcmeClient(**settings)
print("awaited", len(await client.b2b.price_lists.list()))
print("again", len(await client.b2b.price_lists.list()), client.connections)
print("blocking", len(blocking.b2b.price_lists.list()))
await client.aclose()
blocking.close()
"""


@pytest.fixture
def url() -> Iterator[str]:
    """Yield the address of a server that knows one price list."""
    with Server() as server:
        server.behave = answer(b'[{"name": "Standard"}]')
        yield server.url


def test_uvloop_cancels_as_asyncio_does() -> None:
    """After hundreds of calls, half of them cancelled once or twice, nothing is left behind."""
    with served(None) as address:
        left = uvloop.run(storm(address, 300))

    assert left.ends["cancelled"] > 50
    assert left.ends["failed"] == 0
    assert left.held.open == left.held.idle <= left.most
    assert (left.slots, left.turns, left.later) == (0, 0, AT_ONCE)
    assert left.closed <= 2  # libuv keeps one of its own


def test_a_notebook_awaits_at_the_top(url: str) -> None:
    """Its loop runs all the time, from cell to cell; `python -m asyncio` is such a one."""
    done = subprocess.run(
        [sys.executable, "-m", "asyncio"], input=CELLS.format(url=url),
        check=False, capture_output=True, text=True, timeout=60, cwd=ROOT,
    )  # fmt: skip

    assert "awaited 1" in done.stdout, done.stderr
    assert "again 1 Connections(open=1, idle=1, waiting=0)" in done.stdout
    assert "blocking 1" in done.stdout


async def test_a_blocking_call_in_a_running_loop(url: str) -> None:
    """It holds the loop up, and answers."""
    with AcmeClient(ApiKey("k" * 32), environment=BaseUrl(url)) as client:
        assert len(client.b2b.price_lists.list()) == 1
        assert len(await asyncio.to_thread(client.b2b.price_lists.list)) == 1
