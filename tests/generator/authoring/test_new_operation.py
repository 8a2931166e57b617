"""A new operation begins valid: the rules pass, the client is made, its test is green."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.authoring.new_operation import NewOperation
from generator.reading.problem import SpecificationError
from tests.generator.museum import edited, regenerate

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "line",
    ["GET /v2/b2b/doors/{doorId} b2b.doors.get", "POST /v2/b2c/tourGuides b2c.tourGuides.create"],
)
def test_one_line_begins_an_operation(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, asked for once, gives files that pass every rule, and a test that passes."""
    root, tests, output = edited(tmp_path), tmp_path / "tests", tmp_path / "generated"
    monkeypatch.setattr("builtins.input", lambda _prompt: line)
    assert main(["new-operation", "--spec", str(root), "--tests", str(tests)]) == 0
    assert regenerate(root, output) == 0
    paths = os.pathsep.join(map(str, (output, ROOT / "src")))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir"]
    done = subprocess.run(
        [*command, str(tests), str(tests)],
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert "1 passed" in done.stdout, done.stdout


def test_a_second_operation_joins_the_first(tmp_path: Path) -> None:
    """Its path, schema, tag and file are there already, and stand there once."""
    root, tests = edited(tmp_path), tmp_path / "tests"
    for words in (
        ["GET", "/v2/b2b/doors/{doorId}", "b2b.doors.get"],
        ["POST", "/v2/b2b/doors", "b2b.doors.create"],
    ):
        assert main(["new-operation", "--spec", str(root), "--tests", str(tests), *words]) == 0
    document = root.read_text(encoding="utf-8")
    schemas = (root.parent / "schemas/doors.yaml").read_text(encoding="utf-8")

    assert document.count("paths/b2b/doors.yaml") == 1
    assert document.count("name: b2b.doors\n") == 1
    assert schemas.count("Door:\n") == 1
    assert regenerate(root, tmp_path / "generated") == 0


def test_an_operation_joins_the_folder_of_its_resource(tmp_path: Path) -> None:
    """Where the files of the resource stand in folders, it is written there."""
    root, tests, output = edited(tmp_path), tmp_path / "tests", tmp_path / "generated"
    given = ["new-operation", "--spec", str(root), "--tests", str(tests)]
    assert main([*given, "GET", "/v2/b2b/doors/{doorId}", "b2b.doors.get"]) == 0
    for kind, refers in (("paths/b2b", True), ("schemas", False)):
        file = root.parent / kind / "doors.yaml"
        moved = file.parent / "building" / file.name
        moved.parent.mkdir()
        text = file.read_text(encoding="utf-8").replace("../../", "../../../")
        text = text.replace("schemas/doors", "schemas/building/doors") if refers else text
        moved.write_text(text, encoding="utf-8")
        file.unlink()
    registered = root.read_text(encoding="utf-8")
    root.write_text(registered.replace("paths/b2b/doors", "paths/b2b/building/doors"), "utf-8")
    assert main([*given, "POST", "/v2/b2b/doors", "b2b.doors.create"]) == 0
    assert regenerate(root, output) == 0
    module = (output / "acme_ticketing/resources/b2b/building.py").read_text(encoding="utf-8")
    assert "    def create(" in module
    assert "class Door(Model)" in (output / "acme_ticketing/models/building.py").read_text()


def test_a_second_time_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there already is not written over."""
    root = edited(tmp_path)
    words = ["GET", "/v2/b2b/doors", "b2b.doors.get"]
    arguments = ["new-operation", "--spec", str(root), "--tests", str(tmp_path / "tests"), *words]
    assert main(arguments) == 0
    assert main(arguments) == 1
    assert "stands in" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["", "GET /doors", "LOOK /doors b2b.doors.get", "GET doors a.b"])
def test_what_is_no_operation_is_refused(line: str) -> None:
    """The problem says how such a line looks."""
    with pytest.raises(SpecificationError, match=r"GET /v2/b2b/doors b2b\.doors\.list"):
        NewOperation.parse(line)
