"""One change of the specification, told to those who use the client."""

from __future__ import annotations

from dataclasses import dataclass

from generator.reading.problem import Location

from .rules import Level, Rule

# How many operations a sentence names before it only counts them.
_NAMED = 3


@dataclass(frozen=True)
class Uses:
    """Which operations send something and which return it; none of both means: unknown."""

    sent_by: tuple[str, ...] = ()
    given_by: tuple[str, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether no operation uses it, so that either direction may matter."""
        return not self.sent_by and not self.given_by

    def __str__(self) -> str:
        told = (
            _counted(self.given_by, "returns it", "return it"),
            _counted(self.sent_by, "sends it", "send it"),
        )
        return ", ".join(text for text in told if text)


NOBODY = Uses()


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
        particulars = {
            "subject": code(self.subject),
            "old": self.old,
            "new": self.new,
            "owner": code(self.subject.rpartition(".")[0] or self.subject),
            "use": self.use,
        }
        said = self.rule.text.format(**particulars)
        advice = dict.fromkeys(
            text.format(**particulars)
            for level, text in self._sides()
            if text and level is self.level
        )
        consequences = "; ".join(each for each in (str(self.uses), *advice) if each)
        return f"{said}: {consequences}" if consequences else said

    def _sides(self) -> list[tuple[Level, str]]:
        sent = (self.rule.sent, self.rule.to_send)
        given = (self.rule.given, self.rule.to_read)
        if self.uses.unknown:
            return [sent] if self.rule.sent is self.rule.given else [sent, given]
        return [sent] * bool(self.uses.sent_by) + [given] * bool(self.uses.given_by)


def code(name: str) -> str:
    """Return `name` as Markdown shows code, unless it is prose already."""
    return name if " " in name or not name else f"`{name}`"


def _counted(operations: tuple[str, ...], one: str, many: str) -> str:
    if not operations:
        return ""
    if len(operations) == 1:
        return f"{code(operations[0])} {one}"
    count = f"{len(operations)} operations {many}"
    named = ", ".join(code(each) for each in operations)
    return f"{count} ({named})" if len(operations) <= _NAMED else count
