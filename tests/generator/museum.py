"""The golden specification: changing a copy of it, and running the generator on that."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.__main__ import main
from tests.generator.specs.edits import Edit

GOLDEN = Path(__file__).parent / "golden"
SPECIFICATION = GOLDEN / "spec" / "openapi.yaml"
GENERATED = GOLDEN / "generated"


def edited(folder: Path, *edits: Edit) -> Path:
    """Copy the golden specification to `folder`, change it, and return its root file."""
    target = folder / "spec"
    shutil.copytree(SPECIFICATION.parent, target)
    for edit in edits:
        file = target / edit.file
        text = file.read_text(encoding="utf-8") if edit.old else ""
        assert edit.old in text, f"{edit.file} does not contain {edit.old!r}"
        file.write_text(text.replace(edit.old, edit.new) if edit.old else edit.new, "utf-8")
    return target / "openapi.yaml"


def regenerate(root: Path, output: Path) -> int:
    """Run the generator as the command line does; return its exit status."""
    return main(["regenerate", "--spec", str(root), "--output", str(output)])


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` and what is in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
