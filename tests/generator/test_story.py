"""A regeneration tells what it changed, at a terminal and for a review; watching sees changes."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.join import join
from generator.story import story
from generator.watch import changes
from tests.generator.museum import GENERATED, SPECIFICATION, edited
from tests.generator.specs.edits import Edit

_FIELD = Edit(
    "schemas/exhibits.yaml",
    "        made:\n",
    "        colour:\n          type: string\n          description: What it mostly is.\n        made:\n",
)
_RENAME = Edit("schemas/exhibits.yaml", "        height:\n", "        heightInMetres:\n")


def test_story_names_python_and_wire(tmp_path: Path) -> None:
    """What is new, gone or renamed stands with both names, who is concerned, and where it is."""
    lines = story(join(SPECIFICATION), join(edited(tmp_path, _FIELD, _RENAME)))
    rename, field = lines
    assert rename.startswith("~ Exhibit.height_in_metres  Exhibit/heightInMetres\n")
    assert "Exhibit.height is now Exhibit.height_in_metres" in rename
    assert "(breaks consumers)" in rename
    assert field.startswith("+ Exhibit.colour            Exhibit/colour\n")
    assert field.endswith("schemas/exhibits.yaml:51")


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    """Colour is added on demand only."""
    documents = join(SPECIFICATION), join(edited(tmp_path, _FIELD))
    assert "\x1b" not in "".join(story(*documents))
    (line,) = story(*documents, colour=True)
    assert line.startswith("\x1b[32m+ ")
    assert line.endswith("\x1b[0m")


def test_regenerate_tells_the_story_in_markdown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command compares with what was generated before."""
    output = Path(shutil.copytree(GENERATED, tmp_path / "generated"))
    root = edited(tmp_path, _FIELD)
    arguments = ["regenerate", "--spec", str(root), "--output", str(output)]
    assert main([*arguments, "--markdown"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("### New or easier\n\n- `Exhibit.colour` is new: 5 operations return it")
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{output}/: 11 operations written\n"


def test_watching_sees_what_changed(tmp_path: Path) -> None:
    """A changed, a new and a removed file are each seen once; quiet rounds are passed over."""
    kept, gone = tmp_path / "kept.yaml", tmp_path / "gone.yaml"
    kept.write_text("1")
    gone.write_text("1")
    rounds = itertools.count()

    def between(_seconds: float) -> None:
        match next(rounds):
            case 1:
                kept.write_text("2")
                os.utime(kept, (1, 1))
            case 3:
                gone.unlink()
                (tmp_path / "new.yaml").write_text("1")

    seen = changes(tmp_path, sleep=between)
    assert next(seen) == [kept]
    assert next(seen) == [gone, tmp_path / "new.yaml"]
