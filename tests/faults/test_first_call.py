"""Ctrl+C in the first call costs that call, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_interrupted_first_call_leaves_a_second_that_answers() -> None:
    """Here at eight moments; `make soak ARGS=interrupt` tries 500."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.first_call", "8"],
        check=False, capture_output=True, text=True, timeout=600, cwd=ROOT,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("8 first calls"), done.stdout
