"""Formats rendered packages, proves that they compile, and swaps them in whole.

An interrupted or failed run leaves the old tree as it was.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path

from .render import TEMPLATES, Files

# How generated code is laid out, apart from the rules for hand-written code.
_STYLE = TEMPLATES / "ruff.toml"


def write(packages: Mapping[str, Files], target: Path) -> None:
    """Replace each package of `target` by its rendered files, unless one of them is not Python."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix=".new-") as folder:
        fresh, old = Path(folder, "fresh"), Path(folder, "old")
        for package, files in packages.items():
            for name, text in files.items():
                path = fresh / package / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
        _format(fresh)
        _compile(fresh)
        old.mkdir()
        _swap(fresh, target, old, packages)


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
            compile(path.read_text(encoding="utf-8"), str(path.relative_to(folder)), "exec")


def _swap(fresh: Path, target: Path, old: Path, packages: Iterable[str]) -> None:
    """Move `fresh` to `target` package by package; after a failure all are what they were."""
    replaced = [package for package in packages if (target / package).exists()]
    try:
        for package in packages:
            if package in replaced:
                (target / package).replace(old / package)
            (fresh / package).replace(target / package)
    except BaseException:
        for package in packages:
            if package not in replaced:
                shutil.rmtree(target / package, ignore_errors=True)
            elif (old / package).exists():
                shutil.rmtree(target / package, ignore_errors=True)
                (old / package).replace(target / package)
        raise
