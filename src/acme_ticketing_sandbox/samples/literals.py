"""Values as Python literals: text from outside can never become code."""

from __future__ import annotations

import unicodedata

# Control, format, surrogate, private and unassigned characters, line and paragraph separators.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of what hides, or changes how other text is shown."""


def literal(value: object) -> str:
    """Return `value` as a Python literal: text, a number, a constant or a tuple of these."""
    if isinstance(value, str):
        return _string_literal(value)
    if isinstance(value, tuple):
        inner = "".join(f"{literal(each)}, " for each in value)
        return f"({inner})"
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    raise TypeError(f"no literal for {type(value).__name__}")


def _string_literal(value: str) -> str:
    if value.isprintable():
        escaped = value.replace("\\", r"\\").replace('"', r"\"")
        return f'"{escaped}"'
    escaped = "".join(_escaped(character) for character in value)
    return f'"{escaped}"'


def _escaped(character: str) -> str:
    if character in {'"', "\\"}:
        return f"\\{character}"
    if unicodedata.category(character) in INVISIBLE or (character.isspace() and character != " "):
        return f"\\U{ord(character):08x}"
    return character
