"""Examples run as they stand: as programs of a fresh install, against a sandbox served over HTTP."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from acme_ticketing_sandbox import AcmeSandbox
from tests.session import once

from .fresh_install import PYTHON, environment, install

EXAMPLES = Path(__file__).parents[2] / "examples"
Play = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="package")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of a fresh install of the built wheel."""
    return once(tmp_path_factory, "fresh", install) / PYTHON


@pytest.fixture
def play(acme_sandbox: AcmeSandbox, python: Path, tmp_path: Path) -> Play:
    """Return a function that runs a program of the examples in a folder of its own."""

    def run(program: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python), str(EXAMPLES / program), *arguments],
            cwd=tmp_path,
            env=environment(**acme_sandbox.environ),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run
