"""Cancelling gives everything back: connections, slots, turns."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from acme_ticketing import EmailLogin
from acme_ticketing_core.runtime.semaphore import cleaned_up
from acme_ticketing_core.transport.libraries import HttpName
from tests.faults.certificates import Authority

from .cancelling import AT_ONCE, served, storm


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_nothing_is_left_behind(
    scheme: str, http: HttpName, authority: Authority, tmp_path: Path
) -> None:
    """After hundreds of calls, half of them cancelled once or twice."""
    context = authority.context() if scheme == "https" else None
    with served(context) as url:
        ca_file = authority.write(tmp_path) if context else None
        left = await storm(url, 400, ca_file=ca_file, http=http)

    assert left.ends["cancelled"] > 50
    assert left.ends["failed"] == 0
    assert left.held.open == left.held.idle <= left.most
    assert (left.slots, left.turns, left.later) == (0, 0, AT_ONCE)


async def test_no_turn_to_log_in_is_lost(http: HttpName) -> None:
    """The same where each call logs in first, one at a time."""
    with served(None) as url:
        left = await storm(url, 100, credential=EmailLogin("a@example.com", "secret"), http=http)

    assert left.ends["cancelled"] > 20
    assert (left.slots, left.turns, left.later) == (0, 0, AT_ONCE)


async def test_the_work_ends_before_the_cancellation_goes_on() -> None:
    """However often the caller is cancelled."""
    import anyio

    steps: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            with anyio.CancelScope(shield=True):
                await asyncio.sleep(0.01)
                steps.append("cleaned up")

    task = asyncio.ensure_future(cleaned_up(work()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert steps == ["cleaned up"]


async def test_a_timeout_around_it_is_a_timeout() -> None:
    """`asyncio.timeout` knows its own cancellation again."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await cleaned_up(asyncio.sleep(60))


async def test_what_it_gives_and_what_it_raises_is_passed_on() -> None:
    """As if it had been awaited directly."""

    async def fail() -> None:
        raise ZeroDivisionError

    assert await cleaned_up(asyncio.sleep(0, "done")) == "done"
    with pytest.raises(ZeroDivisionError):
        await cleaned_up(fail())
