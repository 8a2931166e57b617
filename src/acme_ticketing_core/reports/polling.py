"""What the spec says of a long-running call: `x-acme-polling`, with its operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, final

from acme_ticketing_core.operations.operation import Operation, as_data

State = Literal["running", "done", "failed"]


@final
class Polling:
    """How a call that takes long is started, watched and read.

    Args:
        start: starts a run.
        status: reads how far it is.
        id: where in the answer of `start` the run's id stands.
        status_field: where in the answer of `status` its status stands.
        done: statuses that mean the result can be read.
        failed: statuses that mean there will be none.
        results: form (`json`, `csv`) → the operation that reads the result in it.
        definition: reads what is to be run by its id, or None.

    """

    __slots__ = (
        "definition", "done", "failed", "id", "results", "start", "status", "status_field",
    )  # fmt: skip

    def __init__(
        self,
        *,
        start: Operation[Any],
        status: Operation[Any],
        id: str,
        status_field: str,
        done: tuple[str, ...],
        failed: tuple[str, ...],
        results: Mapping[str, Operation[Any]],
        definition: Operation[Any] | None = None,
    ) -> None:
        self.start: Final = as_data(start)
        self.status: Final = as_data(status)
        self.id: Final = id
        self.status_field: Final = status_field
        self.done: Final = tuple(word.lower() for word in done)
        self.failed: Final = tuple(word.lower() for word in failed)
        self.results: Final = results
        self.definition: Final = None if definition is None else as_data(definition)

    def state(self, status: str) -> State:
        """Understand a status: without regard to case, and by how it begins.

        Sources write `Complete` and `Completed` (api-facts/reports.md, "Runs").
        """
        word = status.lower()
        if word.startswith(self.done):
            return "done"
        return "failed" if word.startswith(self.failed) else "running"
