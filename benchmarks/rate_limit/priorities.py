"""What a call that people wait for waits behind a bulk load of three times the limit."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from acme_ticketing_core.operations.options import Priority
from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.simulate import GatePolicy
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.rate_limit.store import Store
from tests.rate_limit.redis_server import RedisServer

from .clients import KEY, four_on_redis
from .runs import HOUR, START, Load, MakePolicy, Policy, Wire
from .servers import Server, Variant
from .timeline import Timeline

LIMIT = 300
BULK_WORKERS = 64
SHARE = 0.1  # of the limit, asked for by people at random
BLOCK = 62.0  # seconds that nobody can start, with what is lost around a block


def _run(make: MakePolicy, variant: Variant, hours: float) -> tuple[list[float], float]:
    """Give the waits of interactive calls outside blocks, and what bulk kept of the rest."""
    chance = random.Random(7)
    start = START + chance.random() * 60
    env = Timeline(start)
    server = Server(variant, start, random.Random(8))
    policies: list[Policy] = make(env, variant)
    waits: list[tuple[float, float]] = []
    wire = Wire(env, server, chance, Load().latency)
    bulk = 0

    async def call(number: int, priority: Priority) -> None:
        nonlocal bulk
        began, spent = env.now(), [0.0]
        policy = policies[number % len(policies)]
        assert isinstance(policy, GatePolicy)
        await policy.request(wire.sender(spent), None, priority=priority)
        if priority == "bulk":
            bulk += 1
        else:
            waits.append((began, max(env.now() - began - spent[0], 0.0)))

    async def worker(number: int) -> None:
        while True:
            await call(number, "bulk")
            # Three times the limit, were each answered at once.
            await env.sleep(60.0 * BULK_WORKERS / (3 * variant.limit) * chance.uniform(0.5, 1.5))

    async def people() -> None:
        number = 0
        while True:
            await env.sleep(chance.expovariate(variant.limit * SHARE / 60.0))
            env.start(call(number, "interactive"))
            number += 1

    for number in range(BULK_WORKERS):
        env.start(worker(number))
    env.start(people())
    env.run(start + hours * HOUR)
    blocked = [(begin, begin + BLOCK) for begin in server.blocks]
    outside = [
        wait
        for began, wait in waits
        if not any(began < end and began + wait > begin for begin, end in blocked)
    ]
    rest = variant.limit * 60.0 * hours - len(waits) - len(server.blocks) * variant.limit
    return outside, bulk / rest


def one(store: Callable[[Timeline], Store], *, taught: bool) -> MakePolicy:
    """Make one client on a store."""

    def make(env: Timeline, variant: Variant) -> list[Policy]:
        made = store(env)
        if taught:
            made.change(KEY, teach, float(variant.limit))
        return [GatePolicy(env, Gate(made, KEY))]

    return make


def behind_bulk() -> Iterator[tuple[str, str, str, bool]]:
    """Give goal, what is wanted, what was measured, and whether that is enough."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        files: list[SqliteStore] = []

        def sqlite(env: Timeline) -> Store:
            files.append(SqliteStore(folder / f"{len(files)}.sqlite", now=env.now))
            stack.callback(files[-1].close)
            return files[-1]

        def memory(env: Timeline) -> Store:
            return MemoryStore(env.now)

        redis = stack.enter_context(four_on_redis(RedisServer()))
        makers: dict[str, MakePolicy] = {
            "in-process, cold": one(memory, taught=False),
            "in-process, learned": one(memory, taught=True),
            "SQLite, cold": one(sqlite, taught=False),
            "SQLite, learned": one(sqlite, taught=True),
            "Redis, four clients, cold": redis,
        }
        for name, make in makers.items():
            outside, kept = _run(make, Variant(shape="wall", limit=LIMIT), hours=1.0)
            outside.sort()
            middle, late = median(outside), outside[int(len(outside) * 0.99)]
            yield (
                f"an interactive call behind a bulk load of 3 × the limit, {name}",
                "outside blocks: median ≤ 1 s, p99 ≤ 5 s; bulk keeps ≥ 90 % of the rest",
                f"median {middle:.2f} s, p99 {late:.2f} s; bulk keeps {kept:.1%}",
                middle <= 1.0 and late <= 5.0 and kept >= 0.90,
            )
