"""The Makefile explains itself, and says what a machine lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.conftest import LONGEST

ROOT = Path(__file__).parents[2]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in a folder."""
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


SANDBOX = "src/acme_ticketing_sandbox/pyproject.toml"


def checkout(folder: Path) -> Path:
    """Copy what the setup depends on, as a fresh checkout has it."""
    for name in ("Makefile", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    for name in ("spec", "templates", "generator", "src", "release"):
        (folder / name).mkdir()
    (folder / "src/acme_ticketing_sandbox").mkdir()
    shutil.copy(ROOT / SANDBOX, folder / SANDBOX)
    return folder


def test_help_is_the_default() -> None:
    """Without a target, make lists them; the two that matter come first."""
    done = make(ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    targets = [line.split()[1] for line in done.stdout.splitlines()]
    assert targets[:3] == ["help", "demo", "test"]
    assert {"check", "regenerate", "sandbox", "clean"} <= set(targets)


def test_learning_is_told_what_from() -> None:
    """Without a log, one line; with one, the generator is called, and writes only if asked."""
    refused = make(ROOT, "-o", ".venv/.ready", "learn")
    shown = [make(ROOT, "-n", "-o", ".venv/.ready", "learn", "DRIFT=a b", *more).stdout
             for more in ((), ("APPLY=1",), ("APPLY=0",))]  # fmt: skip

    assert 'make learn DRIFT="drift.jsonl"' in refused.stderr
    assert [each.splitlines()[-1].split("generator ")[1] for each in shown] == [
        "learn a b ", "learn a b --apply", "learn a b ",
    ]  # fmt: skip


def test_older_python_is_refused(tmp_path: Path) -> None:
    """One line names the interpreter and the remedy; make itself adds that it stopped."""
    older = tmp_path / "python3.9"
    older.write_text("#!/bin/sh\nexit 1\n")
    older.chmod(0o755)
    done = make(checkout(tmp_path), f"PYTHON={older}", "test")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        f"Python 3.11 or newer is needed; {older} is older or none. "
        "Install it, or say where it is: make PYTHON=/path/to/python3.11"
    )
    assert not (tmp_path / ".venv").exists()


def test_setup_is_redone_only_after_a_change(tmp_path: Path) -> None:
    """A finished setup is kept until a requirement, or pyproject.toml, is newer."""
    checkout(tmp_path)
    ready = tmp_path / ".venv" / ".ready"
    ready.parent.mkdir()
    ready.touch()
    assert make(tmp_path, "--question", ".venv/.ready").returncode == 0
    for name in ("pyproject.toml", SANDBOX, "requirements/dev.txt", "requirements/uv.txt"):
        ready.touch()
        newer = ready.stat().st_mtime_ns + 1_000_000_000
        changed = tmp_path / name
        os.utime(changed, ns=(newer, newer))
        assert make(tmp_path, "--question", ".venv/.ready").returncode == 1
        os.utime(changed, ns=(0, 0))


def test_what_begins_first_is_there() -> None:
    """A renamed file does not lose its place at the beginning of `make test` unnoticed."""
    assert [name for name in LONGEST if not (ROOT / name).exists()] == []
