"""One thing that a lens saw: what it is in Python, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from generator.comparing.compare import Level


@dataclass(frozen=True)
class Finding:
    """A difference between two releases.

    Attributes:
        lens: who saw it: `wire`, `surface` or `usage`.
        level: what it costs.
        subject: what it is about, as Python names it (`Event.capacity`).
        text: one sentence for consumers.
        place: where to look, or empty.

    """

    lens: str
    level: Level
    subject: str
    text: str
    place: str = ""
