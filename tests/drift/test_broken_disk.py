"""A drift log that cannot be written: calls go on, and there is one warning."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from acme_ticketing_core.observability import drift_log
from acme_ticketing_core.observability.drift_log import DriftLog
from acme_ticketing_sandbox import VirtualClock
from tests.core.server import Server, answer

from .test_recorder import client_of, drift, lines


@pytest.fixture
def server() -> Iterator[Server]:
    """Yield a server whose every event differs in another way."""
    with Server() as server:
        yield server


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was said of the log."""
    return [each for each in caplog.messages if "drift log" in each]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no/such/folder/drift.jsonl", "No such file or directory"),
        ("", "Is a directory"),
        ("/proc/version", "cannot be written"),
        ("/dev/full", "it is no plain file"),
    ],
    ids=["no folder", "a folder", "read-only", "a device"],
)
def test_calls_go_on(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, reason: str
):
    """Whatever is wrong with the file, it is said once."""
    clock = VirtualClock()
    with (
        caplog.at_level(logging.WARNING, "acme_ticketing"),
        client_of(server, tmp_path / name, clock=clock) as client,
    ):
        for number in range(5):
            server.behave = answer(json.dumps({f"new_{'abcde'[number]}": 1}).encode())
            assert client.b2b.events.get(id="1").unknown_fields
            clock.advance(61)

    (warning,) = warnings(caplog)
    assert reason in warning


def test_what_could_not_be_written_is_written_later(tmp_path: Path):
    """Nothing is lost when the folder comes into being."""
    clock = VirtualClock()
    file = tmp_path / "later" / "drift.jsonl"
    log = DriftLog(str(file), "1", clock)
    for number in (1, 2, 1):
        log.met([drift(number)])
    file.parent.mkdir()
    clock.advance(61)
    log.met([drift(3)])

    assert [(each["path"], each["times"]) for each in lines(file)] == [
        ("field_1", 2), ("field_2", 1), ("field_3", 1),
    ]  # fmt: skip


FULL = """
import logging, resource, sys
from acme_ticketing_core.observability.drift_log import DriftLog
from acme_ticketing_sandbox import VirtualClock
from tests.drift.test_recorder import drift
logging.basicConfig(level=logging.WARNING)
clock = VirtualClock()
log = DriftLog(sys.argv[1], "1", clock)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, resource.RLIM_INFINITY))
for number in range(4):
    log.met([drift(number)])
    clock.advance(61)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.flush()
"""


def test_a_line_that_a_full_disk_cut_off_spoils_no_other(tmp_path: Path):
    """A write that was short is noticed; the next line begins anew, and no count is lost."""
    file = tmp_path / "drift.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file)], capture_output=True, text=True, check=True
    )

    assert done.stderr.count("cannot be written") == 1
    torn, whole = [], []
    for line in file.read_text().splitlines():
        (whole if line.endswith("}") else torn).append(line)
    assert [len(torn), file.read_text()[-1]] == [1, "\n"]
    assert sorted(json.loads(line)["path"] for line in whole) == [
        "field_0", "field_1", "field_2", "field_3",
    ]  # fmt: skip


def test_a_file_does_not_grow_for_ever(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    """Nobody is to find a full disk because of what was for his good."""
    monkeypatch.setattr(drift_log, "LARGEST_FILE", 1000)
    file = tmp_path / "drift.jsonl"
    log = DriftLog(str(file), "1", VirtualClock())
    with caplog.at_level(logging.WARNING, "acme_ticketing"):
        for number in range(50):
            log.met([drift(number)])

    assert 1000 < file.stat().st_size < 1500
    (warning,) = warnings(caplog)
    assert "too large" in warning
