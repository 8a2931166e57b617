"""Base classes of the generated resource tree: `client.b2b.events` is a client and a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from acme_ticketing_core.async_client import AsyncClient
    from acme_ticketing_core.sync_client import SyncClient

ClientT = TypeVar("ClientT")


class Namespace(Generic[ClientT]):
    """A node of the tree: hands its client on to what hangs below it."""

    def __init__(self, client: ClientT) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class Area(Namespace["SyncClient"]):
    """A branch of the tree of a synchronous client."""


class AsyncArea(Namespace["AsyncClient"]):
    """A branch of the tree of an asynchronous client."""


class Resource(Namespace["SyncClient"]):
    """A leaf of the tree whose methods block."""


class AsyncResource(Namespace["AsyncClient"]):
    """A leaf of the tree whose methods are awaited."""
