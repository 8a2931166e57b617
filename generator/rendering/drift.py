"""Compares `generated/` with what the specification and the templates make now."""

from __future__ import annotations

import filecmp
from pathlib import Path


def drift(fresh: Path, committed: Path) -> list[str]:
    """Return one line per file that differs, is missing or is left over, sorted by name."""
    lines: list[str] = []
    for name in sorted(_files(fresh) | _files(committed)):
        ours, theirs = committed / name, fresh / name
        if not ours.exists():
            lines.append(f"{ours}: missing")
        elif not theirs.exists():
            lines.append(f"{ours}: left over")
        elif not filecmp.cmp(ours, theirs, shallow=False):
            lines.append(f"{ours}: differs")
    return lines


def _files(folder: Path) -> set[Path]:
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
