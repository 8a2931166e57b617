"""The comparison claims nothing that nobody can look up."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "comparison.md"
NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)(?:::(\w+))?`")
FEWEST_ROWS = 44 + 18
"""Those of the survey: 44 of generated clients, 18 of runtimes."""


def rows() -> list[list[str]]:
    """Give the rows of all tables that have a column of ours."""
    found, ours = [], False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not line.startswith("|"):
            ours = False
        elif cells[0].strip() == "Feature":
            ours = True
        elif ours and not cells[0].startswith("---"):
            found.append(cells)
    return found


ROWS = rows()


def test_the_tables_are_whole() -> None:
    """Every feature of the survey has its row, and every row its cells."""
    assert len(ROWS) >= FEWEST_ROWS
    assert {len(row) for row in ROWS} == {11, 8, 3}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].replace(" ", "-"))
def test_a_yes_names_what_shows_it(row: list[str]) -> None:
    """A test or a file, and it is there; what is no yes says why."""
    _feature, answer, *_others, shown = row
    named = NAMED.findall(shown)

    assert answer in {"Y", "P", "N"}
    assert named or answer != "Y"
    assert shown
    for file, function in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not function or re.search(rf"^\s*(async )?def {function}\(", text, re.MULTILINE)


def test_the_size_is_what_it_says() -> None:
    """Files and megabytes of Python in the wheel, give or take a tenth."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    files = [file for package in packages for file in (ROOT / package).rglob("*.py")]
    size = sum(
        file.stat().st_size for package in packages for file in (ROOT / package).rglob("*.py*")
        if file.suffix in {".py", ".pyi"}
    ) / 1e6  # fmt: skip
    (row,) = (row for row in ROWS if row[0].startswith("package size"))
    said = re.match(r"([\d.]+), ([\d.]+),", row[-1])

    assert said is not None
    assert len(files) == pytest.approx(float(said[1]), rel=0.1)
    assert size == pytest.approx(float(said[2]), rel=0.1)
