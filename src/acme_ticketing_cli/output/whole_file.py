"""A file that appears when it is whole: an error or Ctrl+C leaves the one that was there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click


class NewFile(click.Path):
    """The name of a file that can be written; what is in the way is told before any call."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Look at the file, or at the folder that is to hold it."""
        name = os.fspath(value)
        if not name:
            self.fail("name a file", param, ctx)
        folder = Path(name).resolve().parent
        if not folder.is_dir():
            self.fail(f"there is no folder {folder}", param, ctx)
        if not _is_special(Path(name)) and not os.access(folder, os.W_OK | os.X_OK):
            self.fail(f"the folder {folder} cannot be written", param, ctx)
        return super().convert(value, param, ctx)


@contextmanager
def whole_file(name: str, mode: str) -> Iterator[Any]:
    """Open a file for writing; it takes its name when the block ends without an error.

    A link stays one. A device or a pipe is written as it is, for nothing can take its place.
    """
    encoding, errors = (None, None) if "b" in mode else ("utf-8", "backslashreplace")
    if _is_special(Path(name)):
        with Path(name).open(mode, encoding=encoding, errors=errors) as stream:
            yield stream
        return
    goal = Path(name).resolve()
    handle, part = tempfile.mkstemp(prefix=f".{goal.name}.", dir=goal.parent)
    try:
        with os.fdopen(handle, mode, encoding=encoding, errors=errors, newline=None) as stream:
            yield stream
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(goal)
    finally:
        Path(part).unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
