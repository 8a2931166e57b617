"""Some days; `python -m tests.warehouse` has hundreds of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dlt

from tests.warehouse.days import Days


def test_days_into_duckdb(duckdb: Any, tmp_path: Path) -> None:
    """Nothing is lost, and nothing twice."""
    outcome = Days(1, duckdb, tmp_path, kills=1).live(2)
    assert (outcome.lost, outcome.twice, outcome.problems) == (0, 0, [])
    assert outcome.killed > 0
    assert outcome.refused > 0


def test_days_into_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    """As into DuckDB."""
    destination = dlt.destinations.postgres(postgresql_url)
    outcome = Days(3, destination, tmp_path, kills=1).live(1)
    assert (outcome.lost, outcome.twice, outcome.problems) == (0, 0, [])
