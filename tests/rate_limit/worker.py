"""A process of a test: threads that make calls through one client on a shared store.

Arguments: the sandbox's URL, the store (`redis://…` or a path), threads, calls per thread.
Prints how many calls were answered.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from acme_ticketing import AcmeClient, ApiKey, BaseUrl
from acme_ticketing_core.rate_limit.redis import RedisStore
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.runtime.clock import SystemClock
from acme_ticketing_sandbox import API_KEY


class Hasty(SystemClock):
    """Asks again long before it is told to: the test makes minutes pass in between."""

    def sleep(self, seconds: float) -> None:
        """Sleep, but not for long."""
        time.sleep(min(seconds, 0.05))


def main(url: str, store: str, threads: int, calls: int) -> None:
    """Make the calls, and say how many were answered."""
    shared = RedisStore(store, timeout=5.0) if "://" in store else SqliteStore(store, timeout=5.0)
    with (
        closing(shared),
        AcmeClient(
            ApiKey(API_KEY),
            environment=BaseUrl(url),
            deadline=None,
            rate_limit_store=shared,
            clock=Hasty(),
        ) as client,
        ThreadPoolExecutor(threads) as pool,
    ):
        pages = list(
            pool.map(lambda _: client.b2b.events.list(page_size=1), range(threads * calls))
        )
    print(len(pages))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
