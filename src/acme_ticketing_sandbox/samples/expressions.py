"""Python expressions, laid out as a formatter would: text from outside can never become code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# What hides, or changes how other text is shown: control, format, surrogate, private and unassigned
# characters, line and paragraph separators.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
Import = tuple[str, str]  # a module, and a name of it


@dataclass(frozen=True, slots=True)
class Expression:
    """Something with parts in brackets, or a plain text."""

    text: str  # the whole of it, or what stands before its parts, the bracket included
    parts: Sequence[Expression] | None = None  # what stands in the brackets
    end: str = ""  # the closing bracket
    needs: Import | None = None  # what its own text names

    def imports(self) -> Iterator[Import]:
        """Yield what must be imported for it and its parts."""
        if self.needs:
            yield self.needs
        for part in self.parts or ():
            yield from part.imports()

    def one_line(self) -> str:
        """Write it on one line."""
        if self.parts is None:
            return self.text
        return f"{self.text}{', '.join(part.one_line() for part in self.parts)}{self.end}"

    def lines(self, width: int, indent: int = 0, before: int = 0) -> str:
        """Write it on one line if `width` columns hold it, else each part on lines of its own.

        `indent` columns stand free before every line after the first; on the first line `before`
        columns are taken besides.
        """
        short = self.one_line()
        if not self.parts or indent + before + len(short) <= width:
            return short
        inner = " " * (indent + 4)
        body = "".join(f"{inner}{part.lines(width, indent + 4, 1)},\n" for part in self.parts)
        return f"{self.text}\n{body}{' ' * indent}{self.end}"


def plain(value: object) -> Expression:
    """Write text, a number or a constant."""
    return Expression(literal(value))


def named(name: str, value: Expression) -> Expression:
    return replace(value, text=f"{name}={value.text}")


def call(name: str, arguments: Sequence[Expression], needs: Import | None = None) -> Expression:
    return Expression(f"{name}(", arguments, ")", needs)


def array(items: Sequence[Expression]) -> Expression:
    return Expression("[", items, "]")


def mapping(entries: Sequence[tuple[str, Expression]]) -> Expression:
    parts = [replace(value, text=f"{literal(key)}: {value.text}") for key, value in entries]
    return Expression("{", parts, "}")


def literal(value: object) -> str:
    """Return `value` as a Python literal: text, a number, a constant or a tuple of these."""
    if isinstance(value, str):
        shown = "".join(map(_escaped, value))
        return f'"{shown}"'
    if isinstance(value, tuple):
        return f"({''.join(f'{literal(each)}, ' for each in value)})"
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    raise TypeError(f"no literal for {type(value).__name__}")


def _escaped(character: str) -> str:
    if character in {'"', "\\"}:
        return f"\\{character}"
    if unicodedata.category(character) in INVISIBLE or (character.isspace() and character != " "):
        return f"\\U{ord(character):08x}"
    return character
