"""`python -m benchmarks`: measure everything in `docs/performance.md`, and write it there.

Takes less than five minutes on two cores. Names of suites as arguments run just those, and write
nothing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .calls import calls
from .codec import codec
from .editions import generate_stock, generate_structs
from .regeneration import regeneration
from .report import table, write
from .row import Result
from .startup import startup


def main(names: list[str]) -> None:
    """Run the suites, print the table, and write it down if it is whole."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate_stock(folder)
        generate_structs(folder)
        suites: dict[str, Callable[[], Result]] = {
            "startup": startup,
            "codec": lambda: codec(folder),
            "calls": lambda: calls(folder),
            "regeneration": lambda: regeneration(folder),
        }
        results = [
            suite() for suite_name, suite in suites.items() if suite_name in (names or suites)
        ]
    print(table([row for result in results for row in result.rows]))
    print(f"{time.monotonic() - started:.0f} seconds")
    if not names:
        write(results)


if __name__ == "__main__":
    main(sys.argv[1:])
