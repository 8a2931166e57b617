"""The rules that OpenAPI does not have and this specification does.

Each module holds one family; each rule is a function registered under its name (see `rule`).
"""

from __future__ import annotations

from pathlib import Path

from generator.reading.join import JoinedDocument
from generator.reading.problem import Location, Problem, refuse
from generator.reading.specification import Specification

from . import access, descriptions, flows, operations, schemas
from .rule import REMEDIES, RULES

__all__ = ["RULES", "lint"]


def lint(document: JoinedDocument, facts: Path | None = None) -> list[Problem]:
    """Return what is wrong with `document`, which may be malformed, sorted by place.

    With the folder of the fact files (`*.md`), copied sentences are found, and the files named as
    sources are looked up.
    """
    if facts is not None and not facts.is_dir():
        refuse(Location(facts, 1), "facts", f"{facts} is no folder", "Name the fact files'.")
    specification = Specification(document, facts)
    problems = {
        Problem(
            place if isinstance(place, Location) else document.locate(*place.pointer),
            name, message, *(remedy or [REMEDIES[name]]),
        )
        for name, check in RULES.items()
        for place, message, *remedy in check(specification)
    }  # fmt: skip
    return sorted(problems)
