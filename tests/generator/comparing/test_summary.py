"""A regeneration tells what it changed, at a terminal and for a review."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.comparing.summary import summary
from generator.reading.join import join
from tests.generator.museum import GENERATED, SPECIFICATION, edited
from tests.generator.specs.edits import Edit

_FIELD = Edit(
    "schemas/exhibits.yaml",
    "        made:\n",
    "        colour:\n          type: string\n          description: What it mostly is.\n        made:\n",
)
_RENAME = Edit("schemas/exhibits.yaml", "        height:\n", "        heightInMetres:\n")


def test_summary_names_python_and_wire(tmp_path: Path) -> None:
    """What is new, gone or renamed stands with both names, who is concerned, and where it is."""
    lines = summary(join(SPECIFICATION), join(edited(tmp_path, _FIELD, _RENAME)))
    rename, field = lines
    assert rename.startswith("~ Exhibit.height_in_metres  Exhibit/heightInMetres\n")
    assert "Exhibit.height is now Exhibit.height_in_metres" in rename
    assert "(breaks consumers)" in rename
    assert field.startswith("+ Exhibit.colour            Exhibit/colour\n")
    assert field.endswith("schemas/exhibits.yaml:51")


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    """Colour is added on demand only."""
    documents = join(SPECIFICATION), join(edited(tmp_path, _FIELD))
    assert "\x1b" not in "".join(summary(*documents))
    (line,) = summary(*documents, colour=True)
    assert line.startswith("\x1b[32m+ ")
    assert line.endswith("\x1b[0m")


def test_regenerate_summarizes_in_markdown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command compares with what was generated before."""
    output = Path(shutil.copytree(GENERATED, tmp_path / "generated"))
    root = edited(tmp_path, _FIELD)
    arguments = ["regenerate", "--spec", str(root), "--output", str(output)]
    assert main([*arguments, "--markdown"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("### What is new\n\n- `Exhibit.colour` is new: 5 operations return it")
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{output}/: 11 operations written\n"
