"""The warehouse holds every row once, however often its program is killed."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from acme_ticketing_sandbox import AcmeSandbox
from tests.examples.conftest import EXAMPLES, Play
from tests.examples.fresh_install import environment

KILLS = 2
QUERIES = (
    "SELECT id, updated_on, total_amount FROM ticketing.orders ORDER BY ALL",
    "SELECT item_id, event_id, quantity FROM ticketing.orders__order_items ORDER BY ALL",
    "SELECT id, first_name, last_name FROM ticketing.customers ORDER BY ALL",
    "SELECT id, category FROM ticketing.memberships ORDER BY ALL",
    "SELECT id, name FROM ticketing.events ORDER BY ALL",
    "SELECT order_number, quantity, transaction_amount FROM ticketing.sales ORDER BY ALL",
)


pytestmark = pytest.mark.usefixtures("quick_reports")


def rows(database: Path) -> list[list[Any]]:
    """Return everything in the warehouse."""
    with duckdb.connect(str(database), read_only=True) as warehouse:
        return [warehouse.execute(query).fetchall() for query in QUERIES]


@pytest.mark.acme_sandbox(b2b=100_000, b2c=100_000)
def test_killed_again_and_again(
    acme_sandbox: AcmeSandbox,
    play: Play,
    python: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SIGKILL at a random moment, again and again; the end is that of one quiet run."""
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    quiet = play("warehouse_sync/sync.py", "quiet.duckdb")
    assert quiet.returncode == 0, quiet.stderr
    calls, chance, killed = len(acme_sandbox.calls), random.Random(7), 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [str(python), str(EXAMPLES / "warehouse_sync/sync.py"), "killed.duckdb"],
            cwd=tmp_path,
            env=environment(**acme_sandbox.environ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        last_call = len(acme_sandbox.calls) + chance.randint(1, calls)
        while process.poll() is None and len(acme_sandbox.calls) < last_call:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.3))  # also amid what follows a call
        process.kill()
        _, told = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        assert process.returncode in {0, -signal.SIGKILL}, told
    last = play("warehouse_sync/sync.py", "killed.duckdb")

    assert last.returncode == 0, last.stderr
    assert "orders" in last.stdout
    assert killed
    expected = rows(tmp_path / "quiet.duckdb")
    assert all(expected)
    assert rows(tmp_path / "killed.duckdb") == expected
    count = duckdb.sql(f"SELECT COUNT(*) FROM '{tmp_path}/orders.parquet'").fetchall()
    assert count == [(len(expected[0]),)]
