"""The kinds of objects that a document is made of, and where each stands in others."""

from __future__ import annotations

from collections.abc import Iterator

from .node import Node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
COMBINED = ("allOf", "anyOf", "oneOf")

# For each kind of object, of which kind others are under its keys; `*`: several stand there.
_INSIDE: dict[str, dict[str, str]] = {
    "document": {"components": "components", "paths": "path*"},
    "components": {
        "parameters": "parameter*", "requestBodies": "request body*", "responses": "response*",
        "schemas": "schema*",
    },
    "path": dict.fromkeys(METHODS, "operation") | {"parameters": "parameter*"},
    "operation": {
        "parameters": "parameter*", "requestBody": "request body", "responses": "response*",
    },
    "parameter": {"schema": "schema"}, "header": {"schema": "schema"},
    "request body": {"content": "media type*"}, "media type": {"schema": "schema"},
    "response": {"content": "media type*", "headers": "header*"},
    "schema": {
        **dict.fromkeys(
            ("items", "additionalProperties", "not", "if", "then", "else", "contains",
             "propertyNames", "unevaluatedProperties", "unevaluatedItems"),
            "schema",
        ),
        **dict.fromkeys(
            (*COMBINED, "prefixItems", "properties", "patternProperties", "dependentSchemas",
             "$defs"),
            "schema*",
        ),
    },
}  # fmt: skip


def objects(node: Node, kind: str) -> Iterator[tuple[str, Node]]:
    """Yield an object and all that are written inside it, outermost first, each with its kind.

    What is only referred to is left out: it is written elsewhere.
    """
    if isinstance(node.value, dict) and (kind == "schema" or node.reference is None):
        yield kind, node
        for inner_kind, inner in written_in(node, kind):
            yield from objects(inner, inner_kind)


def written_in(node: Node, kind: str) -> Iterator[tuple[str, Node]]:
    """Yield what is written directly inside an object, each with its kind."""
    inside = _INSIDE.get(kind, {})
    for key in node.keys:
        inner = inside.get(key, "")
        if inner.endswith("*"):
            for each in (*node[key].values(), *node[key].items()):
                yield inner[:-1], each
        elif inner:
            yield inner, node[key]


def schemas_in(schema: Node) -> Iterator[Node]:
    """Yield a schema and every schema written inside it, without following references."""
    return (each for _, each in objects(schema, "schema"))
