"""Ten thousand calls: what is left of them in memory, sockets and threads.

python -m tests.faults.soak [calls]
python -m tests.faults.soak cancel [seconds]
python -m tests.faults.soak interrupt [first calls]
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from acme_ticketing import AcmeClient, AsyncAcmeClient, EmailLogin
from acme_ticketing_core.runtime.clock import SYSTEM_CLOCK
from acme_ticketing_core.transport.libraries import HttpName
from acme_ticketing_core.transport.pools import KEPT_ALIVE
from tests.core.server import Server, answer
from tests.core.transport.cancelling import AT_ONCE, KEY, served, storm
from tests.end_to_end.examples import examples

from .certificates import Authority
from .drill import MODES, Mode, settings
from .report import put

LIBRARIES: tuple[HttpName, ...] = ("httpx", "httpx2")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class State:
    """What a process holds.

    Attributes:
        memory: bytes in RAM.
        sockets: open sockets.
        threads: running threads.

    """

    memory: int
    sockets: int
    threads: int

    @classmethod
    def now(cls) -> State:
        """Look at this process."""
        gc.collect()
        descriptors = Path("/proc/self/fd")
        sockets = 0
        for each in descriptors.iterdir():
            try:
                sockets += str(each.readlink()).startswith("socket:")
            except FileNotFoundError:
                continue
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(pages * _PAGE, sockets, threading.active_count())


@dataclass(frozen=True)
class Growth:
    """What calls left behind.

    Attributes:
        calls: how many were made after the warm-up.
        memory: bytes.
        sockets: open sockets more than before.
        threads: running threads more than before.

    """

    calls: int
    memory: int
    sockets: int
    threads: int

    def __str__(self) -> str:
        return (
            f"{self.calls} calls: memory {self.memory / 1e6:+.2f} MB, "
            f"sockets {self.sockets:+d}, threads {self.threads:+d}"
        )


def soak(mode: Mode, calls: int, warm_up: int) -> Growth:
    """Make calls from one client, and tell what they left behind.

    The server is a raw one that remembers nothing.
    """
    body = next(e for e in examples() if e.operation_id == "b2b.events.get" and e.status == 200)
    with Server() as server:
        reply = answer(json.dumps(body.value).encode())

        def behave(request: Any, connection: Any) -> None:
            server.received.clear()
            reply(request, connection)

        server.behave = behave
        given = settings(server.url, SYSTEM_CLOCK)
        run = _awaiting if mode == "async" else _blocking
        before, after = run(given, calls, warm_up)
    return Growth(
        calls,
        after.memory - before.memory,
        after.sockets - before.sockets,
        after.threads - before.threads,
    )


def _blocking(given: dict[str, Any], calls: int, warm_up: int) -> tuple[State, State]:
    with AcmeClient(**given) as client:
        for _ in range(warm_up):
            client.b2b.events.get(id="1")
        before = State.now()
        for _ in range(calls):
            client.b2b.events.get(id="1")
        return before, State.now()


def _awaiting(given: dict[str, Any], calls: int, warm_up: int) -> tuple[State, State]:
    async def run() -> tuple[State, State]:
        async with AsyncAcmeClient(**given) as client:
            for _ in range(warm_up):
                await client.b2b.events.get(id="1")
            before = State.now()
            for _ in range(calls):
                await client.b2b.events.get(id="1")
            return before, State.now()

    return asyncio.run(run())


def main(calls: int = 10_000) -> int:
    """Soak both clients; the exit status tells of growth."""
    failed = 0
    told: list[str] = []
    for mode in MODES:
        growth = soak(mode, calls, warm_up=2_000)
        told.append(f"- {mode}: {growth}")
        failed += growth.memory > 2_000_000 or growth.sockets > 0 or growth.threads > 0
    print(*told, sep="\n")  # noqa: T201
    put("soak", "\n".join(told))
    return failed


def cancel(seconds: int = 60) -> int:
    """Cancel half of many calls, over both libraries; the exit status tells of what is left.

    Most of the time plain and encrypted calls with a key, and then some that log in first.
    """
    failed, told = 0, list[str]()
    authority, login = Authority(), EmailLogin("ops@example.com", "secret")
    ways = [*product(("http", "https"), (KEY,)), ("http", login)]
    with tempfile.TemporaryDirectory() as folder:
        for (scheme, credential), http in product(ways, LIBRARIES):
            context = authority.context() if scheme == "https" else None
            ca_file = authority.write(Path(folder)) if context else None
            share = 0.1 if credential is login else 0.2
            with served(context) as url:
                left = asyncio.run(
                    storm(
                        url, sys.maxsize, seconds=seconds * share, rest=KEPT_ALIVE + 0.5,
                        credential=credential, ca_file=ca_file, http=http,
                    )
                )  # fmt: skip
            lost = left.held.in_use
            what = f"{scheme}, each logs in" if credential is login else scheme
            told.append(
                f"- {http}, {what}: {left.ends.total()} calls in {seconds * share:.0f} s, "
                f"{left.ends['cancelled']} cancelled, {left.most} at once: "
                f"{left.held.open} connections when idle, {lost} that nobody owns; "
                f"{left.slots} slots and {left.turns} turns lost; descriptors "
                f"{left.descriptors:+d} when idle ones have expired, {left.closed:+d} after closing; "
                f"{left.later} of {AT_ONCE} later calls answered"
            )
            failed += lost > 0 or left.held.open > left.most or left.later < AT_ONCE
            failed += left.slots > 0 or left.turns > 0 or left.ends["failed"] > 0
            failed += max(abs(left.descriptors), abs(left.closed)) > 2
    print(*told, sep="\n")  # noqa: T201
    put("cancel", "\n".join(told))
    return failed


def interrupt(calls: int = 500) -> int:
    """Interrupt first calls, in processes that have imported less than this one."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.first_call", str(calls)],
        check=False, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    print(done.stdout, end="")  # noqa: T201
    put("interrupt", done.stdout.strip())
    return done.returncode


if __name__ == "__main__":
    if sys.argv[1:2] == ["interrupt"]:
        sys.exit(interrupt(*map(int, sys.argv[2:])))
    if sys.argv[1:2] == ["cancel"]:
        sys.exit(cancel(*map(int, sys.argv[2:])))
    sys.exit(main(*map(int, sys.argv[1:])))
