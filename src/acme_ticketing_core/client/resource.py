"""Base classes of the generated resource tree: `client.b2b.events` is a client and a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acme_ticketing_core.client.async_client import AsyncClient
    from acme_ticketing_core.client.sync_client import SyncClient


class Namespace:
    """A place in the tree of a synchronous client: hands the client on to what hangs below."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class AsyncNamespace:
    """A place in the tree of an asynchronous client."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class Area(Namespace):
    """A branch of the tree of a synchronous client."""


class AsyncArea(AsyncNamespace):
    """A branch of the tree of an asynchronous client."""


class Resource(Namespace):
    """A leaf of the tree, whose methods block."""


class AsyncResource(AsyncNamespace):
    """A leaf of the tree, whose methods are awaited."""
