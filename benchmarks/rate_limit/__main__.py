"""Prints the table of goals, and draws the plot; `--write` puts both into `docs/`."""

from __future__ import annotations

import sys
from pathlib import Path

from .goals import compared, judge, run_of
from .plot import draw, draw_families
from .report import goal_table, peer_table, put
from .rows import table

DOCS = Path(__file__).parents[2] / "docs"


def main(arguments: list[str]) -> int:
    """Measure, print, and write if asked to."""
    goals = goal_table([*judge()])
    peers = peer_table(compared(), run_of)
    rows = table()
    print(goals, rows, peers, sep="\n\n")
    if "--write" in arguments:
        put(DOCS / "rate-limits.md", {"goals": goals, "rows": rows, "peers": peers})
        draw(DOCS / "rate-limits.png")
        draw_families(DOCS / "rate-limit-families.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
