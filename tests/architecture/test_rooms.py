"""The rooms keep their order and no files import in a circle: `rooms.toml`, by import-linter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = Path(__file__).parent / "rooms.toml"


def lint_imports(core: Path = ROOT / "src/acme_ticketing_core") -> tuple[int, str]:
    """Return the exit status and the words of import-linter, with `core` as the core's folder."""
    packages = (core.parent, ROOT / "generated", ROOT / "src", ROOT)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", RULES, "--no-cache"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, packages)), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_imports_keep_the_order_of_the_rooms() -> None:
    """Arrows point down, every folder has its place, and there is no circle."""
    status, told = lint_imports()

    assert status == 0, told


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        (
            "runtime/clock.py",
            "from ..transport import file_sink",
            "acme_ticketing_core.runtime is not allowed to import acme_ticketing_core.transport",
        ),
        (
            "runtime/clock.py",
            "from . import circle",
            "No cycles are allowed in acme_ticketing_core.runtime",
        ),
        ("nowhere/__init__.py", "", "nowhere"),
    ],
    ids=["upward", "circle", "no place"],
)
def test_the_check_can_fail(tmp_path: Path, file: str, line: str, broken: str) -> None:
    """One import of a higher room, one circle or one folder without a place is named."""
    core = shutil.copytree(ROOT / "src/acme_ticketing_core", tmp_path / "acme_ticketing_core")
    (core / "runtime/circle.py").write_text("from . import clock\n")
    changed = core / file
    changed.parent.mkdir(exist_ok=True)
    with changed.open("a", encoding="utf-8") as code:
        code.write(f"{line}\n")

    status, told = lint_imports(core)

    assert status == 1
    assert broken in told


def test_the_page_shows_the_rooms_in_their_order() -> None:
    """ARCHITECTURE.md has a line for each room of each package, highest first, and no other."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tables = [
        [
            name.removesuffix("/").removesuffix(".py")
            for name in re.findall(r"(?m)^\| `([\w./]+)` \|", each)
        ]
        for each in page.split("\n## ")
        if "room, highest first" in each
    ]
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    rooms = [each["layers"] for each in rules if "containers" in each]

    assert sorted(tables) == sorted(rooms)


def test_the_page_names_what_there_is() -> None:
    """Each class and function that the way of a call goes through is in the core."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    way = page.partition("## The way of a call")[2].partition("\n## ")[0]
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "src/acme_ticketing_core").rglob("*.py")
    )
    defined = set(re.findall(r"\b(?:class|def) (\w+)", code))

    named = set(re.findall(r"`(\w+)`", way))
    assert named
    assert named <= defined
