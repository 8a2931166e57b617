"""One change of the specification, told to those who use the client, and where it is looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.reading.load import Pointer
from generator.reading.node import Node
from generator.reading.problem import Location

from .rules import RULES, Level, Rule
from .side import NOBODY, Side, Uses, code, split


@dataclass(frozen=True)
class Change:
    """One change."""

    rule: Rule  # its kind
    subject: str  # what changed, as Python names it: `Event.capacity`, `client.b2b.events.list()`
    wire: str  # what changed, as the specification names it
    location: Location  # where to look
    uses: Uses = NOBODY  # who sends and returns it
    old: str = ""  # what was, where the rule tells it
    new: str = ""  # what is, where the rule tells it
    use: str = "reads"  # what consumers do with the value: `reads`, `adds to`
    gone: bool = False  # whether `location` is in the older document

    @property
    def level(self) -> Level:
        """What it costs."""
        return max(level for level, _ in self._sides())

    @property
    def text(self) -> str:
        """What happened, who meets it, and what they have to do: one sentence."""
        owner = code(self.subject.rpartition(".")[0] or self.subject)
        told = {"subject": code(self.subject), "owner": owner, "use": self.use}
        told |= {"old": self.old, "new": self.new}
        costly = (text for level, text in self._sides() if level is self.level)
        advice = dict.fromkeys(text.format(**told) for text in costly)
        consequences = "; ".join(filter(None, (str(self.uses), *advice)))
        said = self.rule.text.format(**told)
        return f"{said}: {consequences}" if consequences else said

    def _sides(self) -> list[tuple[Level, str]]:
        sent = (self.rule.sent, self.rule.to_send)
        given = (self.rule.given, self.rule.to_read)
        if self.uses.unknown:
            return [sent] if self.rule.sent is self.rule.given else [sent, given]
        return [sent] * bool(self.uses.sent_by) + [given] * bool(self.uses.given_by)


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

    def inside(self, name: str, wire: str, **other: Any) -> Place:
        """Return the place of something inside this one."""
        return replace(self, subject=name, wire=f"{self.wire}/{wire}", **other)

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
