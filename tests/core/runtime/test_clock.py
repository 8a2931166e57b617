"""Where time comes from."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import VirtualClock


def test_the_system_clock_reads_the_systems_clocks():
    """The calendar and the monotonic time are those of the operating system."""
    clock = SystemClock()

    assert time.time() <= clock.now() <= time.time()
    assert time.monotonic() <= clock.monotonic() <= time.monotonic()


async def test_the_system_clock_sleeps_for_threads_and_for_tasks():
    """A wait of nothing returns, blocking or awaited."""
    clock = SystemClock()

    clock.sleep(0)
    await clock.sleep_async(0)


def test_sleeping_moves_the_virtual_clock():
    """Whoever sleeps on it wakes at the right moment, and nobody has waited."""
    clock = VirtualClock(1000.0)

    clock.sleep(60)
    clock.sleep(-5)

    assert clock.now() == clock.monotonic() == 1060.0


async def test_tasks_that_sleep_together_share_one_passage_of_time():
    """Forty sleepers of one minute take one minute, not forty."""
    clock = VirtualClock(0.0)

    await asyncio.gather(*(clock.sleep_async(60) for _ in range(40)))

    assert clock.now() == 60.0


def test_threads_share_the_virtual_clock():
    """Moves by many threads all count."""
    clock = VirtualClock(0.0)
    threads = [threading.Thread(target=clock.advance, args=(1.0,)) for _ in range(20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clock.now() == 20.0


def test_the_virtual_clock_does_not_run_backwards():
    """A negative step is a mistake in the test that takes it."""
    with pytest.raises(ValueError, match="backwards"):
        VirtualClock().advance(-1)
