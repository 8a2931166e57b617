"""Who talks to whom: participants side by side, messages from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap

from .svg import WIDTH, drawing, text

_TOP, _ROW, _LINE = 46, 32, 16
_HALF = 62
_LAST_GAP = 300
"""Between client and server, where paths are written."""


@dataclass(frozen=True)
class Message:
    """One thing that is said.

    Attributes:
        of: who says it.
        to: to whom; the same participant for what it does by itself.
        text: what.
        status: what came back, if that is of interest.
        good: whether that is what was asked for.

    """

    of: str
    to: str
    text: str
    status: str = ""
    good: bool = True


@dataclass
class Sequence:
    """Messages in their order.

    Attributes:
        title: what a screen reader says first.
        who: the participants, from left to right.
        messages: what they say.

    """

    title: str
    who: list[str]
    messages: list[Message] = field(default_factory=list[Message])

    def add(self, of: str, to: str, text: str, status: str = "", *, good: bool = True) -> None:
        """Let one participant say something to another, or do something by itself."""
        self.messages.append(Message(of, to, text, status, good))

    def svg(self) -> str:
        """Draw it."""
        first, last = _HALF + 6, WIDTH - _HALF - 6
        gap = (last - _LAST_GAP - first) / (len(self.who) - 2)
        lanes = {name: first + number * gap for number, name in enumerate(self.who)}
        lanes[self.who[-1]] = last
        said: list[str] = []
        down = _TOP
        for message in self.messages:
            parts, height = _said(message, lanes, down)
            said += parts
            down += height
        heads: list[str] = []
        for name, x in lanes.items():
            heads += [
                f'<line class="life" x1="{x:.0f}" y1="38" x2="{x:.0f}" y2="{down + 8}"/>',
                f'<rect class="box" x="{x - _HALF:.0f}" y="8" width="{2 * _HALF}" height="30" rx="6"/>',
                text(x, 28, name, "strong middle"),
            ]
        return drawing(self.title, down + 14, [*heads, *said])


def _said(message: Message, lanes: dict[str, float], down: int) -> tuple[list[str], int]:
    start, end = lanes[message.of], lanes[message.to]
    if start == end:
        return _done_alone(message.text, start, down)
    line, way = down + 22, 1 if end > start else -1
    left, right = min(start, end), max(start, end)
    kind = "code" if message.text.split()[0].isupper() else ""
    parts = [
        text(left + 12, line - 6, message.text, kind),
        f'<path class="way" d="M{start:.0f} {line}H{end - way * 6:.0f}"/>',
        f'<path class="head" d="M{end - way:.0f} {line}l{-way * 9} -4v8z"/>',
    ]
    if message.status:
        mood = "good" if message.good else "bad"
        parts.append(text(right - 14, line - 6, message.status, f"strong code end {mood}"))
    return parts, _ROW


def _done_alone(words: str, x: float, down: int) -> tuple[list[str], int]:
    """Write it beside the line of the participant, on the side that has more room."""
    after = x < WIDTH / 2
    kind, at = ("quiet", x + 12) if after else ("quiet end", x - 12)
    lines = wrap(words, 54)
    parts = [text(at, down + 20 + number * _LINE, line, kind) for number, line in enumerate(lines)]
    return parts, _ROW - 6 + (len(lines) - 1) * _LINE
