"""The rooms of the core stand in an order that their imports keep, and no files import in a circle."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from .imports import circles, graph, upward

ROOT = Path(__file__).parents[2]
RULES = tomllib.loads((Path(__file__).parent / "rooms.toml").read_text(encoding="utf-8"))
CORE = ROOT / "src/acme_ticketing_core"


def test_every_room_has_its_place() -> None:
    """A new folder of the core is put into the order before anything imports it."""
    found = {path.stem for path in CORE.iterdir() if path.is_dir() or path.suffix == ".py"} - {
        "__init__",
        "__pycache__",
        "py",
    }

    assert found == set(RULES["rooms"])


def test_no_room_imports_a_room_above_it() -> None:
    """Arrows point down."""
    assert upward(graph(CORE), RULES["rooms"]) == []


@pytest.mark.parametrize(
    "package",
    [
        "generator",
        "release",
        *sorted(
            path.parent.relative_to(ROOT).as_posix()
            for path in (ROOT / "src").glob("*/__init__.py")
        ),
    ],
)
def test_no_files_import_each_other_in_a_circle(package: str) -> None:
    """A file can be read and understood after those that it imports."""
    known = [circle for circle in RULES["circles"] if circle[0].startswith(Path(package).name)]

    assert circles(graph(ROOT / package)) == known


def test_the_checks_can_fail(tmp_path: Path) -> None:
    """One upward import is found, and so is the circle that it closes, also under TYPE_CHECKING."""
    package = tmp_path / "house"
    for room, code in {
        "attic": "from ..cellar.floor import Floor\n",
        "cellar": "if TYPE_CHECKING:\n    from house.attic import roof\n",
    }.items():
        (package / room).mkdir(parents=True)
        (package / room / "__init__.py").write_text("")
        (package / room / {"attic": "roof.py", "cellar": "floor.py"}[room]).write_text(code)
    (package / "__init__.py").write_text("")
    modules = graph(package)

    assert upward(modules, ["attic", "cellar"]) == ["house.cellar.floor imports house.attic.roof"]
    assert circles(modules) == [["house.attic.roof", "house.cellar.floor"]]
