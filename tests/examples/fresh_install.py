"""An environment of its own with the built wheel in it, as a team has that installs the package."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PYTHON = "environment/bin/python"
"""The new interpreter, in the folder of an install."""
BESIDES = ("fastapi", "matplotlib", "uvicorn")
"""What the examples need further, as each says at its top."""


def install(folder: Path) -> None:
    """Build the wheel and install it, with what the examples need, into an environment of its own.

    The variable `BUILT_WHEEL` names one that is built already.
    Versions are those of the development environment. They come from uv's cache, which that
    environment was made from; what the cache does not tell of them uv asks the index once, and
    where uv does not get through, pip takes its place.
    """
    if (built := os.environ.get("BUILT_WHEEL")) is None:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
        _run([*command, folder], cwd=ROOT)
        (wheel,) = folder.glob("*.whl")
    else:
        wheel = ROOT / built
    pins = folder / "pins.txt"
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8").splitlines()
    pins.write_text("".join(f"{line.split()[0]}\n" for line in locked if line[:1].isalnum()))
    python = folder / PYTHON
    _run([TOOLS / "uv", "venv", "--quiet", "--python", sys.executable, python.parents[1]])
    wanted = ["--constraint", pins, f"{wheel}[cli,warehouse]", *BESIDES]
    uv = [TOOLS / "uv", "pip", "install", "--quiet", "--python", python, *wanted]
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-qq", *wanted]
    for command in ([*uv, "--offline"], uv):
        with suppress(subprocess.CalledProcessError):
            _run(command)
            return
    _run(pip)


def environment(**further: str) -> dict[str, str]:
    """Return the environment of a program that sees nothing of this checkout."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ACME_", "PYTHON", "VIRTUAL_ENV"))
    }
    return kept | further


def _run(command: list[str | Path], cwd: Path | None = None) -> None:
    subprocess.run(list(map(str, command)), cwd=cwd, check=True, stdout=subprocess.DEVNULL)
