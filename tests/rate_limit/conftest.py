"""The three stores, and the means to let their time pass."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from acme_ticketing_core.rate_limit.memory import MemoryStore
from acme_ticketing_core.rate_limit.redis import RedisStore
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import Store, read

from .redis_server import RedisServer

_NUMBERS = count()
_MOMENTS = (
    "blocked_until", "closed_at", "first_at", "next_at", "onset", "peak_at", "probe_until",
    "raise_at", "run_at",
)  # fmt: skip


def age(state: State, seconds: float) -> None:
    """Make everything that a state knows so many seconds older."""
    for name in _MOMENTS:
        if getattr(state, name):
            setattr(state, name, getattr(state, name) - seconds)
    for entry in state.used:
        entry[0] -= seconds
    for place in state.queue:
        place[0] -= seconds
        place[2] -= seconds


class Stage:
    """A store, and a budget in it that no other test uses."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.key = f"b2b:test-{next(_NUMBERS)}@api.example.com"

    def let_pass(self, seconds: float) -> None:
        """Let time pass for the budget's state."""
        self.store.change(self.key, lambda state, _: age(state, seconds))

    def state(self) -> State:
        """Read the state."""
        return self.store.change(self.key, read)[0]


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """Yield a Redis that all tests share; each uses keys of its own."""
    with RedisServer() as server:
        yield server


@pytest.fixture(params=["memory", "sqlite", "redis"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """Yield each store in turn."""
    if request.param == "memory":
        yield Stage(MemoryStore(time.time))
    elif request.param == "sqlite":
        sqlite = SqliteStore(tmp_path / "gates.sqlite")
        yield Stage(sqlite)
        sqlite.close()
    else:
        server: RedisServer = request.getfixturevalue("redis_server")
        redis = RedisStore(server.url, timeout=5.0)
        yield Stage(redis)
        redis.close()
