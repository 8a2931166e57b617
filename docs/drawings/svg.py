"""What all drawings share: colours for light and dark, boxes, and the document around them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

WIDTH = 760
"""All drawings are as wide as a page of text, in pixels."""

_LINE = 18
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2933; }
.strong { font-weight: 600; }
.code { font-family: ui-monospace, monospace; font-size: 12px; }
.quiet { font-size: 12px; fill: #52606d; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.box { fill: #eef2f7; stroke: #b8c4d2; }
.life { stroke: #b8c4d2; stroke-dasharray: 3 4; }
.way { stroke: #35618f; stroke-width: 1.5; fill: none; }
.head { fill: #35618f; }
.good { fill: #1a7f4b; }
.bad { fill: #b42318; }
@media (prefers-color-scheme: dark) {
text { fill: #d9e2ec; } .quiet { fill: #9fb3c8; }
.box { fill: #22303f; stroke: #486581; } .life { stroke: #486581; }
.way { stroke: #7fb2e5; } .head { fill: #7fb2e5; }
.good { fill: #5fd39a; } .bad { fill: #ff8f85; }
}
"""


def drawing(title: str, height: float, parts: Iterable[str]) -> str:
    """Put parts into a document, whose title a screen reader says first."""
    size = f'viewBox="0 0 {WIDTH} {height:.0f}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            *parts,
            "</svg>\n",
        ]
    )


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Write one line."""
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def box(x: float, middle: float, width: float, lines: list[tuple[str, str]]) -> list[str]:
    """Draw a box around lines, each with its kind; the box is as high as they are."""
    height = len(lines) * _LINE + 14
    top = middle - height / 2
    frame = f'x="{x:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return [
        f'<rect class="box" {frame} rx="6"/>',
        *(
            text(x + 12, top + 20 + number * _LINE, words, kind)
            for number, (words, kind) in enumerate(lines)
        ),
    ]
