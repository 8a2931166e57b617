"""Makes one call while time is frozen, in a process of its own.

Freezing changes the clock of every event loop of the process for good: their timers are set by it.

python -m tests.core.client.frozen URL WAY
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

import freezegun
import time_machine

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl

MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FREEZE: dict[str, Any] = {
    "freezegun": lambda: freezegun.freeze_time(MOMENT),
    "freezegun, real_asyncio": lambda: freezegun.freeze_time(MOMENT, real_asyncio=True),
    "time-machine": lambda: time_machine.travel(MOMENT),
}


def blocking(url: str, freeze: Any) -> int:
    """Call once, and say how many came."""
    with freeze(), AcmeClient(ApiKey("k" * 32), environment=BaseUrl(url)) as client:
        return len(client.b2b.price_lists.list())


async def awaited(url: str, freeze: Any) -> int:
    """Do the same in an event loop."""
    async with AsyncAcmeClient(ApiKey("k" * 32), environment=BaseUrl(url)) as client:
        with freeze():
            return len(await client.b2b.price_lists.list())


if __name__ == "__main__":
    _, address, how, way = sys.argv
    if way == "sync":
        print(blocking(address, FREEZE[how]))  # noqa: T201
    else:
        print(asyncio.run(awaited(address, FREEZE[how])))  # noqa: T201
