"""A venue, and databases to fill: DuckDB, and a PostgreSQL of one's own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from tests.core.changes.venue import ChangingVenue


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let dlt tell nobody of its use, write no lines of its own, and keep its files here."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "ERROR")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))


@pytest.fixture
def venue() -> Iterator[ChangingVenue]:
    """Yield a venue with some customers, memberships and orders."""
    venue = ChangingVenue()
    yield venue
    venue.close()


@pytest.fixture
def duckdb(tmp_path: Path) -> str:
    """Return a destination: a file of DuckDB."""
    return f"duckdb:{tmp_path / 'warehouse.duckdb'}"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Yield the address of a PostgreSQL that runs for the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pgserver's own, about a folder of its own
        import pgserver

        # Not in pytest's folder, which others may not enter: the server runs as a user of its own.
        folder = Path(mkdtemp(prefix="acme-postgresql-"))
        folder.chmod(0o755)
        server = pgserver.get_server(folder / "data")
    # dlt wants a password and a host; the socket's folder takes the place of the latter.
    yield f"postgresql://postgres:none@localhost:5432/postgres?host={folder / 'data'}"
    server.cleanup()
    rmtree(folder)
