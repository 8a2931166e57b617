"""Builds wheel and sdist of both distributions, once, and checks them.

The same sources give the same bytes, whenever and wherever they are built: the build backend is
pinned, and neither time nor folder enters a file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .index import hash_of

# Where the second distribution has its pyproject.toml; the client's is at the root.
SANDBOX = Path("src/acme_ticketing_sandbox")
TOOLS = Path(sys.executable).parent


def build(root: Path, target: Path) -> list[Path]:
    """Build the tree `root` into the emptied folder `target`; the client's files come first."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    wanted = ("--directory", str(target), "--target", "wheel", "--target", "sdist")
    for project in (root, root / SANDBOX):
        run_tool("hatchling", "build", *wanted, folder=project, environment=environment)
    return sorted(target.iterdir())


def check(root: Path, *files: Path) -> None:
    """Check what was built as an index and an installer will look at it."""
    wheels = [str(file) for file in files if file.suffix == ".whl"]
    run_tool("twine", "check", "--strict", *map(str, files), folder=root)
    run_tool("check-wheel-contents", *wheels, folder=root)


def write_sums(*files: Path) -> Path:
    """Write the hashes of `files` beside them, in the form that `sha256sum --check` reads."""
    sums = files[0].parent / "SHA256SUMS"
    lines = [f"{hash_of(file)}  {file.name}\n" for file in sorted(files)]
    sums.write_text("".join(lines), encoding="utf-8")
    return sums


def run_tool(
    name: str, *arguments: str, folder: Path, environment: dict[str, str] | None = None
) -> None:
    """Run a program of this environment in a folder; what it says is told if it fails."""
    done = subprocess.run(
        [TOOLS / name, *arguments],
        check=False, cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{name} {arguments[0]} failed:\n{done.stdout}{done.stderr}")
