"""Base classes of the resource tree: `client.b2b.events` is a client and a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from acme_ticketing_core.client.async_client import AsyncClient  # noqa: F401 - in a text
    from acme_ticketing_core.client.sync_client import SyncClient  # noqa: F401 - in a text

ClientT = TypeVar("ClientT")


class _Place(Generic[ClientT]):
    def __init__(self, client: ClientT) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"


class Resource(_Place["SyncClient"]):
    """A place in the tree: a branch, or a leaf whose methods block."""


class AsyncResource(_Place["AsyncClient"]):
    """A place in the tree: a branch, or a leaf whose methods are awaited."""
