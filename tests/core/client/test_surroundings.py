"""What other libraries do to time and to event loops."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import freezegun
import pytest
import time_machine
import trio

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing.errors import ConfigurationError
from acme_ticketing_sandbox import API_KEY, TENANT_ID
from tests.core.server import Received, Server, answer

MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)


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


@pytest.mark.parametrize("freeze", [freezegun.freeze_time, time_machine.travel])
def test_frozen_time_does_not_stop_a_wait(url: str, freeze: object) -> None:
    """A call that has to wait after a 429 comes back: waits are measured on a clock that runs."""
    with freeze(MOMENT), AcmeClient(**settings(url, f"frozen {freeze}")) as client:
        assert client.b2b.price_lists.list()


async def test_a_frozen_event_loop_is_told(url: str) -> None:
    """Where asyncio's own clock stands, a wait would never end; one error says what to do."""
    async with AsyncAcmeClient(**settings(url, "frozen loop")) as client:
        told = pytest.raises(ConfigurationError, match="real_asyncio=True")
        with freezegun.freeze_time(MOMENT), told:
            await client.b2b.price_lists.list()


async def test_a_loop_that_runs_on_is_waited_in(url: str) -> None:
    """As that error says."""
    async with AsyncAcmeClient(**settings(url, "running loop")) as client:
        with freezegun.freeze_time(MOMENT, real_asyncio=True):
            assert await client.b2b.price_lists.list()


def test_trio_is_told_that_asyncio_is_needed(url: str) -> None:
    """At the first call, in one sentence."""

    async def main() -> None:
        client = AsyncAcmeClient(**settings(url, "trio"))
        with pytest.raises(ConfigurationError, match="needs asyncio"):
            await client.b2b.price_lists.list()

    trio.run(main)
