"""What other libraries do to time and to event loops."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trio

from acme_ticketing import ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.errors import ConfigurationError
from acme_ticketing_sandbox import API_KEY, TENANT_ID
from tests.core.server import Received, Server, answer

ROOT = Path(__file__).parents[3]


@pytest.fixture
def url() -> Iterator[str]:
    """Yield a server that refuses the first call for a second."""
    refusal, lists = answer(b"{}", 429, retry_after="1"), answer(b'[{"name": "Standard"}]')

    def behave(request: Received, connection: socket.socket) -> None:
        (refusal if len(server.received) == 1 else lists)(request, connection)

    with Server() as server:
        server.behave = behave
        yield server.url


def settings(url: str, egress: str) -> dict[str, object]:
    """Return the arguments of a client that nobody shares a limit with."""
    return {
        "credentials": ApiKey(API_KEY), "environment": BaseUrl(url), "tenant_id": TENANT_ID,
        "egress": egress,
    }  # fmt: skip


def frozen(url: str, how: str, way: str) -> subprocess.CompletedProcess[str]:
    """Run `frozen.py`; a call that never returns is ended."""
    return subprocess.run(
        [sys.executable, "-m", "tests.core.client.frozen", url, how, way],
        check=False, capture_output=True, text=True, timeout=60, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("how", "way"),
    [
        ("freezegun", "sync"),
        ("time-machine", "sync"),
        ("freezegun, real_asyncio", "async"),
        ("time-machine", "async"),
    ],
)
def test_frozen_time_does_not_stop_a_wait(url: str, how: str, way: str) -> None:
    """A call that has to wait after a 429 comes back: waits are measured on a clock that runs."""
    done = frozen(url, how, way)

    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr


def test_a_frozen_event_loop_is_told(url: str) -> None:
    """Where asyncio's own clock stands, a wait would never end; one error says what to do."""
    done = frozen(url, "freezegun", "async")

    assert done.returncode == 1
    assert "ConfigurationError" in done.stderr
    assert "real_asyncio=True" in done.stderr


def test_trio_is_told_that_asyncio_is_needed(url: str) -> None:
    """At the first call, in one sentence."""

    async def main() -> None:
        client = AsyncAcmeClient(**settings(url, "trio"))
        with pytest.raises(ConfigurationError, match="needs asyncio"):
            await client.b2b.price_lists.list()

    trio.run(main)
