"""An edit as a block, and objects sent whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, final

from acme_ticketing_core.edits.editing import Editing, M
from acme_ticketing_core.edits.journal import JournalEntry
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.operation import AsyncClient, Client, Operation

T = TypeVar("T")


@final
class Edit(Editing[M, Client]):
    """Reads an object on entering, and sends what was changed on leaving; see `edit`."""

    def undo(self, entry: JournalEntry) -> tuple[str, ...]:
        """Put back what an edit of `EditJournal.entries()` changed, instead of changing more.

        Gives the fields that were put back; none where the edit is not in effect.

        Raises:
            EditConflict: somebody has changed the same fields since; nothing was sent.
            NotFound: there is no such object any more.
            EditError: it was not put back, as an edit can fail.

        """
        return self._client.hold(self._undo(entry))

    def restore(self, before: M) -> None:
        """Put the object back as it was; the resource's `restore`."""
        self._client.hold(self._restore(before))

    def __enter__(self) -> M:
        return self._client.hold(self._begin())

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        self._client.hold(self._end(failed=kind is not None))


@final
class AsyncEdit(Editing[M, AsyncClient]):
    """As `Edit`, awaited."""

    async def undo(self, entry: JournalEntry) -> tuple[str, ...]:
        """Put back what an edit of this object changed; as `Edit.undo`."""
        return await self._client.hold(self._undo(entry))

    async def restore(self, before: M) -> None:
        """Put the object back as it was; the resource's `restore`."""
        await self._client.hold(self._restore(before))

    async def __aenter__(self) -> M:
        return await self._client.hold(self._begin())

    async def __aexit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        await self._client.hold(self._end(failed=kind is not None))


def replacement(operation: Operation[Any], body: T, *, whole: bool) -> T:
    read = not body.built if isinstance(body, Model) else not isinstance(body, Mapping)
    if whole or read:
        return body
    resource = operation.id.rpartition(".")[0]
    error = InvalidArgument(
        f"this {type(body).__name__} was not read from the server, and what it leaves out would be "
        f"blanked: change it by {resource}.edit(...), or say whole=True if it is all there is"
    )
    error.operation_id = operation.id
    raise error
