"""Transports of httpx or httpx2 that callers make and close themselves, used as the pools are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol, final

from acme_ticketing_core.errors import InvalidArgument


class HttpTransport(Protocol):
    """A synchronous httpx transport, as far as it is used."""

    def handle_request(self, request: Any) -> Any:
        """Send a request; give the response with its body unread."""
        ...


class AsyncHttpTransport(Protocol):
    """An asynchronous httpx transport, as far as it is used."""

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request; give the response with its body unread."""
        ...


@final
class Given:
    """Sends requests through a transport.

    Args:
        transport: the caller's.

    """

    def __init__(self, transport: HttpTransport) -> None:
        _check(transport, "handle_request", "HTTPTransport", "AcmeClient")
        self._transport: Final = transport

    def exchange(self, request: Any, read: Callable[[Any], bool]) -> Any:
        """Send a request and have the response read; arguments as `Pool.exchange`."""
        response = self._transport.handle_request(request)
        try:
            if not read(response):
                response.extensions["network_stream"].close()
        finally:
            response.close()
        return response


@final
class AsyncGiven:
    """As `Given`, awaited."""

    def __init__(self, transport: AsyncHttpTransport) -> None:
        _check(transport, "handle_async_request", "AsyncHTTPTransport", "AsyncAcmeClient")
        self._transport: Final = transport

    async def exchange(self, request: Any, read: Callable[[Any], Awaitable[bool]]) -> Any:
        """Send a request and have the response read; arguments as `Pool.exchange`."""
        from acme_ticketing_core.transport.cancellation import cleaned_up

        return await cleaned_up(self._exchanged(request, read))

    async def _exchanged(self, request: Any, read: Callable[[Any], Awaitable[bool]]) -> Any:
        response = await self._transport.handle_async_request(request)
        try:
            if not await read(response):
                await response.extensions["network_stream"].aclose()
        finally:
            await response.aclose()
        return response


def _check(transport: object, method: str, kind: str, client: str) -> None:
    if not callable(getattr(transport, method, None)):
        raise InvalidArgument(
            f"transport: {client} needs one such as httpx.{kind}, with {method}; "
            f"{type(transport).__name__} has none"
        )
