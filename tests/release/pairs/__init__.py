"""Pairs of specifications for the release gate: an edit, and what the gate must make of it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.reading.join import JoinedDocument, join

BASE = Path(__file__).with_name("base.yaml")


@dataclass(frozen=True)
class Pair:
    """One edit of the base.

    Attributes:
        name: what is edited, in words.
        rules: the rules that must be found, with their level; none for an edit that is harmless.
        edits: places (steps joined by ` > `) and the values they get; None removes,
            `@` and a place copies what stands there.

    """

    name: str
    rules: tuple[str, ...]
    edits: dict[str, Any]

    @property
    def newer(self) -> JoinedDocument:
        """The edited document."""
        older = base()
        data = copy.deepcopy(older.data)
        for place, given in self.edits.items():
            *steps, last = place.split(" > ")
            holder = _at(data, steps)
            key: Any = int(last) if isinstance(holder, list) else last
            copied = isinstance(given, str) and given.startswith("@")
            value = _at(older.data, given[1:].split(" > ")) if copied else given
            if isinstance(holder, list) and key == len(holder):
                holder.append(value)
            elif value is None:
                del holder[key]
            else:
                holder[key] = value
        return JoinedDocument(data, older.locations, older.schema_files)


@cache
def base() -> JoinedDocument:
    """Return the document that every pair begins from."""
    return join(BASE)


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value[int(step) if isinstance(value, list) else step]
    return value
