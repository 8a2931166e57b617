"""Connection pools as transports of httpx and httpx2, over the public pools of their cores.

The libraries' own transports take no network backend and tell nothing of their connections; otherwise
these do the same: they hand requests to a pool and name its failures as the library does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, final

from acme_ticketing_core.transport.connections import Connections
from acme_ticketing_core.transport.libraries import HttpLibrary

if TYPE_CHECKING:
    import httpx


@final
class Pool:
    """Sends requests over kept connections.

    Args:
        library: whose pool it is.
        settings: of the pool.
        proxy: the proxy to go through.

    """

    def __init__(self, library: HttpLibrary, settings: dict[str, Any], proxy: str | None) -> None:
        self._library: Final = library
        self._stream, _ = _streams(library)
        self._pool = _made(library, "", settings, proxy)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; give the response with its body unread."""
        with _named(self._library):
            answer = self._pool.handle_request(_for_core(self._library, request))
        return _from_core(self._library, answer, self._stream(self._library, answer.stream))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    @property
    def connections(self) -> Connections:
        """What the pool holds now."""
        return _connections(self._pool)


@final
class AsyncPool:
    """As `Pool`, awaited."""

    def __init__(self, library: HttpLibrary, settings: dict[str, Any], proxy: str | None) -> None:
        self._library: Final = library
        _, self._stream = _streams(library)
        self._pool = _made(library, "Async", settings, proxy)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; give the response with its body unread."""
        with _named(self._library):
            answer = await self._pool.handle_async_request(_for_core(self._library, request))
        return _from_core(self._library, answer, self._stream(self._library, answer.stream))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    @property
    def connections(self) -> Connections:
        """What the pool holds now."""
        return _connections(self._pool)


class _Stream:
    """The body of a response, read from the core's."""

    def __init__(self, library: HttpLibrary, stream: Any) -> None:
        self._library: Final = library
        self._core_stream: Final = stream

    def __iter__(self) -> Iterator[bytes]:
        with _named(self._library):
            yield from self._core_stream

    def close(self) -> None:
        self._core_stream.close()


class _AsyncStream:
    """As `_Stream`, awaited."""

    def __init__(self, library: HttpLibrary, stream: Any) -> None:
        self._library: Final = library
        self._core_stream: Final = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _named(self._library):
            async for piece in self._core_stream:
                yield piece

    async def aclose(self) -> None:
        await self._core_stream.aclose()


@cache
def _streams(library: HttpLibrary) -> tuple[Any, Any]:
    """Make both kinds instances of the library's own classes, as its responses ask."""
    return (
        type("Stream", (_Stream, library.http.SyncByteStream), {}),
        type("AsyncStream", (_AsyncStream, library.http.AsyncByteStream), {}),
    )


def _made(library: HttpLibrary, kind: str, settings: dict[str, Any], proxy: str | None) -> Any:
    """Make the core's pool: `kind` is the beginning of its classes' names."""
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


def _connections(pool: Any) -> Connections:
    held = pool.connections
    idle = sum(each.is_idle() for each in held)
    return Connections(len(held), idle)


@contextmanager
def _named(library: HttpLibrary) -> Generator[None]:
    """Raise the library's errors for those of its core, which have the same names."""
    try:
        yield
    except Exception as error:
        kind = getattr(library.http, type(error).__name__, None)
        core: str = library.core.__name__
        if type(error).__module__.partition(".")[0] != core or kind is None:
            raise
        raise kind(str(error)) from error
