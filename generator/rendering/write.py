"""Formats a rendered package, proves that it compiles, and swaps it in whole.

An interrupted or failed run leaves the old tree as it was.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from .render import TEMPLATES, Files

# How generated code is laid out, apart from the rules for hand-written code.
_STYLE = TEMPLATES / "ruff.toml"


def write(files: Files, package: Path) -> None:
    """Replace the folder `package` by rendered files, unless one of them is not Python."""
    package.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=package.parent, prefix=".new-") as folder:
        fresh, old = Path(folder, package.name), Path(folder, "old")
        for name, text in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _format(fresh)
        _compile(fresh)
        try:
            if package.exists():
                package.replace(old)
            fresh.replace(package)
        except BaseException:
            if old.exists():
                shutil.rmtree(package, ignore_errors=True)
                old.replace(package)
            raise


def _format(folder: Path) -> None:
    for arguments in (
        ["check", "--select", "F401,I,UP007", "--fix", "--exit-zero", "--quiet"],
        ["format", "--quiet"],
    ):
        subprocess.run(
            [_ruff(), *arguments, "--no-cache", "--config", str(_STYLE), str(folder)],
            check=True,
        )


def _ruff() -> str:
    beside_python = Path(sys.executable).parent / "ruff"
    return str(beside_python) if beside_python.exists() else "ruff"


def _compile(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a doubtful escape is text that was not made safe
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.pyi")]):
            compile(path.read_text(encoding="utf-8"), str(path.relative_to(folder.parent)), "exec")
