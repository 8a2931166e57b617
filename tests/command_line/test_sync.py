"""`acme sync`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from acme_ticketing_core.warehouse.sync import locked, pipeline_to
from acme_ticketing_sandbox import API_KEY, Fault, LocalAcme
from tests.command_line.conftest import Run

TABLES = "person_types,organizations"


@pytest.fixture(autouse=True)
def _at_the_venue(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Lead the command to the sandbox, and dlt to a folder of its own."""
    monkeypatch.setenv("ACME_ENVIRONMENT", url)
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    monkeypatch.setenv("ACME_TENANT_ID", "999")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.chdir(tmp_path)


def test_a_warehouse_is_filled(acme: Run, sandbox: LocalAcme) -> None:
    """One line says what was done; the second run has nothing to do."""
    done = acme("sync", "duckdb:acme.duckdb", "--sweep")
    assert (done.status, done.err) == (0, "")
    assert f"orders {len(sandbox.state.orders)}" in done.out
    assert done.out.count("\n") == 1
    with duckdb.connect("acme.duckdb", read_only=True) as warehouse:
        found = warehouse.execute("SELECT COUNT(*) FROM ticketing.customers").fetchone()
    assert found == (len(sandbox.state.customers),)
    again = acme("sync", "duckdb:acme.duckdb", "--only", "customers,orders")
    assert "customers 0, orders 0" in again.out


def test_only_some_tables(acme: Run) -> None:
    """Named with commas between; a name that does not exist is told with those that do."""
    done = acme(
        "sync", "duckdb:acme.duckdb", "--only", "person-types, ,organizations",
        "--since", "2026-01-01T00:00:00Z", "--dataset", "venue",
    )  # fmt: skip
    assert done.out.startswith("person_types ")
    done = acme("sync", "duckdb:acme.duckdb", "--dataset", "acme")
    assert (done.status, "DuckDB needs another" in done.err) == (2, True)
    done = acme("sync", "duckdb:acme.duckdb", "--only", "orderz")
    assert (done.status, "no orderz; there are customers" in done.err) == (2, True)
    done = acme("sync", "duckdb:acme.duckdb", "--only", " , ")
    assert (done.status, "none is named; there are customers" in done.err) == (2, True)
    done = acme("sync", "duckdb:acme.duckdb", "--every", "999999999999d")
    assert (done.status, "is no period" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("destination", "words"),
    [
        ("oracle://x", "write duckdb:FILE"),
        ("duckdb:", "write duckdb:FILE"),
        ("duckdb:no/such/acme.duckdb", "there is no folder no/such"),
        ("postgresql://acme:not@secret@127.0.0.1:1/acme", "write @ as %40"),
        ("postgresql://acme:not/secret@127.0.0.1:1/acme", "/ as %2F"),
        ("postgresql://acme:secret@127.0.0.1:x/acme", "@HOST:PORT/DATABASE"),
        ("postgresql://", "@HOST:PORT/DATABASE"),
    ],
)
def test_an_unknown_destination(
    acme: Run, sandbox: LocalAcme, destination: str, words: str
) -> None:
    """One line, before the first call."""
    done = acme("sync", destination)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert words in done.err
    assert "secret" not in done.err
    assert not sandbox.calls


def test_a_database_that_does_not_answer(acme: Run, sandbox: LocalAcme) -> None:
    """One line, before the first call, without the password."""
    done = acme("sync", "postgresql://acme:secret@127.0.0.1:1/acme")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "the database cannot be used" in done.err
    assert "secret" not in done.err
    assert not sandbox.calls


def test_a_second_run_says_so_and_goes(acme: Run, sandbox: LocalAcme) -> None:
    """It changes nothing, and ends with a status of its own."""
    pipeline = pipeline_to("duckdb:acme.duckdb")
    with locked(Path(pipeline.pipelines_dir) / f"{pipeline.pipeline_name}.lock", "x"):
        done = acme("sync", "duckdb:acme.duckdb")
    assert (done.status, "by another run" in done.err) == (8, True)
    assert not sandbox.calls


def test_other_destinations_of_dlt(acme: Run) -> None:
    """Are taken by name; what they need is theirs to ask for."""
    done = acme("sync", "filesystem")
    assert (done.status, "the database cannot be used" in done.err) == (1, True)


def test_rows_that_cannot_be_stored(acme: Run, sandbox: LocalAcme) -> None:
    """Their ids are told, and the rest goes on."""
    record = next(iter(sandbox.state.person_types))
    record["name"] = "\0"
    done = acme("sync", "duckdb:acme.duckdb", "--only", TABLES)
    assert (done.status, str(record["id"]) in done.err) == (1, True)
    done = acme("sync", "duckdb:acme.duckdb", "--only", TABLES, "--skip-bad")
    assert done.status == 0
    assert done.err == f"not storable: person_types {record['id']}\n"


def test_again_and_again(acme: Run, sandbox: LocalAcme, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that fails is told, and followed by another until it is interrupted."""
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        sandbox.faults.clear()
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("acme_ticketing_cli.commands.sync.time.sleep", sleep)
    sandbox.inject_fault(Fault("status", "b2b.personTypes.list", status=404, times=9))
    done = acme("sync", "duckdb:acme.duckdb", "--only", TABLES, "--every", "15m")
    assert (done.status, len(pauses)) == (130, 2)
    assert all(0 < each <= 900 for each in pauses)
    assert "404" in done.err
    assert done.out.startswith("person_types ")
    assert acme("sync", "duckdb:x", "--every", "soon").status == 2
    assert acme("sync", "duckdb:x", "--every", "15m", "--only", "x").status == 2


def test_progress_on_a_terminal(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """People see table, rows and the time of change that was reached."""
    isatty: Any = lambda: True  # noqa: E731 - stands in for a method
    monkeypatch.setattr(sys.stderr, "isatty", isatty, raising=False)
    done = acme("sync", "duckdb:acme.duckdb", "--only", "person_types,memberships")
    assert "person_types: " in done.err
    assert "memberships: " in done.err
    assert ", up to 20" in done.err
