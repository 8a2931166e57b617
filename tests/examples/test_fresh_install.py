"""The examples really run what was built."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.examples.fresh_install import ROOT, environment


def test_the_examples_run_the_installed_wheel(python: Path, tmp_path: Path) -> None:
    """Neither this checkout nor its environment is on the way of their interpreter."""
    program = (
        "import importlib.metadata, sys\n"
        "import acme_ticketing, acme_ticketing_core, duckdb\n"
        "for each in (acme_ticketing, acme_ticketing_core, duckdb): print(each.__file__)\n"
        "print(*sys.path[1:], sep='\\n')\n"
    )
    done = subprocess.run(
        [str(python), "-c", program],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = done.stdout.splitlines()

    assert all(str(python.parents[1]) in file for file in files[:3])
    assert str(ROOT) not in done.stdout
