"""Base classes of the resource tree: `client.b2b.events` is a client and a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acme_ticketing_core.client.async_client import AsyncClient
    from acme_ticketing_core.client.sync_client import SyncClient


class Namespace:
    """A place in the tree: hands the client on to what hangs below."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class AsyncNamespace:
    """As `Namespace`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class Area(Namespace):
    """A branch."""


class AsyncArea(AsyncNamespace):
    """A branch."""


class Resource(Namespace):
    """A leaf, whose methods block."""


class AsyncResource(AsyncNamespace):
    """A leaf, whose methods are awaited."""
