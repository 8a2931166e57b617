"""Files that several processes append to, and files that appear when they are whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any


@contextmanager
def opened_to_append(path: str | Path, mode: int, most: float = inf) -> Generator[int]:
    """Open a plain file of so many bytes at most, made if there is none; a device keeps nothing."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    for name in ("O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    file = os.open(path, flags, mode)
    try:
        if not stat.S_ISREG((found := os.fstat(file)).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        if found.st_size > most:
            raise OSError(errno.EFBIG, "it has grown too large")
        yield file
    finally:
        os.close(file)


def append_line(file: int, line: bytes) -> None:
    """Append a line in one piece, after ending the last one if a full disk cut it off."""
    if os.lseek(file, 0, os.SEEK_END):
        os.lseek(file, -1, os.SEEK_END)
        if os.read(file, 1) != b"\n":
            line = b"\n" + line
    if os.write(file, line) < len(line):
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
