"""One difference between two releases: its name in Python, and how far it moves the version."""

from __future__ import annotations

from dataclasses import dataclass

from generator.comparing.compare import Level


@dataclass(frozen=True)
class Finding:
    """A difference between two releases.

    Attributes:
        check: which one found it: `wire`, `surface` or `usage`.
        level: what it costs.
        subject: what it is about, as Python names it (`Event.capacity`).
        text: one sentence for consumers.
        place: where to look, or empty.

    """

    check: str
    level: Level
    subject: str
    text: str
    place: str = ""
