"""An edit as a block, and objects sent whole."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from copy import deepcopy
from typing import Any, Generic, TypeAlias, TypedDict, TypeVar, Unpack, final

from acme_ticketing_core.edits.editing import Editing
from acme_ticketing_core.edits.journal import EditJournal, JournalEntry
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.operation import AsyncClient, Client, Conversation, Operation
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.unset import Unset

M = TypeVar("M", bound=Model)
T = TypeVar("T")
C = TypeVar("C", bound=Client | AsyncClient)

_Target: TypeAlias = "tuple[str, str, tuple[tuple[str, Any], ...]]"
_OPEN: ContextVar[frozenset[_Target]] = ContextVar("open edits", default=frozenset())


class _Settings(TypedDict):
    verify: bool
    journal: EditJournal | None
    options: CallOptions | None


class _Block(Generic[M, C]):
    """Keeps the two versions, and that the object is being edited."""

    def __init__(
        self,
        client: C,
        read: Operation[Any],
        replace: Operation[Any],
        arguments: Mapping[str, Any],
        **settings: Unpack[_Settings],
    ) -> None:
        self._client = client
        self._editing: Editing[M] = Editing(
            read, replace, arguments, clock=client.clock, **settings
        )
        ids = tuple((name, str(value)) for name, value in sorted(arguments.items()))
        self._target: _Target = (client.base_url, read.id, ids)
        self._versions: tuple[M, M] | None = None

    def _begin(self) -> Conversation[M]:
        if self._target in _OPEN.get() or self._versions is not None:
            raise InvalidArgument(
                f"{self._target[1]}: this object is being edited already; end that edit first"
            )
        _OPEN.set(_OPEN.get() | {self._target})
        try:
            model = yield from self._editing.begin()
        except BaseException:
            _OPEN.set(_OPEN.get() - {self._target})
            raise
        self._versions = deepcopy(model), model
        return model

    def _end(self, *, failed: bool) -> Conversation[None]:
        _OPEN.set(_OPEN.get() - {self._target})
        if not failed:
            assert self._versions is not None
            yield from self._editing.finish(*self._versions)


@final
class Edit(_Block[M, Client]):
    """Reads an object on entering, and sends what was changed on leaving; see `edit`."""

    def undo(self, entry: JournalEntry) -> tuple[str, ...]:
        """Put back what an edit of `EditJournal.entries()` changed, instead of changing more.

        Gives the fields that were put back; none where the edit is not in effect.

        Raises:
            EditConflict: somebody has changed the same fields since; nothing was sent.
            NotFound: there is no such object any more.
            EditError: it was not put back, as an edit can fail.

        """
        return self._client.hold(self._editing.undo(entry))

    def __enter__(self) -> M:
        return self._client.hold(self._begin())

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        self._client.hold(self._end(failed=kind is not None))


@final
class AsyncEdit(_Block[M, AsyncClient]):
    """As `Edit`, awaited."""

    async def undo(self, entry: JournalEntry) -> tuple[str, ...]:
        """Put back what an edit of this object changed; as `Edit.undo`."""
        return await self._client.hold(self._editing.undo(entry))

    async def __aenter__(self) -> M:
        return await self._client.hold(self._begin())

    async def __aexit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        await self._client.hold(self._end(failed=kind is not None))


def restore(
    read: Operation[Any],
    replace: Operation[Any],
    arguments: Mapping[str, Any],
    before: Model,
    *,
    clock: Clock,
    journal: EditJournal | None,
    options: CallOptions | None,
) -> Conversation[None]:
    if any(value is None or isinstance(value, Unset) for value in arguments.values()):
        raise InvalidArgument(f"{replace.id}: the object has no id, so it names nothing to restore")
    editing: Editing[Model] = Editing(
        read, replace, arguments, verify=True, journal=journal, options=options, clock=clock
    )
    return editing.restore(before)


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
