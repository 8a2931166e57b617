"""Files that several processes append to, and files that appear when they are whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def opened_to_append(path: str | Path, mode: int) -> Generator[int]:
    """Open a plain file, and make it if there is none; a device would keep nothing."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    for name in ("O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    file = os.open(path, flags, mode)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        yield file
    finally:
        os.close(file)


def append(file: int, data: bytes) -> None:
    if os.write(file, data) < len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def whole_file(path: str | Path, mode: str, *, private: bool = False) -> Generator[Any]:
    """Open a file that takes its name when the block ends without an error; a private one is 0600.

    A device or a pipe, whose place nothing can take, is written as it is.
    """
    text: dict[str, Any] = (
        {} if "b" in mode else {"encoding": "utf-8", "errors": "backslashreplace"}
    )
    try:
        if is_special(Path(path)):
            with Path(path).open(mode, **text) as stream:
                yield stream
            return
        goal = Path(path).resolve()  # a link stays one
        part = goal.with_name(f".{goal.name}.{os.urandom(4).hex()}.part")
        rights = 0o600 if private else 0o666
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
            with os.fdopen(handle, mode, **text) as stream:
                yield stream
                stream.flush()
                os.fsync(handle)
            part.replace(goal)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        error.filename = error.filename or str(path)  # a disk that is full tells no name
        raise


def is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()
