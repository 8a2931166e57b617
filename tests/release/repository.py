"""A copy of the repository, committed, for tests that change and release it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
_PARTS = ("spec", "generator", "templates", "generated", "src", "release", "examples")
_FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "ARCHITECTURE.md", ".gitignore")
_WITHOUT = shutil.ignore_patterns("__pycache__", ".new-*")


@dataclass(frozen=True)
class Repository:
    """One copy.

    Attributes:
        folder: where it is.

    """

    folder: Path

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of Python (`-m release check`) in it, with its own code."""
        paths = [self.folder, self.folder / "generated", self.folder / "src"]
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.folder, check=check, capture_output=True, text=True,
            env={**clean_environment(), "PYTHONPATH": os.pathsep.join(map(str, paths))},
        )  # fmt: skip

    def call(self, package: str, *arguments: str, check: bool = True) -> tuple[int, str]:
        """Run `python -m package …` in it, within this process; return its status and what it said.

        The copy's code is this tree's. To start an interpreter and import it takes as long as the
        work itself, so only what is about the process has one of its own (`run`).
        """
        main = import_module(f"{package}.__main__").main
        said = StringIO()
        with (
            chdir(self.folder),
            patch.dict(os.environ, clean_environment(), clear=True),
            patch("urllib.request._opener", None),  # it remembers the proxies of an environment
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            status: int = main(list(arguments))
        assert not (check and status), said.getvalue()
        return status, said.getvalue()

    def git(self, *arguments: str) -> str:
        """Run git in it and return what it prints."""
        identity = ("-c", "user.name=Tests", "-c", "user.email=tests@example.com")
        done = subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.folder, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a piece of one file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not contain {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copied(
    folder: Path, *, spec: Path = ROOT / "spec", generated: Path | None = None
) -> Repository:
    """Copy the repository to `folder`, with another specification if one is named, and commit."""
    folder.mkdir(parents=True)
    for part in _PARTS:
        source = {"spec": spec, "generated": generated or ROOT / part}.get(part, ROOT / part)
        shutil.copytree(source, folder / part, ignore=_WITHOUT)
    for name in _FILES:
        shutil.copy(ROOT / name, folder / name)
    repository = Repository(folder)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.git("config", "user.name", "Tests")
    repository.git("config", "user.email", "tests@example.com")
    repository.commit("begin")
    return repository


def clean_environment() -> dict[str, str]:
    """Return the environment without the machine's own settings of package indexes.

    What is not on loopback cannot be reached: every other address goes to a proxy that is none.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_", "PYTHON", "VIRTUAL_ENV"))
    }
    nowhere = "http://127.0.0.1:9"
    return kept | {
        "PIP_CONFIG_FILE": os.devnull,
        "UV_NO_CONFIG": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": "copy",
        "UV_HTTP_RETRIES": "0",  # a server on loopback that breaks off does so on purpose
        "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere, "http_proxy": nowhere,
        "https_proxy": nowhere, "ALL_PROXY": nowhere,
        "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost",
    }  # fmt: skip
