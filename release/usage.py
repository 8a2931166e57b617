"""The third check: code that was right for the last release, type-checked against the new one.

Such code is the last release's own examples, and what stands frozen under `tests/frozen_usage/`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.comparing.rules import Level

from .baseline import Baseline, Finding

FROZEN = Path("tests/frozen_usage")
_ERROR = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+): error: (?P<text>.*)$", re.MULTILINE)


def usage(past: Baseline, root: Path) -> Iterator[Finding]:
    """Yield where code written for `past` is wrong for the tree `root`, which is to be released."""
    examples = past.tree / "examples"
    files = [*sorted(examples.glob("*.py")), *sorted((root / FROZEN).rglob("*.py"))]
    for file, line, text in errors(files, root, examples):
        base = next((each for each in (examples, root) if file.is_relative_to(each)), file.parent)
        place = f"{file.relative_to(base)}:{line}"
        yield Finding("usage", Level.MAJOR, "", f"consumer code ({place}): {text}", place)


def errors(files: list[Path], root: Path, *also: Path) -> Iterable[tuple[Path, int, str]]:
    """Yield file, line and message of each error in `files`, type-checked against the tree `root`."""
    if not files:
        return
    paths = [root / "generated", root / "src", *also]
    done = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context",
            "--no-color-output", "--show-absolute-path", "--config-file=",
            f"--cache-dir={root / '.mypy_cache' / 'release'}", "--follow-imports=silent",
            "--namespace-packages", "--explicit-package-bases", *map(str, files),
        ],
        check=False, capture_output=True, text=True, cwd=root,
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, paths))},
    )  # fmt: skip
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"mypy could not run: {done.stdout}{done.stderr}")
    for match in _ERROR.finditer(done.stdout):
        yield Path(match["file"]), int(match["line"]), match["text"]
