"""`python -m benchmarks.memory`: pages and files that are long, and what stays of them in memory.

Two numbers as arguments are how many pages, and how many megabytes of CSV; 1,000 and 500 by
default. The exit status tells whether the goal is held.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.measure import ROOT, environment

from .server import PAGE_SIZE, served

GOAL = 10.0
"""Megabytes that the resident memory may grow by, at its peak."""


class Measured(NamedTuple):
    """One case.

    Attributes:
        what: the case, for people.
        end: growth of the resident memory when all was done, in megabytes.
        peak: growth at the peak, in megabytes.

    """

    what: str
    end: float
    peak: float


def measured(pages: int = 1_000, megabytes: int = 500) -> Iterator[Measured]:
    """Measure each case in a process of its own."""
    cases = [
        (f"{pages:,} pages of {PAGE_SIZE} events, {prefetch} ahead, {mode}", "pages", mode, pages,
         prefetch)
        for prefetch in (0, 4)
        for mode in ("sync", "async")
    ]  # fmt: skip
    cases += [
        (f"{megabytes} MB of CSV into a file, {mode}", "file", mode, megabytes, 0)
        for mode in ("sync", "async")
    ]
    with served() as url:
        for name, what, mode, size, prefetch in cases:
            command = [sys.executable, "-m", "benchmarks.memory.program"]
            done = subprocess.run(
                [*command, url, what, mode, str(size), str(prefetch)],
                cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            yield Measured(name, **json.loads(done.stdout))


def main(*sizes: int) -> int:
    """Print a line for each case."""
    missed = 0
    for name, end, peak in measured(*sizes):
        missed += peak > GOAL
        print(f"{name}: {end:+.1f} MB at the end, {peak:+.1f} MB at the peak", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
