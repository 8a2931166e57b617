"""A file that appears when it is whole: an error or Ctrl+C leaves the one that was there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def whole_file(name: str, mode: str) -> Iterator[Any]:
    """Open a file for writing; it takes its name when the block ends without an error."""
    goal = Path(name)
    encoding = None if "b" in mode else "utf-8"
    handle, part = tempfile.mkstemp(prefix=f".{goal.name}.", dir=goal.parent)
    try:
        with os.fdopen(handle, mode, encoding=encoding, newline=None) as stream:
            yield stream
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(goal)
    finally:
        Path(part).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
