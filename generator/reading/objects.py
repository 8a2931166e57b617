"""The kinds of objects that a document is made of, and where each stands in others."""

from __future__ import annotations

from collections.abc import Iterator

from .node import Node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
COMBINED = ("allOf", "anyOf", "oneOf")

# For each kind of object, under which of its keys one other stands, and of which kind it is.
_ONE = {
    "document": {"components": "components"},
    "path": dict.fromkeys(METHODS, "operation"),
    "operation": {"requestBody": "request body"},
    "parameter": {"schema": "schema"}, "header": {"schema": "schema"},
    "media type": {"schema": "schema"},
    "schema": dict.fromkeys(
        ("items", "additionalProperties", "not", "if", "then", "else", "contains",
         "propertyNames", "unevaluatedProperties", "unevaluatedItems"),
        "schema",
    ),
}  # fmt: skip
# And under which of them stand several.
_SEVERAL = {
    "document": {"paths": "path"},
    "components": {
        "parameters": "parameter", "requestBodies": "request body", "responses": "response",
        "schemas": "schema",
    },
    "path": {"parameters": "parameter"},
    "operation": {"parameters": "parameter", "responses": "response"},
    "request body": {"content": "media type"},
    "response": {"content": "media type", "headers": "header"},
    "schema": dict.fromkeys(
        (*COMBINED, "prefixItems", "properties", "patternProperties", "dependentSchemas", "$defs"),
        "schema",
    ),
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
    one, several = _ONE.get(kind, {}), _SEVERAL.get(kind, {})
    for key in node.keys:
        if key in one:
            yield one[key], node[key]
        elif key in several:
            for each in (*node[key].values(), *node[key].items()):
                yield several[key], each


def schemas_in(schema: Node) -> Iterator[Node]:
    """Yield a schema and every schema written inside it, without following references."""
    return (each for _, each in objects(schema, "schema"))
