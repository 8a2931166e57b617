"""Real processes, real stores, real HTTP to a real sandbox."""

from __future__ import annotations

import copy
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.rate_limit.admission import admit
from acme_ticketing_core.rate_limit.gate import Budget, Gate
from acme_ticketing_core.rate_limit.learning import teach
from acme_ticketing_core.rate_limit.redis import RedisStore
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
from acme_ticketing_core.rate_limit.store import read
from acme_ticketing_sandbox import Limits, LocalAcme, VirtualClock, served

from .conftest import age
from .redis_server import RedisServer

PROCESSES, THREADS, CALLS = 4, 4, 8
LIMIT = 110
MINUTE = 75.0
ROOT = Path(__file__).parents[2]


def start(url: str, store: str) -> list[subprocess.Popen[str]]:
    """Start the processes."""
    command = [
        sys.executable,
        "-m",
        "tests.rate_limit.worker",
        url,
        store,
        str(THREADS),
        str(CALLS),
    ]
    return [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]


@pytest.mark.parametrize("kind", ["redis", "sqlite"])
def test_processes_share_one_block(kind: str, redis_server: RedisServer, tmp_path: Path) -> None:
    """Sixteen threads of four processes pass the limit together, once, and lose nothing.

    Each call during a block would prolong it, and there is no `Retry-After`. The minute passes
    when the test says so, for the sandbox and for the shared gate.
    """
    clock = VirtualClock()
    sandbox = LocalAcme(clock=clock, limits=Limits(b2b=LIMIT, extend_block=True))
    path = tmp_path / "gates.sqlite"
    store = RedisStore(redis_server.url, timeout=5.0) if kind == "redis" else SqliteStore(path)
    with served(sandbox) as url:
        key = Budget(url.removeprefix("http://"), "default", "b2b").key
        processes = start(url, redis_server.url if kind == "redis" else str(path))
        while not Gate(store, key).read().blocked_for:
            time.sleep(0.05)
        while store.change(key, read)[0].total > LIMIT:  # what was on its way when the block fell
            time.sleep(0.05)
        clock.advance(MINUTE)
        store.change(key, lambda state, _: age(state, MINUTE))
        answered = [process.communicate()[0] for process in processes]
        learned = store.change(key, read)[0].limit
    store.close()

    assert [process.returncode for process in processes] == [0] * PROCESSES
    assert [int(text) for text in answered] == [THREADS * CALLS] * PROCESSES
    assert sandbox.rate_limiter.blocks == 1
    assert sandbox.rate_limiter.sent_into_block < PROCESSES * THREADS
    assert learned == LIMIT


HOLD = """
import sys
from acme_ticketing_core.rate_limit.admission import admit
from acme_ticketing_core.rate_limit.learning import refused
from acme_ticketing_core.rate_limit.sqlite import SqliteStore
store = SqliteStore(sys.argv[1])
key = "b2b:default@killed.example.com"
store.change(key, refused, store.change(key, admit, "refused", None, 0.0), 0.01)
import time; time.sleep(0.6)
print(store.change(key, admit, "probe", None, 0.0).probe, flush=True)
time.sleep(600)
"""


def test_a_killed_process_leaks_nothing_for_long(tmp_path: Path) -> None:
    """SIGKILL with the probe in its hands, the worst moment: half a minute later all goes on."""
    path, key = tmp_path / "gates.sqlite", "b2b:default@killed.example.com"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        process.send_signal(signal.SIGKILL)
    store = SqliteStore(path)
    held = store.change(key, admit, "next", None, 0.0)
    _, now = store.change(key, read)
    later = SqliteStore(path, now=lambda: now + 30)

    assert not held.granted
    assert later.change(key, admit, "next", held.rank, 0.0).granted
    store.close()
    later.close()


@pytest.mark.parametrize(
    "hand_on",
    [copy.copy, copy.deepcopy, lambda store: pickle.loads(pickle.dumps(store))],
    ids=["copied", "copied deeply", "pickled"],
)
def test_a_store_is_handed_to_another_process(
    tmp_path: Path, hand_on: Callable[[SqliteStore], SqliteStore]
) -> None:
    """As `multiprocessing` does where it does not fork: it opens the same file, by itself."""
    store = SqliteStore(tmp_path / "gate.sqlite")
    store.change("here b2b", teach, 7.0)
    twin = hand_on(store)
    store.close()

    assert twin.change("here b2b", read)[0].limit == 7.0
    twin.close()


@pytest.mark.parametrize("path", [None, 5, b"gate.sqlite"])
def test_a_store_has_the_name_of_a_file(path: Any) -> None:
    """Told where it is made, not by the first call."""
    with pytest.raises(InvalidArgument, match=r"SqliteStore\(path\) is the name of a file"):
        SqliteStore(path)
