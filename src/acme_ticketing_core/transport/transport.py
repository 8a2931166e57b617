"""The network, through httpx or httpx2, one layer below their clients; imported when first used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, final

from acme_ticketing_core.errors import ConfigurationError
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.semaphore import cleaned_up
from acme_ticketing_core.transport.libraries import exchanged, exchanged_async, library_named
from acme_ticketing_core.transport.pools import AsyncPool, Pool
from acme_ticketing_core.transport.steps import FailureKind, Response, Send, TransportFailure

if TYPE_CHECKING:
    import httpx

_GRACE: Final = 0.05
_TOO_LATE: Final = "the deadline passed while the answer was coming in"

LONGEST_ANSWER: Final = 256 * 1024 * 1024  # bytes, after decompression: no answer fills the memory
_BEGINNING: Final = 1024  # bytes kept of an answer that goes elsewhere, to see what it is


@final
class SyncTransport(Pool):
    """Blocks until a request is answered."""

    def send(self, step: Send) -> Response | TransportFailure:
        library = library_named(self._http).http
        body = _Body(step, self._clock)
        try:
            request = _request(step, library)
            if self._given is None:
                response = self.exchange(request, body.read, step.ends_at)
            else:
                response = exchanged(self._given, request, body.read)
        except _errors(library) as error:
            return _failure(error, library, late=body.is_late())
        return body.response(response)


@final
class AsyncTransport(AsyncPool):
    """Suspends the task until a request is answered."""

    async def send(self, step: Send) -> Response | TransportFailure:
        import asyncio

        library = library_named(self._http).http
        body = _Body(step, self._clock)
        # The timeouts of its parts go first.
        ends_at, now = step.ends_at, self._clock.monotonic()
        seconds = None if ends_at is None else max(0.0, ends_at - now) + _GRACE
        try:
            async with asyncio.timeout(seconds):
                request = _request(step, library)
                if self._given is None:
                    response = await self.exchange(request, body.read_async)
                else:
                    work = exchanged_async(self._given, request, body.read_async)
                    response = await cleaned_up(work)
        except TimeoutError:
            return _failure(AnswerCutOff(_TOO_LATE), library, late=True)
        except _errors(library) as error:
            return _failure(error, library, late=body.is_late())
        return body.response(response)


class AnswerCutOff(Exception):  # noqa: N818 - it is no error of the caller's, and never reaches one
    """The answer was longer, or took longer, than allowed."""


@final
class _Body:
    """Collects an answer, and ends it when it takes too much of time or memory."""

    __slots__ = ("_clock", "_ends_at", "_pieces", "_sink", "_size")

    def __init__(self, step: Send, clock: Clock) -> None:
        self._ends_at = step.ends_at
        self._clock = clock
        self._sink = step.sink
        self._pieces: list[bytes] = []
        self._size = 0

    def read(self, response: httpx.Response) -> bool:
        self._begin(response)
        for piece in response.iter_bytes():
            self._add(piece)
        return not _has_leftovers(response)

    async def read_async(self, response: httpx.Response) -> bool:
        self._begin(response)
        async for piece in response.aiter_bytes():
            self._add(piece)
        return not _has_leftovers(response)

    def _begin(self, response: httpx.Response) -> None:
        # A good answer goes where it shall; an error is short and stays.
        encoding = response.headers.get("content-encoding", "").lower()
        if "x-gzip" in encoding:  # the same as gzip (RFC 9110), which httpx does not know
            response.headers["content-encoding"] = encoding.replace("x-gzip", "gzip")
        if not response.is_success:
            self._sink = None
        if self._sink is not None:
            length = response.headers.get("content-length", "")
            self._sink.begin(int(length) if length.isdecimal() and not encoding else None)

    def _add(self, piece: bytes) -> None:
        if self._sink is None:
            self._pieces.append(piece)
            if self._size + len(piece) > LONGEST_ANSWER:
                raise AnswerCutOff(f"the answer is longer than {LONGEST_ANSWER} bytes")
        else:
            self._sink.add(piece)
            if self._size < _BEGINNING:
                self._pieces.append(piece[: _BEGINNING - self._size])
        self._size += len(piece)
        if self.is_late():
            raise AnswerCutOff(_TOO_LATE)

    def is_late(self) -> bool:
        return self._ends_at is not None and self._clock.monotonic() >= self._ends_at

    def response(self, received: httpx.Response) -> Response:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in received.headers.raw
        }
        return Response(received.status_code, headers, b"".join(self._pieces))


def _request(step: Send, library: Any) -> httpx.Request:
    request = step.request
    connect, read = step.connect_timeout, step.read_timeout
    timeouts = {"connect": connect, "pool": connect, "read": read, "write": read}
    made: httpx.Request = library.Request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=request.content,
        extensions={"timeout": timeouts},
    )
    return made


def _has_leftovers(response: httpx.Response) -> bool:
    """Tell whether more came than the answer: it would be taken for the answer to the next request.

    The pool looks at the socket only, and this has been read from it. httpx has no way to ask.
    """
    link: Any = response.stream
    while link is not None and not hasattr(link, "_h11_state"):
        names = ("_httpcore_stream", "_stream", "_connection")
        link = next((getattr(link, name) for name in names if hasattr(link, name)), None)
    return link is not None and bool(link._h11_state.trailing_data[0])  # noqa: SLF001


def _errors(library: Any) -> tuple[type[Exception], ...]:
    return library.RequestError, library.InvalidURL, AnswerCutOff, ConfigurationError


def _failure(error: Exception, library: Any, *, late: bool) -> TransportFailure:
    import ssl

    chain = list(_chain(error))
    for link in chain:
        # The frames hold the request's headers, for whoever prints tracebacks with local variables.
        link.with_traceback(None)
    malformed = library.InvalidURL, library.LocalProtocolError, library.UnsupportedProtocol
    unreached = library.ConnectError, library.ConnectTimeout, library.PoolTimeout
    before_sending = (ConfigurationError, *malformed, *unreached, library.ProxyError)
    hopeless = (ConfigurationError, *malformed, AnswerCutOff, ssl.SSLCertVerificationError)
    kind: FailureKind = "not-sent" if isinstance(error, before_sending) else "ambiguous"
    lasting = late or any(isinstance(link, hopeless) for link in chain)
    return TransportFailure(kind, error, lasting=lasting)


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
