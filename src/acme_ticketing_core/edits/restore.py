"""Sending a whole object: putting one back, and refusing one that nobody has read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from acme_ticketing_core.edits.editing import Editing
from acme_ticketing_core.edits.journal import EditJournal
from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.conversation import Conversation
from acme_ticketing_core.operations.operation import Operation
from acme_ticketing_core.operations.options import CallOptions
from acme_ticketing_core.runtime.clock import Clock
from acme_ticketing_core.runtime.unset import Unset

T = TypeVar("T")


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
    """Put a whole object back as it was, for a client to hold.

    Raises:
        InvalidArgument: `before` does not say which object it is.

    """
    lacking = [
        name for name, value in arguments.items() if value is None or isinstance(value, Unset)
    ]
    if lacking:
        raise InvalidArgument(f"{replace.id}: the object has no id, so it names nothing to restore")
    editing: Editing[Model] = Editing(
        read, replace, arguments, verify=True, journal=journal, options=options, clock=clock
    )
    return editing.restore(before)


def replacement(operation: Operation[Any], body: T, *, whole: bool) -> T:
    """Give the body of a replacement, if it may be sent.

    Raises:
        InvalidArgument: it was built here, so that the server would blank what it leaves out.

    """
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
