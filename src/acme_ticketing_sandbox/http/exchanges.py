"""What those are told who watch a sandbox at work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from .messages import RecordedCall, Reply, Request


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; what may be secret in them does not print.

    Attributes:
        call: what the sandbox remembers of it.
        request: as it came.
        reply: as it is sent.
        seconds: how long the answer took to make; its own delay comes besides.
        problems: what was wrong with the request, a sentence each.
        fault: the kind of the fault that happened to it, or None.

    """

    call: RecordedCall
    request: Request = field(repr=False)
    reply: Reply = field(repr=False)
    seconds: float
    problems: tuple[str, ...]
    fault: str | None


class Watcher(Protocol):
    """Is told, by whichever thread did it, of what happens at a sandbox; it must not wait."""

    def called(self, exchange: Exchange) -> None:
        """Hear that a request was answered."""
        ...

    def changed(self) -> None:
        """Hear that the control API changed something."""
        ...

    def reset(self) -> None:
        """Hear that everything is as it was at the beginning."""
        ...
