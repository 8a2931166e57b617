"""Connection pools over the connections of httpcore and httpcore2.

Each call has a connection to itself, from the moment it is taken until it is given back or closed;
`idle.py` says why. The cores' pools only make connections here: directly, or through a proxy.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, final

from acme_ticketing_core.transport.cancellation import finished
from acme_ticketing_core.transport.connections import Connections
from acme_ticketing_core.transport.idle import IdleConnections
from acme_ticketing_core.transport.libraries import HttpLibrary

if TYPE_CHECKING:
    import httpx


@final
class Pool:
    """Sends requests over kept connections.

    Args:
        library: whose connections they are.
        settings: of the core's pool.
        proxy: the proxy to go through.

    """

    def __init__(self, library: HttpLibrary, settings: dict[str, Any], proxy: str | None) -> None:
        self._library: Final = library
        self._stream, _ = _streams(library)
        self._maker = _maker(library, "", settings, proxy)
        self._idle = IdleConnections()

    def exchange(
        self, request: httpx.Request, read: Callable[[httpx.Response], bool]
    ) -> httpx.Response:
        """Send a request and have the response read.

        Args:
            request: what is sent.
            read: reads the response, and tells whether its connection may be used again.

        """
        sent = _for_core(self._library, request)
        call, held, idle = object(), list[Any](), self._idle
        try:
            idle.in_use.add(call)
            if not idle.take(held, sent.url.origin):
                held.append(self._maker.create_connection(sent.url.origin))
            for each in held[:-1]:
                each.close()
            answer = held[-1].handle_request(sent)
            response = _from_core(self._library, answer, self._stream(answer.stream))
            again = read(response)
            answer.close()
            if again:
                idle.put_back(held)
        except Exception as error:
            _raise_named(self._library, error)
            raise
        finally:
            idle.in_use.discard(call)
            for each in held:
                each.close()
        return response

    def close(self) -> None:
        """Close the connections: those in use when their calls have ended."""
        held: list[Any] = []
        self._idle.close(held)
        for each in held:
            each.close()

    @property
    def connections(self) -> Connections:
        """What the pool holds now."""
        return self._idle.connections


@final
class AsyncPool:
    """As `Pool`, awaited."""

    def __init__(self, library: HttpLibrary, settings: dict[str, Any], proxy: str | None) -> None:
        self._library: Final = library
        _, self._stream = _streams(library)
        self._maker = _maker(library, "Async", settings, proxy)
        self._idle = IdleConnections()

    async def exchange(
        self, request: httpx.Request, read: Callable[[httpx.Response], Awaitable[bool]]
    ) -> httpx.Response:
        """Send a request and have the response read; arguments as `Pool.exchange`."""
        sent = _for_core(self._library, request)
        call, held, idle = object(), list[Any](), self._idle
        try:
            idle.in_use.add(call)
            if not idle.take(held, sent.url.origin):
                held.append(self._maker.create_connection(sent.url.origin))
            await _closed(held[:-1])
            answer = await held[-1].handle_async_request(sent)
            response = _from_core(self._library, answer, self._stream(answer.stream))
            again = await read(response)
            await answer.aclose()
            if again:
                idle.put_back(held)
        except Exception as error:
            _raise_named(self._library, error)
            raise
        finally:
            idle.in_use.discard(call)
            if held:
                await finished(_closed(held))
        return response

    async def aclose(self) -> None:
        """Close the connections: those in use when their calls have ended."""
        held: list[Any] = []
        self._idle.close(held)
        await finished(_closed(held))

    @property
    def connections(self) -> Connections:
        """What the pool holds now."""
        return self._idle.connections


async def _closed(held: list[Any]) -> None:
    for each in held:
        await each.aclose()


class _Stream:
    """The body of a response, read from the core's."""

    def __init__(self, stream: Any) -> None:
        self._core_stream: Final = stream

    def __iter__(self) -> Iterator[bytes]:
        pieces: Iterator[bytes] = iter(self._core_stream)
        return pieces


class _AsyncStream:
    """As `_Stream`, awaited."""

    def __init__(self, stream: Any) -> None:
        self._core_stream: Final = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: AsyncIterator[bytes] = aiter(self._core_stream)
        return pieces


@cache
def _streams(library: HttpLibrary) -> tuple[Any, Any]:
    """Make both kinds instances of the library's own classes, as its responses ask."""
    return (
        type("Stream", (_Stream, library.http.SyncByteStream), {}),
        type("AsyncStream", (_AsyncStream, library.http.AsyncByteStream), {}),
    )


def _maker(library: HttpLibrary, kind: str, settings: dict[str, Any], proxy: str | None) -> Any:
    """Make the core's pool that makes connections: `kind` begins the names of its classes."""
    core = library.core
    if proxy is None:
        return getattr(core, f"{kind}ConnectionPool")(**settings)
    name = "SOCKSProxy" if proxy.lower().startswith("socks") else "HTTPProxy"
    through = library.http.Proxy(proxy)
    return getattr(core, f"{kind}{name}")(
        proxy_url=_plain(library, through.url), proxy_auth=through.raw_auth, **settings
    )


def _for_core(library: HttpLibrary, request: httpx.Request) -> Any:
    return library.core.Request(
        method=request.method,
        url=_plain(library, request.url),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


def _from_core(library: HttpLibrary, answer: Any, stream: Any) -> httpx.Response:
    response: httpx.Response = library.http.Response(
        status_code=answer.status,
        headers=answer.headers,
        stream=stream,
        extensions=answer.extensions,
    )
    return response


def _plain(library: HttpLibrary, url: httpx.URL) -> Any:
    return library.core.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _raise_named(library: HttpLibrary, error: Exception) -> None:
    """Raise the library's error for one of its core, which has the same name."""
    kind = getattr(library.http, type(error).__name__, None)
    if kind is not None and type(error).__module__.partition(".")[0] == library.core.__name__:
        raise kind(str(error)) from error
