"""Hundreds of days: `make warehouse-days` (ARGS="200 postgresql" names days and database)."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.warehouse.days import Days

_STEP = 20


def main(days: int, database: str) -> int:
    """Let days go by and compare every twenty of them; give 1 if anything is lost or twice."""
    with tempfile.TemporaryDirectory(prefix="acme-days-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        os.environ["DLT_DATA_DIR"] = str(folder / "dlt")
        destination, server = _destination(database, folder)
        venue, began = Days(1, destination, kills=3.2), time.monotonic()
        for _ in range(0, days, _STEP):
            outcome = venue.live(min(_STEP, days - venue.outcome.days))
            took = time.monotonic() - began
            print(
                f"{database}: {outcome.days} days, {outcome.runs} runs, {outcome.killed} killed, "
                f"{outcome.failed} failed, {outcome.refused} refused, {outcome.calls} calls, {outcome.rows} rows compared: "
                f"{outcome.lost} lost, {outcome.twice} twice ({took:.0f} s)",
                flush=True,
            )
            for problem in outcome.problems:
                print(f"  {problem}")
        if server is not None:
            server.cleanup()
        return int(bool(outcome.lost or outcome.twice or outcome.problems))


def _destination(database: str, folder: Path) -> tuple[str, Any]:
    if database == "duckdb":
        return f"duckdb:{folder / 'warehouse.duckdb'}", None
    import pgserver

    server = pgserver.get_server(folder / "data")
    return f"postgresql://postgres:none@localhost:5432/postgres?host={folder / 'data'}", server


if __name__ == "__main__":
    days, database = [*sys.argv[1:], *("200", "duckdb")[len(sys.argv) - 1 :]]
    sys.exit(main(int(days), database))
