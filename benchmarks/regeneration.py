"""Regenerating: against openapi-python-client's own templates, and as the specification grows."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from .editions import generate_stock
from .growth import OPERATIONS, grown
from .measure import command_seconds
from .row import Result, Row

_ROUNDS = 3
_COPIES = 10


def regeneration(folder: Path) -> Result:
    """Measure `python -m generator regenerate`: checks, two editions, formatting and all."""
    taken: dict[str, list[float]] = {"stock, without hooks": [], "acme_ticketing": []}
    for _ in range(_ROUNDS):
        taken["stock, without hooks"].append(generate_stock(folder))
        taken["acme_ticketing"].append(_regenerate(Path("spec/openapi.yaml"), folder))
    whole = {name: statistics.median(each) for name, each in taken.items()}
    growth = {
        f"{copies * OPERATIONS} operations": _regenerate(
            grown(copies, folder / f"copies{copies}"), folder
        )
        for copies in (1, _COPIES)
    }
    small, large = growth.values()
    rows = [
        Row(
            "regenerate", "processor time, against stock without hooks",
            whole["acme_ticketing"] / whole["stock, without hooks"], 2.0,
        ),
        # Starting costs the same for both, so that linear growth stays a little below 1.
        Row(
            "regenerate", f"an operation among {_COPIES * OPERATIONS}, against one among {OPERATIONS}",
            large / _COPIES / small, 1.0,
        ),
    ]  # fmt: skip
    return Result("regeneration", "seconds", {"the specification": whole, "copies": growth}, rows)


def _regenerate(root: Path, folder: Path) -> float:
    output = str(folder / "regenerated")
    command = (sys.executable, "-m", "generator", "regenerate")
    return command_seconds([*command, "--spec", str(root), "--output", output])
