"""Stores whose state is damaged, foreign or out of reach: told, or begun anew, and never a crash."""

from __future__ import annotations

import os
import sqlite3
from itertools import count
from pathlib import Path

import pytest
from redis import Redis

from acme_ticketing_core.rate_limit.admission import admit, settle
from acme_ticketing_core.rate_limit.learning import refused, teach
from acme_ticketing_core.rate_limit.redis import RedisStore
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.rate_limit.state import State
from acme_ticketing_core.rate_limit.store import StoreUnavailableError, read

from .conftest import Stage
from .redis_server import RedisServer

KEY = "b2b:default@damage.example.com"
IN_REDIS = f"acme-ticketing:gate:2:{KEY}"
NEWER = State(40.0).dump().replace(b"{", b'{"mood":"good",', 1)
FOREIGN = [b"{}", b"[]", b"\x00\xff", b'{"limit": 7}']


@pytest.mark.parametrize("text", FOREIGN)
def test_a_state_of_another_version_is_begun_anew(text: bytes) -> None:
    """It has other fields, or is no JSON at all."""
    assert State.load(text, KEY).dump() == State().dump()


@pytest.mark.parametrize("text", FOREIGN)
def test_what_redis_holds_of_somebody_else_is_reset(redis_server: RedisServer, text: bytes) -> None:
    """Calls start, nothing is learned yet, and what is learned next is kept."""
    with Redis.from_url(redis_server.url) as client:
        store = RedisStore(client)
        client.set(IN_REDIS, text)

        assert store.change(KEY, read)[0].limit == 0
        assert store.change(KEY, admit, "call", None, 0.0).granted
        store.change(KEY, teach, 40.0)
        assert store.change(KEY, read)[0].limit == 40
        client.delete(IN_REDIS)


def test_what_a_newer_version_knows_besides_is_left_out(redis_server: RedisServer) -> None:
    """The limit that it has learned holds, and what is learned here is kept."""
    with Redis.from_url(redis_server.url) as client:
        store = RedisStore(client)
        client.set(IN_REDIS, NEWER)

        assert store.change(KEY, read)[0].limit == 40
        store.change(KEY, teach, 50.0)
        assert store.change(KEY, read)[0].limit == 50
        client.delete(IN_REDIS)


def test_a_state_that_changes_all_the_time_is_given_up(redis_server: RedisServer) -> None:
    """Somebody is faster every time: the store says so instead of trying for ever."""
    ticks = count()
    mine = RedisStore(redis_server.url, monotonic=lambda: float(next(ticks)))
    other = RedisStore(redis_server.url)
    tries: list[float] = []

    def overtaken(_state: State, now: float) -> None:
        tries.append(now)
        other.change(KEY, teach, 40.0)

    with pytest.raises(StoreUnavailableError, match="faster than it can be swapped"):
        mine.change(KEY, overtaken)
    mine.close()
    other.close()

    assert 1 < len(tries) < 100


def test_a_state_that_many_change_at_once_is_swapped_in_time(redis_server: RedisServer) -> None:
    """Thirty are faster, one after the other; who asks and has to wait is none of them."""
    mine, other = RedisStore(redis_server.url), RedisStore(redis_server.url)
    key = f"{KEY}:many"
    other.change(key, refused, other.change(key, admit, "refused", None, 0.0), None)
    faster = iter(range(30))
    tries: list[bool] = []

    def overtaken(state: State, _: float) -> None:
        tries.append(other.change(key, admit, "waiting", None, 0.0).granted)
        if next(faster, None) is not None:
            other.change(key, teach, 40.0)
        state.surprises = 7

    mine.change(key, overtaken)

    assert mine.change(key, read)[0].surprises == 7
    assert tries == [False] * 31
    mine.close()
    other.close()


@pytest.mark.parametrize("text", FOREIGN)
def test_what_a_file_holds_of_another_version_is_reset(tmp_path: Path, text: bytes) -> None:
    """As with Redis."""
    path = tmp_path / "gates.sqlite"
    store = SqliteStore(path)
    store.change(KEY, teach, 40.0)
    store.close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE gate SET state = ?", (text,))
    file.close()

    assert store.change(KEY, read)[0].limit == 0
    store.close()
    store.close()


@pytest.mark.parametrize("content", [b"this is no database, however long one reads on " * 20, None])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, content: bytes | None) -> None:
    """Or a folder that stands in its place; once it is away the store works."""
    path = tmp_path / "gates.sqlite"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    store = SqliteStore(path)
    for _ in range(2):
        with pytest.raises(StoreUnavailableError, match="SQLite: "):
            store.change(KEY, read)
    if content is None:
        path.rmdir()
    else:
        path.unlink()

    assert store.change(KEY, read)[0].limit == 0
    store.close()


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Whoever is interrupted in a step leaves neither half of it nor a lock on the file."""
    store = SqliteStore(tmp_path / "gates.sqlite")
    store.change(KEY, teach, 40.0)

    for end in (KeyboardInterrupt(), sqlite3.OperationalError("disk full")):

        def step(state: State, _now: float, end: BaseException = end) -> None:
            state.limit = 7.0
            raise end

        with pytest.raises((KeyboardInterrupt, StoreUnavailableError)):
            store.change(KEY, step)

        assert store.change(KEY, read)[0].limit == 40
    store.close()


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
def test_a_child_opens_the_file_anew(tmp_path: Path) -> None:
    """Parent and child go on in one state, each by a connection of its own."""
    store = SqliteStore(tmp_path / "gates.sqlite")
    store.change(KEY, teach, 40.0)
    with store._lock:
        child = os.fork()
        if not child:
            status = 1
            try:
                status = 0 if store.change(KEY, admit, "child", None, 0.0).granted else 1
                store.close()
            finally:
                os._exit(status)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert store.change(KEY, read)[0].total == 1
    assert store.change(KEY, admit, "parent", None, 0.0).granted
    store.close()


def test_told_calls_are_told_once(stage: Stage) -> None:
    """What was accepted goes with the next step, and not with the one after it."""
    for number in range(3):
        admission = stage.store.change(stage.key, admit, f"call {number}", None, 0.0)
        stage.store.change(stage.key, settle, admission, "accepted")
    stage.store.change(stage.key, admit, "next", None, 0.0)

    assert stage.state().total == 4
