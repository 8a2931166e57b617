"""Ctrl+C at random moments of a process's first call: the second call answers, and nothing is lost.

The first call imports what calls need, so most of it is not the network. Each attempt is a fork of
a process that has imported nothing but the package.

python -m tests.faults.first_call [attempts] [seed]
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, NamedTuple

from acme_ticketing import AcmeClient, ApiKey, AsyncAcmeClient, BaseUrl
from acme_ticketing_core.client.light_copies import MOST_CONNECTIONS
from tests.core.server import Server, answer

KINDS = tuple(product(("sync", "async"), ("httpx", "httpx2")))
_LONGEST = 60.0


class Told(NamedTuple):
    """What an attempt came to.

    Attributes:
        took: seconds of the first call.
        interrupted: whether it ended with a KeyboardInterrupt.

    """

    took: float
    interrupted: bool


def attempt(url: str, mode: str, http: str, after: float) -> Told:
    """Make a first call, interrupt it, make a second, and look at what the client holds.

    Args:
        url: of a server.
        mode: `sync` or `async`.
        http: the library.
        after: seconds until Ctrl+C.

    """
    assert not {"orjson", "httpx", "httpx2", "h11"} & set(sys.modules)
    settings: dict[str, Any] = {
        "credentials": ApiKey("k" * 32), "environment": BaseUrl(url), "http": http,
    }  # fmt: skip
    client = AcmeClient(**settings)

    def call() -> object:
        if mode == "sync":
            return client.b2b.price_lists.list()
        return asyncio.run(_awaited(settings))

    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupt = threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT))
    interrupt.daemon = True
    interrupted = False
    began = time.perf_counter()
    try:
        try:
            interrupt.start()
            call()
        finally:
            took = time.perf_counter() - began
            interrupt.cancel()
            interrupt.join()
    except KeyboardInterrupt:
        interrupted = True
    second = call()
    assert second, "the second call was answered with nothing"
    assert client.connections.in_use == client.connections.waiting == 0, client.connections
    assert client._shared.slots.free == MOST_CONNECTIONS
    return Told(took, interrupted)


async def _awaited(settings: dict[str, Any]) -> object:
    async with AsyncAcmeClient(**settings) as client:
        return await client.b2b.price_lists.list()


def forked(url: str, mode: str, http: str, after: float) -> Told:
    """Make an attempt in a process of its own.

    Raises:
        AssertionError: it did not end well; the message tells how.

    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status, said = 1, ""
        try:
            told = attempt(url, mode, http, after)
            status, said = 0, f"{told.took} {int(told.interrupted)}"
        except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
            said = traceback.format_exc()
        finally:
            os.write(writing, said.encode()[-60_000:])
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        raise AssertionError(f"{mode}, {http}, Ctrl+C after {after} s: {status}\n{said}")
    took, interrupted = said.split()
    return Told(float(took), interrupted == "1")


@contextmanager
def _served() -> Iterator[str]:
    """Serve in a process of its own, so that this one has one thread when it forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with Server() as server:
            server.behave = answer(b'[{"name": "Standard"}]')
            os.write(writing, server.url.encode())
            signal.pause()
    try:
        yield os.read(reading, 100).decode()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)


def main(attempts: int = 500, seed: int = 17) -> int:
    """Make attempts, all kinds in turn, and tell how many ended badly."""
    chance, failed = random.Random(seed), 0
    interrupted: Counter[tuple[str, str]] = Counter()
    with _served() as url:
        whole = {kind: forked(url, *kind, _LONGEST).took for kind in KINDS}
        for number in range(attempts):
            kind = KINDS[number % len(KINDS)]
            try:
                interrupted[kind] += forked(url, *kind, chance.uniform(0, whole[kind])).interrupted
            except AssertionError as error:
                failed += 1
                print(error, file=sys.stderr)  # noqa: T201
    told = [f"{' over '.join(kind)}: {interrupted[kind]}" for kind in KINDS]
    print(  # noqa: T201
        f"{attempts} first calls, interrupted {', '.join(told)}; "
        f"{failed} whose second call did not answer, or that lost something"
    )
    return failed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])) > 0)
