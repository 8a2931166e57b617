"""Python expressions for samples, laid out as a formatter would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from acme_ticketing import UNSET
from acme_ticketing_core.model import Model

WIDTH = 88


class Expression:
    """Something with parts in brackets, or a plain text."""

    def __init__(self, text: str, parts: Sequence[Expression] | None = None, end: str = "") -> None:
        self.text = text
        self.parts = parts
        self.end = end
        self.names: set[str] = set()

    def one_line(self) -> str:
        """Write it on one line."""
        if self.parts is None:
            return self.text
        return f"{self.text}{', '.join(part.one_line() for part in self.parts)}{self.end}"

    def lines(self, indent: int = 0, before: int = 0) -> str:
        """Write it on one line if it fits, else each part on lines of its own."""
        short = self.one_line()
        if self.parts is None or not self.parts or indent + before + len(short) <= WIDTH:
            return short
        inner = " " * (indent + 4)
        body = "".join(f"{inner}{part.lines(indent + 4, 1)},\n" for part in self.parts)
        return f"{self.text}\n{body}{' ' * indent}{self.end}"


def named(name: str, value: Expression) -> Expression:
    """Write `name=value`."""
    return Expression(f"{name}={value.text}", value.parts, value.end)


def call(name: str, arguments: Sequence[Expression]) -> Expression:
    """Write `name(arguments)`."""
    return Expression(f"{name}(", arguments, ")")


def literal(value: Any, imports: set[str]) -> Expression:
    """Write a value; what has to be imported for it is added to `imports`."""
    if isinstance(value, Model):
        return _model(value, imports)
    if isinstance(value, list):
        return Expression("[", [literal(each, imports) for each in value], "]")
    if isinstance(value, dict):
        entries = [_entry(key, literal(each, imports)) for key, each in value.items()]
        return Expression("{", entries, "}")
    if isinstance(value, datetime):
        imports.add("from datetime import datetime")
        return Expression(f'datetime.fromisoformat("{value.isoformat()}")')
    if isinstance(value, date):
        imports.add("from datetime import date")
        return Expression(f'date.fromisoformat("{value.isoformat()}")')
    if isinstance(value, Decimal):
        imports.add("from decimal import Decimal")
        return Expression(f'Decimal("{value}")')
    if isinstance(value, UUID):
        return _text(str(value))
    return _text(value) if isinstance(value, str) else Expression(repr(value))


def _model(value: Model, imports: set[str]) -> Expression:
    kind = type(value).__name__
    imports.add(f"from acme_ticketing.models import {kind}")
    arguments = []
    for attribute in type(value).__attrs_attrs__:  # type: ignore[attr-defined]  # models are attrs classes
        found = getattr(value, attribute.name)
        if found is UNSET or (attribute.name == "unknown_fields" and not found):
            continue
        arguments.append(named(attribute.alias, literal(found, imports)))
    return call(kind, arguments)


def _entry(key: str, value: Expression) -> Expression:
    return Expression(f"{_text(key).text}: {value.text}", value.parts, value.end)


def _text(value: str) -> Expression:
    text = repr(value)
    if '"' not in text and "\\'" not in text:
        text = f'"{text[1:-1]}"'
    return Expression(text)
