"""Writing a package: formatted, compiled, and swapped in whole or not at all."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.rendering import write as module
from generator.rendering.render import Files
from generator.rendering.write import write
from tests.generator.museum import tree


def _files(**texts: str) -> Files:
    return {PurePosixPath(name.replace("__", "/") + ".py"): text for name, text in texts.items()}


OLD = _files(a="A = 1\n", b="B = 1\n")
NEW = _files(a="A = 2\n", c="C = 1\n")


def test_packages_are_formatted(tmp_path: Path):
    """Layout is ruff's, unused imports go, the rest are sorted."""
    text = "import os\nimport json\nimport ast\nX = {'a':json,\n 'b':ast,}\n"
    write(_files(sub__a=text), tmp_path / "generated" / "one")
    made = (tmp_path / "generated" / "one" / "sub" / "a.py").read_text()
    assert made == 'import ast\nimport json\n\nX = {"a": json, "b": ast}\n'


def test_what_was_there_before_is_gone(tmp_path: Path):
    """A package is replaced with all its files; packages of others are left alone."""
    write(OLD, tmp_path / "one")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("kept")
    write(NEW, tmp_path / "one")
    assert tree(tmp_path) == {
        "mine/kept.txt": b"kept",
        "one/a.py": b"A = 2\n",
        "one/c.py": b"C = 1\n",
    }


@pytest.mark.parametrize(
    "broken",
    ["def", "x = 1\n y = 2", "'''", "return 1\n\0", "x = '\\d'\n", "'%s' % x if x is 1 else 0"],
)
def test_what_is_no_python_is_not_written(tmp_path: Path, broken: str):
    """A module that does not compile, or only with a warning, leaves the old tree."""
    write(OLD, tmp_path / "one")
    before = tree(tmp_path)
    with pytest.raises((SyntaxError, subprocess.CalledProcessError)):
        write(NEW | _files(d=broken), tmp_path / "one")
    assert tree(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"one"}


@pytest.mark.parametrize("step", ["_format", "_compile"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError, OSError])
def test_an_interruption_before_the_swap_leaves_the_old_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failure: type[BaseException]
):
    """Whatever ends the run while files are made, nothing has changed."""

    def fail(_folder: Path) -> None:
        raise failure

    write(OLD, tmp_path / "one")
    before = tree(tmp_path)
    monkeypatch.setattr(module, step, fail)
    with pytest.raises(failure):
        write(NEW, tmp_path / "one")
    assert tree(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"one"}


@pytest.mark.parametrize("at", range(2))
@pytest.mark.parametrize("failure", [KeyboardInterrupt, PermissionError])
def test_an_interruption_of_the_swap_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, failure: type[BaseException]
):
    """Whichever move the run is interrupted in, the package is what it was."""
    write(OLD, tmp_path / "one")
    before = tree(tmp_path)
    moves = 0
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == at + 1:
            raise failure
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(failure):
        write(NEW, tmp_path / "one")
    assert moves > at
    assert tree(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"one"}


def test_the_formatter_is_the_one_of_this_environment(monkeypatch: pytest.MonkeyPatch):
    """Beside the interpreter, else wherever the shell finds it."""
    assert Path(module._ruff()).parent.is_dir()
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    assert module._ruff() == "ruff"
