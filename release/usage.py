"""The third check: code that was right for the last release, type-checked against the new one.

Three kinds of such code: a file that names everything (see `every_name`), the last release's own
examples, and what stands frozen under `tests/frozen_usage/`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.comparing.compare import Level
from generator.reading.join import JoinedDocument

from .baseline import Baseline
from .every_name import every_name
from .finding import Finding

FROZEN = Path("tests/frozen_usage")
_ERROR = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+): error: (?P<text>.*)$", re.MULTILINE)
_EVERY_NAME = "every_name.py"


def usage(past: Baseline, document: JoinedDocument, root: Path) -> Iterator[Finding]:
    """Yield where code written for `past` is wrong for the tree `root`.

    Args:
        past: the last release.
        document: its joined document.
        root: the tree that is to be released.

    """
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / _EVERY_NAME
        package = past.tree / "generated" / "acme_ticketing"
        written.write_text(every_name(package, document), encoding="utf-8")
        examples = sorted((past.tree / "examples").glob("*.py"))
        frozen = sorted((root / FROZEN).rglob("*.py"))
        lines = written.read_text(encoding="utf-8").splitlines()
        for file, line, text in errors([written, *examples], root, past.tree / "examples"):
            subject = ""
            if file.name == _EVERY_NAME:
                subject = lines[line - 1].rpartition("# ")[2]
            yield _finding(subject, text, f"{file.name}:{line}")
        for file, line, text in errors(frozen, root):
            yield _finding("", text, f"{file.relative_to(root)}:{line}")


def _finding(subject: str, text: str, place: str) -> Finding:
    where = f"`{subject}`" if subject else f"consumer code ({place})"
    return Finding("usage", Level.MAJOR, subject, f"{where}: {text}", place)


def errors(files: list[Path], root: Path, *also: Path) -> Iterable[tuple[Path, int, str]]:
    """Yield file, line and message of each error in `files`, type-checked against the tree `root`.

    Raises:
        RuntimeError: the type checker did not run.

    """
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
