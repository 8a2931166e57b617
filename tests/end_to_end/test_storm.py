"""Many workers run into a small limit, over real sockets: nothing is lost, nobody hammers.

The clock is virtual and shared with the sandbox, so the minute's block takes no minute. A request
that was on its way when the block fell cannot be called back; every other one must have waited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing_sandbox import API_KEY, Limits, LocalAcme, VirtualClock, served

from .conftest import egresses

WORKERS = 16
CALLS = 400
LIMIT = 100


@pytest.fixture
def crowded(clock: VirtualClock) -> Iterator[tuple[LocalAcme, str]]:
    """Yield a sandbox that blocks for a minute past 100 requests, and where it is served."""
    sandbox = LocalAcme(clock=clock, limits=Limits(b2b=LIMIT, extend_block=True))
    with served(sandbox) as url:
        yield sandbox, url


def assert_nobody_hammered(sandbox: LocalAcme, in_flight: int) -> None:
    """Hold the sandbox's count of requests into a block against those under way at each fall."""
    limiter = sandbox.rate_limiter
    refused = [call for call in sandbox.calls if call.status == 429]
    answered = [call for call in sandbox.calls if call.status == 200]

    assert len(answered) == CALLS
    assert limiter.blocks >= 1  # one may be enough to learn the limit from
    assert len(refused) == limiter.refused
    assert limiter.sent_into_block <= limiter.blocks * (in_flight - 1)


def test_threads_share_one_cool_down(crowded: tuple[LocalAcme, str], clock: VirtualClock) -> None:
    """16 threads make 25 calls each through one client."""
    sandbox, url = crowded
    with (
        AcmeClient(
            ApiKey(API_KEY), environment=BaseUrl(url), clock=clock, deadline=None,
            egress=next(egresses),
        ) as client,
        ThreadPoolExecutor(WORKERS) as pool,
    ):  # fmt: skip
        pages = list(pool.map(lambda _: client.b2b.events.list(page_size=1), range(CALLS)))

    assert all(page.items for page in pages)
    assert_nobody_hammered(sandbox, in_flight=WORKERS)


def test_clients_of_one_process_share_one_cool_down(
    crowded: tuple[LocalAcme, str], clock: VirtualClock
) -> None:
    """16 clients, each in a thread of its own, are one to the server and so to the gate."""
    sandbox, url = crowded
    egress = next(egresses)

    def work(_: int) -> list[bool]:
        with AcmeClient(
            ApiKey(API_KEY), environment=BaseUrl(url), clock=clock, deadline=None, egress=egress
        ) as client:
            return [
                bool(client.b2b.events.list(page_size=1).items) for _ in range(CALLS // WORKERS)
            ]

    with ThreadPoolExecutor(WORKERS) as pool:
        answers = [answer for answers in pool.map(work, range(WORKERS)) for answer in answers]

    assert answers == [True] * CALLS
    assert_nobody_hammered(sandbox, in_flight=WORKERS)


async def test_tasks_share_one_cool_down(
    crowded: tuple[LocalAcme, str], clock: VirtualClock
) -> None:
    """400 tasks call at once; the client's 100 connections bound how many can be under way."""
    sandbox, url = crowded
    async with AsyncAcmeClient(
        ApiKey(API_KEY), environment=BaseUrl(url), clock=clock, deadline=None, egress=next(egresses)
    ) as client:
        pages = await asyncio.gather(*(client.b2b.events.list(page_size=1) for _ in range(CALLS)))

    assert all(page.items for page in pages)
    assert_nobody_hammered(sandbox, in_flight=100)
