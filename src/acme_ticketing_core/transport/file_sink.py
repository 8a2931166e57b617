"""An answer that goes to a file as it comes: in constant memory, and there only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final, NamedTuple, TypeAlias, final


class Received(NamedTuple):
    """How far a download is.

    Attributes:
        received: bytes so far, after decompression.
        total: bytes in all, or None where the server does not tell.

    """

    received: int
    total: int | None


OnReceived: TypeAlias = Callable[[Received], object]


class Saved(NamedTuple):
    """A file that was written.

    Attributes:
        path: where.
        size: its bytes.

    """

    path: Path
    size: int


@final
class FileSink:
    """Writes beside the file and puts what was written in its place at the end.

    Args:
        path: the file; one of this name is replaced.
        progress: is called with each piece.

    """

    def __init__(self, path: str | os.PathLike[str], progress: OnReceived | None = None) -> None:
        self._path: Final = Path(path)
        self._part: Final = self._path.with_name(f".{self._path.name}.{os.urandom(4).hex()}.part")
        self._progress = progress
        self._file: IO[bytes] | None = None
        self._begun = False
        self._received = 0
        self._total: int | None = None

    def begin(self, total: int | None) -> None:
        """Take an answer from its beginning; what came of an earlier one is void."""
        if self._file is None:
            self._begun = True
            self._file = self._part.open("xb")
        self._file.seek(0)
        self._file.truncate()
        self._received = 0
        self._total = total

    def add(self, piece: bytes) -> None:
        """Write the next piece."""
        assert self._file is not None, "an answer begins before it comes"
        self._file.write(piece)
        self._received += len(piece)
        if self._progress is not None:
            self._progress(Received(self._received, self._total))

    def keep(self) -> Saved:
        """Put the file in its place."""
        assert self._file is not None, "only an answer that came is kept"
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)
        self._file = None
        self._begun = False
        return Saved(self._path, self._received)

    def discard(self) -> None:
        """Leave nothing behind, unless it was kept."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._begun:
            self._begun = False
            self._part.unlink(missing_ok=True)
