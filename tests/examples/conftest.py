"""Examples run as they stand: as programs of their own, against a sandbox served over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from acme_ticketing_testing.venue import AcmeSandbox

EXAMPLES = Path(__file__).parents[2] / "examples"
Play = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def play(acme_sandbox: AcmeSandbox, tmp_path: Path) -> Play:
    """Return a function that runs a program of the examples in a folder of its own."""

    def run(program: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(EXAMPLES / program), *arguments],
            cwd=tmp_path,
            env={**os.environ, **acme_sandbox.environ},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
