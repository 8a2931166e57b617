"""Attributes as JSON writes them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any


def camel_case(name: str) -> str:
    """Return `operationId` for `operation_id`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def attributes(kind: Any) -> dict[str, str]:
    """Return the attributes of a dataclass by their names in camel case."""
    return {camel_case(field.name): field.name for field in fields(kind)}


def as_json(value: Any) -> dict[str, Any]:
    """Return the attributes of a dataclass, their names in camel case."""
    return {name: getattr(value, attribute) for name, attribute in attributes(value).items()}
