"""Text of the document made safe for the places in generated code where it may stand.

Text from the document is hostile until it has passed through here: a description, an enum value,
a path or a default can never become code.
"""

from __future__ import annotations

import textwrap
import unicodedata

from acme_ticketing_sandbox.samples.expressions import INVISIBLE

_LINE_WIDTH = 92


def sentence(value: str) -> str:
    """Return a paragraph on one line, safe inside a docstring or a comment."""
    text = visible(" ".join(value.split()))
    return text.replace("\\", "\\\\").replace('"""', "'''").replace('"', "'")


def visible(value: str) -> str:
    """Return `value` with a mark for each character that controls how others are shown."""
    return "".join(
        character
        if character == "\n" or unicodedata.category(character) not in INVISIBLE
        else "\N{REPLACEMENT CHARACTER}"
        for character in value
    )


def paragraphs(value: str) -> list[str]:
    """Return the paragraphs of a longer text, each through `sentence`."""
    blocks = value.split("\n\n")
    return [text for text in (sentence(block) for block in blocks) if text]


def wrapped(value: str, indent: int, hanging: int = 0) -> str:
    """Return `value` wrapped to the line width, every line after the first indented."""
    return textwrap.fill(
        value,
        width=_LINE_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    ).lstrip()
