"""The warehouse holds every row once, however often its program is killed."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from acme_ticketing_sandbox import AcmeSandbox
from acme_ticketing_sandbox.state.reports import report_runs
from tests.examples.conftest import EXAMPLES, Play
from tests.examples.fresh_install import environment

KILLS = 20
TODAY = datetime.now(UTC).date()
PERIOD = (
    "--since",
    str(TODAY - timedelta(days=4)),
    "--until",
    str(TODAY + timedelta(days=2)),
)


@pytest.fixture(autouse=True)
def _quick_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox's reports be done at the first look, so that no program waits for one."""
    monkeypatch.setattr(report_runs, "PENDING_SECONDS", 0)
    monkeypatch.setattr(report_runs, "PROCESSING_SECONDS", 0)


def rows(database: Path) -> dict[str, list[Any]]:
    """Return everything in the warehouse."""
    with duckdb.connect(str(database), read_only=True) as warehouse:
        return {
            table: warehouse.execute(
                f"SELECT COLUMNS(*)::VARCHAR FROM {table} ORDER BY ALL"
            ).fetchall()
            for table in ("events", "sales")
        }


@pytest.mark.acme_sandbox(b2b=100_000)
def test_killed_twenty_times(
    acme_sandbox: AcmeSandbox, play: Play, python: Path, tmp_path: Path
) -> None:
    """SIGKILL at a random moment, again and again; the end is that of one quiet run."""
    began = time.monotonic()
    quiet = play("warehouse_sync/sync.py", "--database", "quiet.duckdb", *PERIOD)
    whole = time.monotonic() - began
    command = [str(python), str(EXAMPLES / "warehouse_sync/sync.py"), *PERIOD]
    environ = environment(**acme_sandbox.environ)
    chance = random.Random(7)
    killed = 0
    while killed < KILLS:
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(chance.uniform(0.2, 0.95) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
        ended = process.wait()
        if ended == 0:  # it was faster than the one before
            whole = time.monotonic() - began
        killed += ended == -signal.SIGKILL

        assert ended in {0, -signal.SIGKILL}
    last = play("warehouse_sync/sync.py", *PERIOD)
    expected = rows(tmp_path / "quiet.duckdb")

    assert (quiet.returncode, last.returncode) == (0, 0), last.stderr
    assert expected["events"]
    assert len({row[1] for row in expected["events"]}) == len(expected["events"])
    assert expected["sales"]
    assert rows(tmp_path / "warehouse.duckdb") == expected


def test_settled_days_are_not_fetched_again(
    acme_sandbox: AcmeSandbox, play: Play, tmp_path: Path
) -> None:
    """Others are, and the warehouse stays as it was; Parquet holds the same rows."""
    since = TODAY - timedelta(days=9)
    words = (
        "warehouse_sync/sync.py",
        "--since",
        str(since),
        "--until",
        str(TODAY),
        "--parquet",
        "p",
    )
    first = play(*words)
    before = rows(tmp_path / "warehouse.duckdb")
    second = play(*words)

    assert first.stdout.split() == [str(since + timedelta(days=n)) for n in range(10)]
    assert second.stdout.split() == first.stdout.split()[2:]
    assert rows(tmp_path / "warehouse.duckdb") == before
    assert (
        duckdb.sql(
            f"SELECT COLUMNS(*)::VARCHAR FROM '{tmp_path}/p/sales.parquet' ORDER BY ALL"
        ).fetchall()
        == before["sales"]
    )
    assert sorted(path.name for path in (tmp_path / "p").iterdir()) == [
        "events.parquet",
        "sales.parquet",
    ]
    assert acme_sandbox.calls
