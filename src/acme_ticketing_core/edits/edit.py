"""An edit of one object: read, changed in a block, sent whole, read back, compared."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar, final

from acme_ticketing_core import errors
from acme_ticketing_core.edits.differences import (
    Changes,
    changed,
    changed_since,
    damage,
    differences,
    is_set_by_server,
    outstanding,
    overlapping,
    shown,
    way_back,
)
from acme_ticketing_core.edits.journal import EditJournal, JournalEntry
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.operation import (
    Ask,
    AsyncClient,
    Client,
    Conversation,
    Operation,
    Pause,
    awaited,
)
from acme_ticketing_core.operations.options import NO_OPTIONS, CallOptions
from acme_ticketing_core.runtime.unset import UNSET, Unset

E = TypeVar("E", bound=errors.EditError)
M = TypeVar("M", bound=Model)
T = TypeVar("T")
C = TypeVar("C", bound=Client | AsyncClient)

_OPEN: ContextVar[frozenset[str]] = ContextVar("open edits", default=frozenset())

_PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
"""Seconds before the object is read again that does not show what was sent: what is written may
show up later (api-facts/observed.md)."""

_MOST_SENT: Final = 3
_UNANSWERED: Final = (
    errors.OutcomeUnknown,
    errors.ServerError,
    errors.UnexpectedAnswer,
    errors.DecodeError,
    errors.TransportError,
)


class _Editing(Generic[M, C]):
    """The course of an edit, without input or output; no object is edited twice at once."""

    def __init__(
        self,
        client: C,
        read: Operation[Any],
        replace: Operation[Any],
        arguments: Mapping[str, Any],
        *,
        verify: bool = True,
        journal: EditJournal | None,
        options: CallOptions | None,
    ) -> None:
        given: Any = journal  # whatever its annotation promised
        if given is not None and not isinstance(given, EditJournal):
            kind = type(given).__name__
            raise errors.InvalidArgument(f"journal: expected EditJournal(PATH), not {kind}")
        self._client: Final = client
        self._read_operation: Final = read
        self._replace: Final = replace
        self._arguments: Final = dict(arguments)
        taken = {each.argument for each in replace.parameters}
        self._target: Final = {k: v for k, v in self._arguments.items() if k in taken}
        self._verify: Final = verify
        self._journal: Final = journal
        self._options: Final = options
        # Whether it is sent again is decided here, after another look.
        self._once: Final = (options or NO_OPTIONS).overridden_by(CallOptions(retries=0))
        ids = sorted((name, str(value)) for name, value in arguments.items())
        self._object: Final = f"{read.id} {ids} of {client.base_url}"
        self._versions: tuple[M, M] | None = None  # as it was read, and as the block leaves it

    def _begin(self) -> Conversation[M]:
        if self._object in _OPEN.get() or self._versions is not None:
            raise errors.InvalidArgument(
                f"{self._read_operation.id}: this object is being edited already; "
                "end that edit first"
            )
        model = yield from self._first_read()
        _OPEN.set(_OPEN.get() | {self._object})
        self._versions = deepcopy(model), model
        return model

    def _end(self, *, failed: bool) -> Conversation[None]:
        _OPEN.set(_OPEN.get() - {self._object})
        if failed or self._versions is None:
            return
        before, wanted = self._versions
        for name in {"id", *self._arguments}:
            if getattr(before, name, UNSET) != getattr(wanted, name, UNSET):
                raise errors.InvalidArgument(
                    f"{name}: an edit does not turn an object into another, which it would replace"
                )
        changes = differences(before.to_dict(), wanted.to_dict())
        if changes:
            yield from self._write(before, wanted, changes)

    def _first_read(self) -> Conversation[M]:
        if self._journal is not None:
            self._journal.check()
        return (yield from self._read())

    def _restore(self, before: M) -> Conversation[None]:
        if any(value is None or isinstance(value, Unset) for value in self._arguments.values()):
            raise errors.InvalidArgument(
                f"{self._replace.id}: the object has no id, so it names nothing to restore"
            )
        now = yield from self._first_read()
        changes = {
            path: each
            for path, each in differences(now.to_dict(), before.to_dict()).items()
            if not is_set_by_server(path, self._replace.read_only)
        }
        if changes:
            yield from self._write(now, before, changes)

    def _undo(self, entry: JournalEntry) -> Conversation[tuple[str, ...]]:
        now = yield from self._read()
        data = now.to_dict()
        back = outstanding(way_back(entry, self._replace.read_only), data)
        if not back:
            return ()
        if clash := changed_since(entry, data, back, self._replace.read_only):
            told = f"changed since the edit that is to be undone: {shown(clash)}"
            raise self._error(errors.EditConflict, told, clash, theirs=now)
        yield from self._write(now, type(now).from_dict(changed(data, back)), back)
        return tuple(sorted(".".join(path) for path in back))

    def _write(self, before: M, wanted: M, changes: Changes) -> Conversation[None]:
        failure: errors.AcmeError | None = None
        entry: str | None = None
        sent: list[tuple[M, M]] = []
        while True:
            try:
                now = yield from self._read()
            except errors.AcmeError as error:
                if failure is None:
                    raise
                raise self._in_doubt(before, {}) from error
            data = now.to_dict()
            missing = outstanding(changes, data)
            if not missing:
                break
            theirs = differences(before.to_dict(), data)
            clash = overlapping(missing, theirs)
            if clash and not sent:
                told = (
                    f"somebody else has changed what this edit changes: {shown(clash)}; "
                    "nothing was sent: read it again and decide"
                )
                versions = {"before": before, "mine": wanted, "theirs": now}
                raise self._error(errors.EditConflict, told, clash, **versions)
            if clash or len(sent) == _MOST_SENT:
                raise self._in_doubt(before, changes) from failure
            body = type(before).from_dict(changed(data, missing))
            if self._journal is not None:
                at = datetime.fromtimestamp(self._client.clock.now(), UTC)
                entry = self._journal.begin(
                    self._replace.id, self._arguments, data, body.to_dict(), at
                )
            sent.append((now, body))
            try:
                yield Ask(self._replace, self._target, body, self._once)
            except _UNANSWERED as error:
                failure = error
                self._note(entry, "in doubt")
                yield Pause(_PAUSES[0])
                continue
            break
        if not sent:
            return
        if self._verify:
            yield from self._verified(*sent[-1], changes, entry)
        else:
            self._note(entry, "done")

    def _verified(self, now: M, body: M, changes: Changes, entry: str | None) -> Conversation[None]:
        sent, old = body.to_dict(), now.to_dict()
        pauses = iter(_PAUSES)
        while True:
            try:
                after = yield from self._read()
            except errors.AcmeError as error:
                self._note(entry, "in doubt")
                raise self._in_doubt(now, changes) from error
            data = after.to_dict()
            wrong = damage(sent, data, changes, self._replace.read_only)
            # As it was before, it perhaps only shows up late.
            pause = next(pauses, None) if wrong and not outstanding(wrong, old) else None
            if pause is None:
                break
            yield Pause(pause)
        overtaken = _version(data) - _version(old) > 1
        if not wrong and not overtaken:
            self._note(entry, "done", after)
            return
        self._note(entry, "damaged", after)
        not_kept = [path for path in wrong if path in changes]
        problems: list[str] = []
        if not_kept:
            problems.append(f"the server did not keep what was sent: {shown(not_kept)}")
        if others := [path for path in wrong if path not in changes]:
            problems.append(f"what was not changed is different or gone: {shown(others)}")
        if overtaken:
            problems.append(
                "somebody else wrote between reading and writing, which may be overwritten"
            )
        resource = self._replace.id.rpartition(".")[0]
        problems.append(f"{resource}.restore(error.before) puts it back as it was")
        kept = tuple(".".join(path) for path in not_kept)
        told = "; ".join(problems)
        raise self._error(errors.EditDamaged, told, wrong, before=now, after=after, not_kept=kept)

    def _read(self) -> Conversation[M]:
        found: M | None = yield Ask(self._read_operation, self._arguments, UNSET, self._options)
        if found is None:
            error, read = errors.NotFound("there is no such object"), self._read_operation
            error.operation_id, error.method, error.path_template = read.id, read.method, read.path
            error.status = 200
            raise error
        return found

    def _in_doubt(self, before: M, changes: Changes) -> errors.EditInDoubt:
        fields = f": {shown(changes)}" if changes else ""
        told = f"whether the edit was applied is unknown{fields}; read the object and compare"
        return self._error(errors.EditInDoubt, told, changes, before=before)

    def _error(self, kind: type[E], message: str, paths: Changes, **facts: Any) -> E:
        fields = tuple(sorted(".".join(path) for path in paths))
        return kind(message, operation_id=self._replace.id, fields=fields, **facts)

    def _note(self, entry: str | None, outcome: str, after: M | None = None) -> None:
        if self._journal is not None and entry is not None:
            # What the edit ended in goes first; the journal has it as sent, which can be undone.
            with suppress(errors.ConfigurationError):
                self._journal.end(entry, outcome, None if after is None else after.to_dict())


@final
class Edit(_Editing[M, Client]):
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
        return self._client.hold(self._restore(before))

    def __enter__(self) -> M:
        return self._client.hold(self._begin())

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        self._client.hold(self._end(failed=kind is not None))


@final
class AsyncEdit(_Editing[M, AsyncClient]):
    """As `Edit`, awaited."""

    undo = awaited(Edit[Any].undo)
    restore = awaited(Edit[Any].restore)

    async def __aenter__(self) -> M:
        return await self._client.hold(self._begin())

    async def __aexit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        await self._client.hold(self._end(failed=kind is not None))


def replacement(operation: Operation[Any], body: T, *, whole: bool) -> T:
    read = not body.built if isinstance(body, Model) else not isinstance(body, Mapping)
    if whole or read:
        return body
    resource = operation.id.rpartition(".")[0]
    raise errors.InvalidArgument(
        f"this {type(body).__name__} was not read from the server, and what it leaves out would be "
        f"blanked: change it by {resource}.edit(...), or say whole=True if it is all there is",
        operation_id=operation.id,
    )


def _version(data: dict[str, Any]) -> int:
    version = data.get("version")
    return version if type(version) is int else 0
