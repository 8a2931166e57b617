"""What an exchange asks of the world, and what it gets back.

An exchange is a generator that does no input or output itself: it yields a step, and a driver
(sync or async) takes the step and sends the outcome in.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from enum import Enum
from typing import Final, Literal, Protocol, TypeAlias, TypeVar, final

from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.redaction.redaction import Headers

T = TypeVar("T")

FailureKind = Literal["not-sent", "ambiguous"]
"""`not-sent`: the server cannot have seen the request. `ambiguous`: it may have acted on it."""


@final
class Request:
    """A request, ready for the wire; its text never shows what it carries."""

    __slots__ = ("content", "headers", "method", "url")

    def __init__(self, method: str, url: str, headers: Headers, content: bytes | None) -> None:
        self.method: Final = method
        self.url: Final = url
        self.headers: Final = headers
        self.content: Final = content

    def with_headers(self, further: Headers) -> Request:
        """Give the same request with further headers."""
        return Request(self.method, self.url, self.headers + further, self.content)

    def with_url(self, url: str) -> Request:
        """Give the same request for another place."""
        return Request(self.method, url, self.headers, self.content)

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


class Sink(Protocol):
    """Where a good answer goes as it comes, instead of into memory."""

    def begin(self, total: int | None) -> None:
        """Take an answer from its beginning; what came of an earlier one is void.

        Args:
            total: its bytes in all, if the server told.

        """
        ...

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        ...


@final
class TransportFailure:
    """No whole response.

    Args:
        kind: whether the server may have acted on the request.
        error: what went wrong, for people and for `__cause__`.
        lasting: trying again cannot help, such as with a certificate that is not trusted.

    """

    __slots__ = ("error", "kind", "lasting")

    def __init__(self, kind: FailureKind, error: BaseException, *, lasting: bool = False) -> None:
        self.kind: Final = kind
        self.error: Final = error
        self.lasting: Final = lasting

    def __repr__(self) -> str:
        return f"<TransportFailure {self.kind}: {self.error!r}>"


class NotStarted(Enum):
    """The type of `NOT_STARTED`."""

    NOT_STARTED = "not started"


NOT_STARTED: Final = NotStarted.NOT_STARTED
"""The step had to queue, and by its turn there was no time or no admission left for it."""


@final
class Wait:
    """Let time pass."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds: Final = seconds


@final
class Send:
    """Send a request and read the whole response.

    Args:
        request: what to send.
        connect_timeout: seconds for a connection.
        read_timeout: seconds for each piece of the response.
        ends_at: when the whole attempt must be over, on the monotonic clock; None for never.
        timeout: seconds to queue for a connection; None for as long as it takes.
        may_start: asked when the request had to queue.
        sink: where a good answer goes; the response then holds its beginning only.

    """

    __slots__ = (
        "connect_timeout",
        "ends_at",
        "may_start",
        "read_timeout",
        "request",
        "sink",
        "timeout",
    )

    def __init__(
        self,
        request: Request,
        *,
        connect_timeout: float,
        read_timeout: float,
        ends_at: float | None,
        timeout: float | None,
        may_start: Callable[[], bool],
        sink: Sink | None = None,
    ) -> None:
        self.request: Final = request
        self.connect_timeout: Final = connect_timeout
        self.read_timeout: Final = read_timeout
        self.ends_at: Final = ends_at
        self.timeout: Final = timeout
        self.may_start: Final = may_start
        self.sink: Final = sink


@final
class Login:
    """Take further steps while no other call of the client does so.

    Args:
        steps: the steps that open a session.
        timeout: seconds to queue for the turn; None for as long as it takes.

    """

    __slots__ = ("steps", "timeout")

    def __init__(self, steps: Steps[None], timeout: float | None) -> None:
        self.steps: Final = steps
        self.timeout: Final = timeout


Step: TypeAlias = Wait | Send | Login

Outcome: TypeAlias = Response | TransportFailure | NotStarted | AcmeError | None
"""Of `Send`: a response, a failure or `NOT_STARTED`. Of `Login`: an error, `NOT_STARTED` or None."""

Steps: TypeAlias = Generator[Step, Outcome, T]
