"""Text of others for a terminal: what would steer it, or turn its writing round, is made visible."""

from __future__ import annotations

import re
from typing import Final

_STEERS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters but tab and line feed, and those that change the direction of writing."""


def visible(text: str) -> str:
    r"""Write characters that are no text as their escapes: `\x1b[2J` does not clear the screen."""
    return _STEERS.sub(lambda found: ascii(found[0])[1:-1], text)
