"""A value of the document together with its place, safe to ask for anything.

A specification that is being linted may be malformed: what is absent or of another type reads as
empty here, and `validate` or the rule `extension-shape` tells its author.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .load import Pointer


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the joined document."""

    document: dict[str, Any]  # the whole document, in which references are followed
    pointer: Pointer  # where the value stands
    value: Any  # the value; None where there is nothing

    def __getitem__(self, key: str | int) -> Node:
        """Return the entry called `key` (or at that index); an empty node if there is none."""
        pointer = (*self.pointer, key)
        if isinstance(self.value, dict):
            return Node(self.document, pointer, self.value.get(key))
        if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            return Node(self.document, pointer, self.value[key])
        return Node(self.document, pointer, None)

    def __contains__(self, key: object) -> bool:
        return isinstance(self.value, dict) and key in self.value

    @property
    def exists(self) -> bool:
        """Whether there is a value here."""
        return self.value is not None

    @property
    def text(self) -> str:
        """The value if it is text, else the empty text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The names in a mapping; nothing for any other value."""
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Yield the name and node of each entry of a mapping."""
        for key in self.keys:
            yield key, self[key]

    def values(self) -> list[Node]:
        """Return the node of each entry of a mapping."""
        return [self[key] for key in self.keys]

    def items(self) -> Iterator[Node]:
        """Yield the node of each item of a list."""
        for index in range(len(self.value) if isinstance(self.value, list) else 0):
            yield self[index]

    def texts(self) -> list[str]:
        """Return the texts of a list."""
        return [item.text for item in self.items() if item.text]

    @property
    def reference(self) -> Pointer | None:
        """The place a local `$ref` names, or None."""
        reference = self.value.get("$ref") if isinstance(self.value, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return None
        return tuple(
            step.replace("~1", "/").replace("~0", "~") for step in reference[2:].split("/")
        )

    def referenced(self) -> Node:
        """Return what a local `$ref` leads to; an empty node if there is no such thing."""
        reference = self.reference
        if reference is None:
            return Node(self.document, (*self.pointer, "$ref"), None)
        return Node(self.document, (), self.document).at(reference)

    def resolved(self) -> Node:
        """Return the end of a chain of local `$ref`s, or the node itself."""
        node, passed = self, {self.pointer}
        while (reference := node.reference) is not None and reference not in passed:
            passed.add(reference)
            node = node.referenced()
        return node

    def at(self, pointer: Pointer) -> Node:
        """Return the node below this one at `pointer`."""
        node = self
        for step in pointer:
            node = node[step]
        return node
