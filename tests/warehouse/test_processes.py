"""`acme sync` as programs of their own: two at once, one killed, and the run after it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb as database
import pytest

from acme_ticketing.warehouse import Progress, pipeline_to, sync
from acme_ticketing_sandbox import Limits, LocalAcme, environ
from acme_ticketing_sandbox.http.messages import Reply, Request
from acme_ticketing_sandbox.transports.server import served
from tests.core.changes.venue import ChangingVenue

ALREADY_RUNNING = 8
RATE = 10**6
PATIENCE = 60


class Held(LocalAcme):
    """A local ACME whose listing of orders is answered only when the test says so."""

    def __init__(self) -> None:
        super().__init__(limits=Limits(b2b=RATE, b2c=RATE, cors=RATE))
        self.asked, self.answers = threading.Event(), threading.Event()

    def handle(self, request: Request) -> Reply:
        """Wait before the orders."""
        if request.path.endswith("/orders/search"):
            self.asked.set()
            assert self.answers.wait(PATIENCE)
        return super().handle(request)


@pytest.fixture
def acme() -> Iterator[Held]:
    """Yield a local ACME."""
    acme = Held()
    yield acme
    acme.answers.set()


@pytest.fixture
def begin(acme: Held, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Yield what begins `acme sync` into one and the same file."""
    with served(acme) as url:
        environment = {**os.environ, **environ(url), "DLT_DATA_DIR": str(tmp_path / "dlt")}
        begun: list[subprocess.Popen[str]] = []

        def begin() -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "acme_ticketing_cli", "sync", "duckdb:acme.duckdb"]
            command += ["--only", "person_types,orders"]
            begun.append(
                subprocess.Popen(
                    command, cwd=tmp_path, env=environment, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
            )  # fmt: skip
            return begun[-1]

        yield begin
        acme.answers.set()
        for program in begun:
            program.kill()
            program.communicate()


def stored(folder: Path, query: str) -> list[Any]:
    """Ask the warehouse."""
    with database.connect(str(folder / "acme.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_two_at_once_and_one_killed(
    acme: Held, begin: Callable[[], subprocess.Popen[str]], tmp_path: Path
) -> None:
    """The second says so and goes; a run after the first was killed has every row once."""
    first = begin()
    assert acme.asked.wait(PATIENCE)
    second = begin()
    _, told = second.communicate(timeout=PATIENCE)
    assert second.returncode == ALREADY_RUNNING
    assert "is being brought up to date by another run" in told
    first.kill()
    first.communicate()
    acme.answers.set()
    third = begin()
    _, told = third.communicate(timeout=PATIENCE)
    assert third.returncode == 0, told
    truth = sorted((order["id"],) for order in acme.state.orders)
    assert sorted(stored(tmp_path, "SELECT id FROM ticketing.orders")) == truth


def test_nobody_takes_the_file_amid_a_run(venue: ChangingVenue, duckdb: str) -> None:
    """DuckDB's file is not closed between loads, where another program could open it."""
    file, found = duckdb.removeprefix("duckdb:"), list[str]()

    def look(_: Progress) -> None:
        if not found:
            program = f"import duckdb; duckdb.connect({file!r}, read_only=True)"
            done = subprocess.run(
                [sys.executable, "-c", program], check=False, capture_output=True, text=True
            )
            found.append(done.stderr)

    sync(venue.client, pipeline_to(duckdb), tables=["customers"], progress=look)
    assert "Could not set lock" in found[0]
