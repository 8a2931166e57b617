"""Small edits of the minimal specification: each test says only what it changes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

MINIMAL = Path(__file__).parent / "minimal"


@dataclass(frozen=True)
class Edit:
    """One piece of text in one file, and what stands there instead.

    Without `old` the file is a new one.
    """

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Broken:
    """An edit that breaks one rule.

    Attributes:
        rule: the rule that is broken.
        edits: what is changed.
        at: a piece of the line that the problem must point to.
        says: a piece of its message.
        also: other rules that the edit cannot help breaking.

    """

    rule: str
    edits: tuple[Edit, ...]
    at: str
    says: str
    also: frozenset[str] = frozenset()


def broken(
    rule: str, *edits: Edit, at: str = "", says: str = "", also: tuple[str, ...] = ()
) -> Broken:
    """Describe a broken specification; without `at`, the last edit's first line is meant."""
    last = edits[-1]
    return Broken(rule, edits, at or last.new.strip().splitlines()[0], says, frozenset(also))


def edited(folder: Path, *edits: Edit) -> Path:
    """Copy the minimal specification to `folder`, change it, and return its root file."""
    target = folder / "spec"
    shutil.copytree(MINIMAL, target)
    for edit in edits:
        file = target / edit.file
        if not edit.old:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(edit.new, encoding="utf-8")
            continue
        text = file.read_text(encoding="utf-8")
        assert edit.old in text, f"{edit.file} does not contain {edit.old!r}"
        file.write_text(text.replace(edit.old, edit.new, 1), encoding="utf-8")
    return target / "openapi.yaml"
