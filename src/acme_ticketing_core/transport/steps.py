"""What an exchange asks of its driver, what it gets back, the file it may go to."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack
from enum import Enum
from pathlib import Path
from typing import IO, Any, Final, Literal, NamedTuple, TypeAlias, TypeVar, final

from acme_ticketing_core.operations.operation import Ask, Conversation, Operation, Pause, to_file
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.redaction import Headers
from acme_ticketing_core.runtime.files import whole_file
from acme_ticketing_core.runtime.record import Record
from acme_ticketing_core.runtime.unset import UNSET

T = TypeVar("T")

FailureKind = Literal["not-sent", "ambiguous"]
"""`not-sent`: the server cannot have seen the request. `ambiguous`: it may have acted on it."""


@final
class Request(Record):
    """A request, ready for the wire; its text never shows what it carries."""

    method: str
    url: str
    headers: Headers
    content: bytes | None

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.headers!r}>"


@final
class Response:
    """A whole response; header names are lower case."""

    __slots__ = ("content", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status: Final = status
        self.headers: Final = headers
        self.content: Final = content

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.content)} bytes>"


class TransportFailure(NamedTuple):
    """No whole response."""

    kind: FailureKind
    error: BaseException
    lasting: bool = False  # trying again cannot help, as with a certificate that is not trusted


class NotStarted(Enum):
    """The type of `NOT_STARTED`."""

    NOT_STARTED = "not started"


NOT_STARTED: Final = NotStarted.NOT_STARTED
"""The step had to queue, and by its turn there was no time or no admission left for it."""


class Send(NamedTuple):
    """Send a request and read the whole response; times in seconds."""

    request: Request
    connect_timeout: float
    read_timeout: float  # for each piece
    ends_at: float | None  # of the whole attempt, on the monotonic clock; None for never
    timeout: float | None  # to queue for a connection; None for as long as it takes
    may_start: Callable[[], bool]  # asked when the request had to queue
    sink: FileSink | None = None  # for a good answer; the response then holds its beginning only


class Login(NamedTuple):
    """Take the steps that open a session while no other call of the client does so."""

    steps: Steps[None]
    timeout: float | None  # seconds to queue; None for as long as it takes


Step: TypeAlias = Pause | Send | Login

# Of `Login`: `NOT_STARTED` or None, or an error is thrown.
Outcome: TypeAlias = Response | TransportFailure | NotStarted | None

Steps: TypeAlias = Generator[Step, Outcome, T]


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
class FileSink(ExitStack):
    """Writes an answer to a file, which is there when the block ends without an error."""

    def __init__(self, path: str | os.PathLike[str], progress: OnReceived | None = None) -> None:
        super().__init__()
        self._path: Final = Path(path)
        self._progress = progress
        self._file: IO[bytes] | None = None
        self._received = 0
        self._total: int | None = None

    @property
    def saved(self) -> Saved:
        return Saved(self._path, self._received)

    def begin(self, total: int | None) -> None:
        """Take an answer from its beginning; what came of an earlier one is void."""
        if self._file is None:
            self._file = self.enter_context(whole_file(self._path, "wb"))
        elif self._received:
            self._file.seek(0)
            self._file.truncate()
        self._received = 0
        self._total = total

    def add(self, piece: bytes) -> None:
        assert self._file is not None, "an answer begins before it comes"
        try:
            self._file.write(piece)
        except OSError as error:
            error.filename = str(self._path)  # which a disk that is full does not tell
            raise
        self._received += len(piece)
        if self._progress is not None:
            self._progress(Received(self._received, self._total))


def saving(
    operation: Operation[Any],
    arguments: Mapping[str, Any],
    path: str | os.PathLike[str],
    progress: OnReceived | None = None,
    options: CallOptions | None = None,
) -> Conversation[Saved]:
    """Call an operation and write its answer to a file."""
    with FileSink(path, progress) as sink:
        yield Ask(to_file(operation), arguments, UNSET, options, sink)
    return sink.saved
