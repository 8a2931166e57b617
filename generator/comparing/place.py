"""What is compared, and how a difference there is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.reading.load import Pointer
from generator.reading.node import Node

from .change import NOBODY, Change, Uses
from .rules import RULES
from .side import Side, split


@dataclass(frozen=True)
class Place:
    """Something in both documents: its name in Python, its name on the wire, and who uses it."""

    old: Side  # the older document
    new: Side  # the newer one
    subject: str  # its name in Python
    wire: str  # its name on the wire
    uses: Uses = NOBODY  # who uses it
    use: str = "reads"  # what they do with its value, as it is now
    # The pairs of schemas that it stands in: some stand in themselves.
    passed: frozenset[tuple[Pointer, Pointer]] = frozenset()

    def inside(self, name: str, wire: str) -> Place:
        """Return the place of something inside this one."""
        return replace(self, subject=name, wire=f"{self.wire}/{wire}")

    def change(self, rule: str, node: Node, *, gone: bool = False, **told: str) -> Change:
        """Return a change at this place, to be looked up at `node`, in the older document if gone."""
        side = self.old if gone else self.new
        told = {"use": self.use, **told}
        location = side.document.locate(*node.pointer)
        return Change(RULES[rule], self.subject, self.wire, location, self.uses, gone=gone, **told)

    def value(self, rule: str, node: Node, old: Any, new: Any) -> Iterator[Change]:
        """Yield a change if two values are not the same."""
        if old != new:
            yield self.change(rule, node, old=str(old), new=str(new))

    def mark(self, rules: tuple[str, str], node: Node, old: Any, new: Any) -> Iterator[Change]:
        """Yield a change if something is so now, or is no longer: there is a rule for each."""
        if bool(old) != bool(new):
            yield self.change(rules[0 if new else 1], node)

    def members(
        self, kind: str, old: Mapping[str, Node], new: Mapping[str, Node]
    ) -> Iterator[Change]:
        """Yield what only one of the documents has of a kind, by its name."""
        added, removed, _ = split(old, new)
        for name, node in added.items():
            yield self.change(f"{kind}-added", node, new=name)
        for name, node in removed.items():
            yield self.change(f"{kind}-removed", node, gone=True, old=name)
