"""Connection pools as httpx transports, over httpcore's public pools.

httpx's own transports take no network backend and tell nothing of their connections; otherwise
these do the same: they hand requests to a pool and name its failures as httpx does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final, cast, final

import httpcore
import httpx

from acme_ticketing_core.transport.connections import Connections


@final
class Pool(httpx.BaseTransport):
    """Sends requests over kept connections.

    Args:
        settings: of httpcore's pool.
        proxy: the proxy to go through.

    """

    def __init__(self, settings: dict[str, Any], proxy: str | None) -> None:
        if proxy is None:
            self._pool: httpcore.ConnectionPool = httpcore.ConnectionPool(**settings)
        elif proxy.lower().startswith("socks"):
            self._pool = httpcore.SOCKSProxy(**_proxy(proxy), **settings)
        else:
            self._pool = httpcore.HTTPProxy(**_proxy(proxy), **settings)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; give the response with its body unread."""
        with _named_as_httpx():
            answer = self._pool.handle_request(_for_httpcore(request))
        return _for_httpx(answer, _Stream(answer.stream))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    @property
    def connections(self) -> Connections:
        """What the pool holds now."""
        return _connections(self._pool)


@final
class AsyncPool(httpx.AsyncBaseTransport):
    """As `Pool`, awaited."""

    def __init__(self, settings: dict[str, Any], proxy: str | None) -> None:
        if proxy is None:
            self._pool: httpcore.AsyncConnectionPool = httpcore.AsyncConnectionPool(**settings)
        elif proxy.lower().startswith("socks"):
            self._pool = httpcore.AsyncSOCKSProxy(**_proxy(proxy), **settings)
        else:
            self._pool = httpcore.AsyncHTTPProxy(**_proxy(proxy), **settings)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; give the response with its body unread."""
        with _named_as_httpx():
            answer = await self._pool.handle_async_request(_for_httpcore(request))
        return _for_httpx(answer, _AsyncStream(answer.stream))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    @property
    def connections(self) -> Connections:
        """What the pool holds now."""
        return _connections(self._pool)


@final
class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._httpcore_stream: Final = stream

    def __iter__(self) -> Iterator[bytes]:
        with _named_as_httpx():
            yield from self._httpcore_stream

    def close(self) -> None:
        self._httpcore_stream.close()


@final
class _AsyncStream(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._httpcore_stream: Final = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _named_as_httpx():
            async for piece in self._httpcore_stream:
                yield piece

    async def aclose(self) -> None:
        await self._httpcore_stream.aclose()


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    return httpcore.Request(
        method=request.method,
        url=_plain(request.url),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


def _for_httpx(answer: httpcore.Response, stream: Any) -> httpx.Response:
    return httpx.Response(
        status_code=answer.status,
        headers=answer.headers,
        stream=stream,
        extensions=cast("Any", answer).extensions,
    )


def _proxy(url: str) -> dict[str, Any]:
    proxy = httpx.Proxy(url)
    return {"proxy_url": _plain(proxy.url), "proxy_auth": proxy.raw_auth}


def _plain(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _connections(pool: httpcore.ConnectionPool | httpcore.AsyncConnectionPool) -> Connections:
    held = pool.connections
    idle = sum(each.is_idle() for each in held)
    return Connections(len(held), idle)


@contextmanager
def _named_as_httpx() -> Generator[None]:
    """Raise httpx's errors for those of httpcore, which have the same names."""
    try:
        yield
    except Exception as error:
        kind = getattr(httpx, type(error).__name__, None)
        if type(error).__module__.partition(".")[0] != "httpcore" or kind is None:
            raise
        raise kind(str(error)) from error
