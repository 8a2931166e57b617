"""Servers and pools that fork: a client made before is of use in each process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.core.server import Server, answer

ROOT = Path(__file__).parents[3]


@pytest.fixture
def url() -> Iterator[str]:
    """Yield the address of a server that knows one price list."""
    with Server() as server:
        server.behave = answer(b'[{"name": "Standard"}]')
        yield server.url


def run(*command: str) -> list[str]:
    """Run a module, and give the lines that it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", *command],
        check=False, capture_output=True, text=True, timeout=120, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@contextmanager
def gunicorn(*settings: str) -> Iterator[str]:
    """Serve `served.py`, and give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.set_inheritable(listener.fileno(), True)
        command = ["gunicorn", "--bind", f"fd://{listener.fileno()}", "--workers", "2", *settings]
        with subprocess.Popen(
            [sys.executable, "-m", *command, "tests.faults.surroundings.served:app"],
            cwd=ROOT, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL,
        ) as server:  # fmt: skip
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.terminate()
                server.wait(20)


@pytest.mark.parametrize("kind", ["sync", "gthread"])
def test_gunicorn_preloads_a_client(kind: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker has connections of its own, and one is enough for it."""
    monkeypatch.setenv("ACME_TEST_URL", url)
    answers: set[tuple[str, ...]] = set()
    with gunicorn("--preload", "--worker-class", kind) as address:
        ends_at = time.monotonic() + 60
        while len(answers) < 2 and time.monotonic() < ends_at:
            with suppress(OSError), urllib.request.urlopen(address, timeout=20) as answered:
                answers.add(tuple(answered.read().decode().split()))

    assert len({process for process, *_ in answers}) == 2
    assert {found[1:] for found in answers} == {("1", "1")}


def test_celery_forks_with_a_client(url: str) -> None:
    """Processes come and go, and all call at once with what the first one made."""
    (line,) = run("tests.faults.surroundings.forking", url)
    processes, *found = line.split()

    assert int(processes) >= 2
    assert found == ["1"] * 10


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_a_pool_of_processes_uses_the_client_of_the_module(start: str, url: str) -> None:
    """A client that is handed over is refused in one sentence, which says what to do."""
    found, refused = run("tests.faults.surroundings.pooled", url, start)

    assert found == "1 1 1 1 1 1"
    assert refused.startswith("AcmeClient is not pickled or copied")
    assert "Make a new one where it is needed" in refused
