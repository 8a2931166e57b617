"""The clients that are compared: ours, on each of its stores, and the peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from acme_ticketing_core.rate_limit.gate import Gate
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.redis import RedisStore
from acme_ticketing_core.rate_limit.simulate import GatePolicy, policy
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.rate_limit.store import Store

from .peers import BotocoreAdaptive, OpenAiStyle, Oracle, TenacityStyle
from .runs import MakePolicy, Policy
from .servers import Variant
from .timeline import Timeline

KEY = "b2b:default@simulated"


def ours(env: Timeline, _: Variant) -> list[Policy]:
    """Give the shipped gate, through the adapter that the package offers."""
    return [policy(env)]


def ours_taught(env: Timeline, variant: Variant) -> list[Policy]:
    """Give the shipped gate as it is in a later run: the limit is remembered."""
    store = MemoryStore(env.now)
    store.change(KEY, teach, float(variant.limit))
    return [GatePolicy(env, Gate(store, KEY))]


PEERS: dict[str, MakePolicy] = {
    "openai-style": lambda env, _: [OpenAiStyle(env, 1)],
    "tenacity-style": lambda env, _: [TenacityStyle(env, 1)],
    "botocore adaptive": lambda env, _: [BotocoreAdaptive(env, 1)],
    "oracle": lambda env, variant: [Oracle(env, variant)],
}


def processes(stores: Callable[[Timeline], list[Store]]) -> MakePolicy:
    """Make one client for each process, which share a store and nothing else."""

    def make(env: Timeline, _: Variant) -> list[Policy]:
        return [GatePolicy(env, Gate(store, KEY)) for store in stores(env)]

    return make


@contextmanager
def four_on_sqlite() -> Iterator[MakePolicy]:
    """Give four clients with a connection each to one file."""
    with TemporaryDirectory() as folder:
        files: list[SqliteStore] = []

        def stores(env: Timeline) -> list[Store]:
            path = Path(folder) / f"gates-{len(files)}.sqlite"
            files.extend(SqliteStore(path, now=env.now) for _ in range(4))
            return list(files[-4:])

        yield processes(stores)
        for store in files:
            store.close()


class VirtualScript:
    """The shipped script on a server whose clock is the simulation's."""

    def __init__(self, client: Any, env: Timeline) -> None:
        text = Path(RedisStore.__init__.__globals__["__file__"]).with_name("admission.lua")
        on_clock = text.read_text(encoding="utf-8").replace(
            "redis.call('TIME')", "{ARGV[#ARGV - 1], ARGV[#ARGV]}"
        )
        self._script = client.register_script(on_clock)
        self._env = env

    def __call__(self, keys: list[str], args: list[Any]) -> Any:
        """Run it at the present moment."""
        seconds, rest = divmod(int(self._env.now() * 10_000), 10_000)
        return self._script(keys=keys, args=[*args, seconds, rest * 100])


@contextmanager
def four_on_redis(server: AbstractContextManager[Any]) -> Iterator[MakePolicy]:
    """Give four clients with connections of their own to one real Redis."""
    with server as running:
        made: list[RedisStore] = []

        def stores(env: Timeline) -> list[Store]:
            running.flush()
            fresh = [RedisStore(running.url, timeout=5.0, monotonic=env.now) for _ in range(4)]
            for store in fresh:
                store._script = VirtualScript(store._redis, env)  # type: ignore[misc]  # noqa: SLF001
            made.extend(fresh)
            return list(fresh)

        yield processes(stores)
        for store in made:
            store.close()
