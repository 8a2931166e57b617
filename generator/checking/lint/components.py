"""Rules on what is shared: nothing unused, nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.reading.node import Node
from generator.reading.specification import Specification

from .rule import Finding, rule

_PROSE = frozenset({"title", "description", "example", "examples", "deprecated"})
_ENOUGH_PROPERTIES = 3


@rule("orphan")
def orphan(specification: Specification) -> Iterator[Finding]:
    """Require that an operation uses each component, directly or through others."""
    used = _used(specification)
    for kind, components in specification.root["components"].entries():
        for name, node in components.entries():
            if (kind, name) not in used:
                yield Finding(
                    node,
                    f"nothing uses the {kind.removesuffix('s')} {name}",
                    "Refer to it, or remove it.",
                )


@rule("unused")
def unused(specification: Specification) -> Iterator[Finding]:
    """Require that everything in the files of the specification is part of the document."""
    for what, location in specification.document.unused:
        yield Finding(
            location,
            f"the {what} is no part of the document",
            "Refer to it (path files in `x-acme-path-files`), or remove it.",
        )


@rule("duplicate-schema")
def duplicate_schema(specification: Specification) -> Iterator[Finding]:
    """Refuse two schemas that describe one object under different names."""
    seen: dict[str, str] = {}
    for name, schema in specification.components("schemas"):
        if len(schema["properties"].keys) < _ENOUGH_PROPERTIES:
            continue
        first = seen.setdefault(json.dumps(_substance(schema.value), sort_keys=True), name)
        if first != name:
            yield Finding(
                schema,
                f"{name} and {first} have the same properties",
                "Keep one, under a name that fits both.",
            )


def _used(specification: Specification) -> set[tuple[str, str]]:
    """Return kind and name of every component that operations reach."""
    root = specification.root
    waiting = [root[key].value for key in root.keys if key != "components"]
    for operation in specification.operations:
        for alternative in specification.effective_security(operation).items():
            waiting += [_reference("securitySchemes", name) for name in alternative.keys]
    used: set[tuple[str, str]] = set()
    while waiting:
        for reference in _references(waiting.pop()):
            pointer = Node(root.value, (), {"$ref": reference}).reference or ()
            component = tuple(str(step) for step in pointer[1:3])
            if pointer[:1] == ("components",) and len(component) == 2 and component not in used:  # noqa: PLR2004
                used.add(component)
                waiting.append(root.at(pointer[:3]).value)
    return used


def _reference(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for key, child in value.items():
            if key == "$ref" and isinstance(child, str):
                yield child
            else:
                yield from _references(child)


def _substance(value: Any) -> Any:
    """Return a schema without what is written for people."""
    if isinstance(value, list):
        return [_substance(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: _substance(schema) for name, schema in child.items()}
        if key == "properties" and isinstance(child, dict)
        else _substance(child)
        for key, child in value.items()
        if key not in _PROSE
    }
