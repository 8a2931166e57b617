"""What the gate costs a call that need not wait, by the real clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from redis import Redis

from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.redis import RedisStore
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.rate_limit.store import Store
from tests.rate_limit.redis_server import RedisServer

KEY = "b2b:default@overhead"
LIMIT = 600
ROUNDS = 5


def seconds_per_call(store: str) -> float:
    """Give the median cost of admitting and settling a call below a limit of 600."""
    took: list[float] = []
    with TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            if store == "in-process":
                took += _calls(MemoryStore(time.time))
            else:
                file = SqliteStore(Path(folder) / f"{number}.sqlite")
                took += _calls(file)
                file.close()
    return median(took)


def redis_commands() -> float:
    """Give how many commands a call sends to Redis."""
    with RedisServer() as server:
        store = RedisStore(server.url, timeout=5.0)
        gate = Gate(store, KEY)
        _one(gate)
        client: Any = Redis.from_url(server.url)
        before = _scripts(client)
        for _ in range(LIMIT // 2):
            _one(gate)
        commands = _scripts(client) - before
        client.close()
        store.close()
    return commands / (LIMIT // 2)


def _scripts(client: Any) -> int:
    statistics = client.info("commandstats")
    return int(statistics["cmdstat_evalsha"]["calls"])


def _calls(store: Store) -> list[float]:
    store.change(KEY, teach, float(LIMIT))
    gate = Gate(store, KEY)
    return [_timed(lambda: _one(gate)) for _ in range(LIMIT - 1)]


def _one(gate: Gate) -> None:
    ticket = gate.ticket()
    admission = gate.ask(ticket)
    gate.settle(admission, "accepted")
    gate.withdraw(ticket)


def _timed(action: Callable[[], None]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
