"""The warehouse holds every row once, however often its program is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from acme_ticketing_testing.venue import AcmeSandbox
from tests.examples.conftest import EXAMPLES, Play

KILLS = 20
TODAY = datetime.now(UTC).date()
PERIOD = (
    "--poll",
    "0.02",
    "--since",
    str(TODAY - timedelta(days=4)),
    "--until",
    str(TODAY + timedelta(days=2)),
)


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
def test_killed_twenty_times(acme_sandbox: AcmeSandbox, play: Play, tmp_path: Path) -> None:
    """SIGKILL at a random moment, again and again; the end is that of one quiet run."""
    began = time.monotonic()
    quiet = play("warehouse_sync/sync.py", "--database", "quiet.duckdb", *PERIOD)
    whole = time.monotonic() - began
    command = [sys.executable, str(EXAMPLES / "warehouse_sync/sync.py"), *PERIOD]
    environ = {**os.environ, **acme_sandbox.environ}
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(chance.uniform(0.2, 0.6) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
        killed += process.wait() == -signal.SIGKILL
    last = play("warehouse_sync/sync.py", *PERIOD)
    expected = rows(tmp_path / "quiet.duckdb")

    assert (quiet.returncode, last.returncode) == (0, 0), last.stderr
    assert killed
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
        "--poll",
        "0.02",
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
