"""Drift: what is committed against what would be generated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.rendering.drift import drift
from tests.generator.museum import GENERATED, SPECIFICATION


def _folder(root: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_each_kind_of_difference_is_told(tmp_path: Path):
    """A line per file that is missing, left over or another, sorted by name; equal ones are quiet."""
    fresh = _folder(tmp_path / "fresh", same="1", other="1", sub__missing="1")
    committed = _folder(tmp_path / "committed", same="1", other="2", sub__old="1")
    (committed / "sub" / "__pycache__").mkdir()
    (committed / "sub" / "__pycache__" / "old.pyc").write_bytes(b"")
    assert drift(fresh, committed) == [
        f"{committed}/other: differs",
        f"{committed}/sub/missing: missing",
        f"{committed}/sub/old: left over",
    ]
    assert drift(fresh, fresh) == []
    assert drift(tmp_path / "fresh", tmp_path / "nothing") == [
        f"{tmp_path}/nothing/{name}: missing" for name in ("other", "same", "sub/missing")
    ]


def test_the_command_compares_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Exit status 0 for the tree as it is generated, 1 for an edited one, which stays edited."""
    output = tmp_path / "generated"
    shutil.copytree(GENERATED, output)
    arguments = ["drift", "--spec", str(SPECIFICATION), "--output", str(output)]
    assert main(arguments) == 0
    assert capsys.readouterr().out == ""
    edited = output / "acme_ticketing" / "client.py"
    edited.write_text(edited.read_text() + "# a quick fix\n")
    assert main(arguments) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"{edited}: differs"
    assert "make regenerate" in told[1]
    assert edited.read_text().endswith("# a quick fix\n")


def test_what_is_committed_is_what_the_specification_makes(capsys: pytest.CaptureFixture[str]):
    """Our own `generated/`, byte for byte."""
    assert main(["drift"]) == 0, capsys.readouterr().out
