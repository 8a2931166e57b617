"""One program at a time: a file that is locked, and free again when its program ends in any way."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from acme_ticketing_core.errors import AcmeError


class AlreadyRunning(AcmeError):  # noqa: N818 - as the rest of the tree
    """Another program brings the same warehouse up to date."""


@contextmanager
def locked(path: Path, what: str) -> Generator[None]:
    """Hold a lock while the block lasts.

    Raises:
        AlreadyRunning: another program, or another thread, holds it.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(file)
        except OSError:
            raise AlreadyRunning(f"{what} is being brought up to date by another run") from None
        yield
    finally:
        os.close(file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
