"""What a regeneration changed, told to whoever ran it: Python names first, wire names beside.

Colour is for terminals only; the Markdown form is for a review.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..reading.join import JoinedDocument
from ..reading.problem import Location
from .change import Change
from .compare import compare
from .rules import Level
from .side import code

_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m"}
_RESET = "\x1b[0m"
_HEADINGS = {Level.MAJOR: "What breaks", Level.MINOR: "What is new", Level.PATCH: "Besides"}


def sections(told: Iterable[tuple[Level, str]]) -> Iterator[str]:
    """Yield what is told as Markdown, grouped by what it costs consumers."""
    items = list(told)
    for level, heading in _HEADINGS.items():
        if lines := [f"- {text}" for cost, text in items if cost is level]:
            yield from (f"### {heading}", "", *lines, "")


def previous(generated: Path) -> JoinedDocument | None:
    """Return the document that `generated` was made from, or None if it cannot be told."""
    file = generated / "acme_ticketing" / "spec" / "openapi.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    return JoinedDocument(data, {(): Location(file, 1)}, {})


def summary(old: JoinedDocument, new: JoinedDocument, *, colour: bool = False) -> list[str]:
    """Return one line for each change from `old` to `new`, for a terminal."""
    changes = compare(old, new)
    width = max((len(change.subject) for change in changes), default=0)
    return [_line(change, min(width, 60), colour=colour) for change in changes]


def markdown(old: JoinedDocument, new: JoinedDocument) -> list[str]:
    """Return the same as Markdown, grouped by what it costs consumers."""
    told = (
        (each.level, f"{each.text}. ({code(each.wire)}, {each.location})")
        for each in compare(old, new)
    )
    return list(sections(told)) or ["Nothing changed for consumers."]


def _line(change: Change, width: int, *, colour: bool) -> str:
    name = change.rule.name
    mark = "+" if "-added" in name else "-" if "-removed" in name else "~"
    told = f"{mark} {change.subject:<{width}}  {change.wire}"
    cost = " (breaks consumers)" if change.level is Level.MAJOR else ""
    text = f"{told}\n    {change.text.replace('`', '')}{cost}\n    {change.location}"
    return f"{_COLOURS[mark]}{text}{_RESET}" if colour else text
