"""A schema with its several ways of saying one thing made one, so that rewording is no change.

References are followed, `allOf` is merged, null becomes a mark, `const` is an enum of one, and an
enum that is open (`anyOf` of known values and any string) is told from one that is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from generator.naming.names import class_name
from generator.reading.load import Pointer
from generator.reading.node import Node

BOUNDS = {
    "maximum": -1, "exclusiveMaximum": -1, "maxLength": -1, "maxItems": -1, "maxProperties": -1,
    "minimum": 1, "exclusiveMinimum": 1, "minLength": 1, "minItems": 1, "minProperties": 1,
}  # fmt: skip
"""Keywords that bound a value; 1 where a larger number is tighter, -1 where a smaller one is."""

TEXTS = frozenset(
    {"description", "title", "summary", "example", "examples", "$comment", "externalDocs"}
    | {"x-acme-note", "x-acme-source"}
)
"""Keywords that mean nothing to a program."""

_STRUCTURE = frozenset({
    *TEXTS, "$ref", "type", "nullable", "enum", "const", "format", "properties", "required",
    "additionalProperties", "items", "allOf", "anyOf", "oneOf", "deprecated", "x-acme-sensitive",
    "x-acme-role",
})  # fmt: skip
"""Keywords that are no rule of their own, or that a shape has an attribute for."""

_PYTHON_WORDS = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "object": "an object", "array": "a list",
}  # fmt: skip
PYTHON_FORMATS = {
    "date-time": "a time", "date": "a date", "uuid": "a UUID", "decimal": "a Decimal",
    "binary": "bytes", "ipv4": "an IPv4 address", "ipv6": "an IPv6 address",
}  # fmt: skip
_TYPED_FORMATS = frozenset({"date-time", "date", "uuid", "binary", "decimal"})
"""Formats that decide about the type in Python; others are hints."""
_DEEPEST = 40
_JOINED = ("properties", "required", "keywords")


@dataclass(frozen=True)
class Shape:
    """What a schema lets through."""

    node: Node  # where it is written
    model: str = ""  # the class of a named object, or empty
    types: frozenset[str] = frozenset()  # the JSON types without null; none means any
    nullable: bool = False  # whether null is let through
    values: tuple[Any, ...] = ()  # the values of an enum
    open: bool = False  # whether other values than these are let through
    format: str = ""  # the format, or empty
    properties: dict[str, Node] = field(default_factory=dict)  # the properties of an object
    required: frozenset[str] = frozenset()  # the names of those that must be there
    extra: Node | None = None  # what `additionalProperties` says
    items: Node | None = None  # the schema of a list's items
    alternatives: tuple[Node, ...] = ()  # what `oneOf` and `anyOf` offer, apart from null
    deprecated: bool = False  # whether it is deprecated
    sensitive: bool = False  # whether it must not be shown
    keywords: dict[str, Any] = field(default_factory=dict)  # everything else that means something

    @property
    def is_object(self) -> bool:
        """Whether it is an object with a class of its own."""
        return "object" in self.types or bool(self.properties)

    @property
    def is_model(self) -> bool:
        """Whether Python has a name for it: a class, or the name of an enum."""
        return self.is_object or bool(self.values) or len(self.alternatives) > 1

    def words(self, passed: frozenset[Pointer] = frozenset()) -> str:
        """Say what it is; a schema that leads back to one of `passed` without a name is any."""
        place = self.node.resolved().pointer
        if place in passed:
            return "any"
        passed |= {place}
        if self.model and self.is_object:
            return f"`{self.model}`"
        if self.alternatives:
            return " or ".join(shape(each).words(passed) for each in self.alternatives)
        if self.format in PYTHON_FORMATS:
            return PYTHON_FORMATS[self.format]
        if self.types == {"array"} and self.items is not None:
            inner = shape(self.items).words(passed)
            return f"a list of {inner.removeprefix('a ').removeprefix('an ')}"
        return " or ".join(_PYTHON_WORDS.get(each, each) for each in sorted(self.types)) or "any"


_OF_EITHER = {each.name for each in fields(Shape)} - {"node", "model", *_JOINED}


def shape(node: Node, *, deep: int = 0) -> Shape:
    """Return what the schema at `node` lets through."""
    if not isinstance(node.value, dict) or deep > _DEEPEST:
        return Shape(node)
    own = merged = _own(node)
    parts = [shape(each, deep=deep + 1) for each in node["allOf"].items()]
    if node.reference is not None:
        target = node.referenced()
        found = shape(target, deep=deep + 1)
        named = target.pointer[:2] == ("components", "schemas") and found.is_model
        name = "/".join(map(str, target.pointer[2:]))
        model = found.model or (class_name(name) if named else "")
        parts.insert(0, replace(found, node=node, model=model))
    for part in parts:
        merged = _merged(part, merged)
    if len(parts) == 1 and parts[0].model and not own.properties:
        merged = replace(merged, model=parts[0].model)
    return replace(_with_alternatives(merged, node, deep), node=node)


def _own(node: Node) -> Shape:
    value: dict[str, Any] = node.value
    written = value.get("type")
    types = set(written if isinstance(written, list) else [written] if written else [])
    enum = [value["const"]] if "const" in value else value.get("enum") or []
    extra = node["additionalProperties"]
    return Shape(
        node,
        types=frozenset(types - {"null"}),
        nullable="null" in types or value.get("nullable") is True,
        values=tuple(each for each in enum if each is not None),
        format=node["format"].text,
        properties=dict(node["properties"].entries()),
        required=frozenset(node["required"].texts()),
        extra=extra if extra.exists else None,
        items=node["items"] if node["items"].exists else None,
        deprecated=value.get("deprecated") is True,
        sensitive=value.get("x-acme-sensitive") is True,
        keywords={key: each for key, each in value.items() if key not in _STRUCTURE},
    )


def _merged(part: Shape, whole: Shape) -> Shape:
    """Return `whole` with what `part` says besides; what `whole` says itself goes first."""
    return replace(
        whole,
        **{name: getattr(part, name) | getattr(whole, name) for name in _JOINED},
        **{name: getattr(whole, name) or getattr(part, name) for name in _OF_EITHER},
    )


def _with_alternatives(whole: Shape, node: Node, deep: int) -> Shape:
    offered = [*node["oneOf"].items(), *node["anyOf"].items()]
    real = [each for each in offered if each["type"].value != "null"]
    if len(real) < len(offered):
        whole = replace(whole, nullable=True)
    if len(real) == 1:
        only = shape(real[0], deep=deep + 1)
        return replace(_merged(only, whole), model=whole.model or only.model)
    shapes = [shape(each, deep=deep + 1) for each in real]
    forms = {each.format for each in shapes}
    several = len(forms) > 1 and bool(forms & _TYPED_FORMATS)  # a time or any text: two types
    texts = all(each.types == {"string"} and not each.alternatives for each in shapes)
    if shapes and texts and not several:
        values = dict.fromkeys(value for each in shapes for value in each.values)
        formats = sorted({each.format for each in shapes if each.format})
        return replace(
            whole,
            types=frozenset({"string"}),
            values=tuple(values),
            open=bool(values) and not all(each.values for each in shapes),
            format=" or ".join(formats),
        )
    return replace(whole, alternatives=tuple(real)) if real else whole
