"""A day each; `python -m tests.warehouse` has hundreds of them."""

from __future__ import annotations

from tests.warehouse.days import Days


def test_days_into_duckdb(duckdb: str) -> None:
    """Nothing is lost, and nothing twice."""
    outcome = Days(6, duckdb, kills=1).live(1)
    assert (outcome.lost, outcome.twice, outcome.problems) == (0, 0, [])
    assert outcome.killed > 0
    assert outcome.refused > 0


def test_days_into_postgresql(postgresql_url: str) -> None:
    """As into DuckDB."""
    outcome = Days(3, postgresql_url, kills=1).live(1)
    assert (outcome.lost, outcome.twice, outcome.problems) == (0, 0, [])
