"""Waits for a file to change, by looking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

_INTERVAL = 0.5


def changes(*folders: Path, sleep: Callable[[float], None] = time.sleep) -> Iterator[list[Path]]:
    """Yield the files that changed since this call, whenever some did; never ends by itself."""
    return _changes(_state(folders), folders, sleep)


def _changes(
    before: dict[Path, tuple[int, int]], folders: tuple[Path, ...], sleep: Callable[[float], None]
) -> Iterator[list[Path]]:
    while True:
        sleep(_INTERVAL)
        now = _state(folders)
        changed = sorted(path for path in {*before, *now} if before.get(path) != now.get(path))
        if changed:
            before = now
            yield changed


def _state(folders: tuple[Path, ...]) -> dict[Path, tuple[int, int]]:
    found: dict[Path, tuple[int, int]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                found[path] = status.st_mtime_ns, status.st_size
    return found
