"""Attributes as JSON writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def camel_case(name: str) -> str:
    """Return `operationId` for `operation_id`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def attributes(kind: Any) -> dict[str, str]:
    """Return the attributes of a dataclass by their names in camel case."""
    return {camel_case(field.name): field.name for field in fields(kind)}


def by_attribute(kind: Any, value: Mapping[str, Any], noun: str) -> dict[str, Any]:
    """Return what JSON says of a dataclass's attributes, by attribute.

    `ValueError`: there is no such `noun`.
    """
    names = attributes(kind)
    if unknown := sorted(set(value) - set(names)):
        raise ValueError(f"there is no {noun} {unknown[0]!r}; there are {', '.join(names)}")
    return {names[name]: found for name, found in value.items()}


def as_json(value: Any) -> dict[str, Any]:
    """Return the attributes of a dataclass, their names in camel case."""
    return {name: getattr(value, attribute) for name, attribute in attributes(value).items()}
