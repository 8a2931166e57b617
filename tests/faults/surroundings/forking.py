"""Celery's prefork pool, billiard, whose processes share a client that has called before.

python -m tests.faults.surroundings.forking URL
"""

from __future__ import annotations

import os
import sys

import billiard

from acme_ticketing import AcmeClient, ApiKey, BaseUrl

CLIENT = AcmeClient(ApiKey("k" * 32), environment=BaseUrl(sys.argv[1]))


def work(_number: int) -> tuple[int, int]:
    """Call, and tell in which process."""
    return os.getpid(), len(CLIENT.b2b.price_lists.list())


if __name__ == "__main__":
    CLIENT.b2b.price_lists.list()
    with billiard.Pool(2, maxtasksperchild=3) as pool:
        done = pool.map(work, range(10), chunksize=1)
    print(len({process for process, _ in done} - {os.getpid()}), *(found for _, found in done))  # noqa: T201
