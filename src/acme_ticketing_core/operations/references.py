"""References within a joined OpenAPI document, followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

_DEEPEST: Final = 50


def resolved(document: Mapping[str, Any], node: Any) -> dict[str, Any]:
    """Give the object that a node is, or that its `$ref` leads to; empty if it leads to none."""
    for _ in range(_DEEPEST):
        if not isinstance(node, dict):
            break
        target = cast("dict[str, Any]", node).get("$ref")
        if target is None:
            return cast("dict[str, Any]", node)
        node = document
        for step in str(target).removeprefix("#/").split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            node = cast("Any", node).get(key) if isinstance(node, Mapping) else None
    return {}


def first_value(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """Give the first known value of an enumeration, or None."""
    branches = [schema, *(resolved(document, each) for each in schema.get("anyOf", ()))]
    return next((value for branch in branches for value in branch.get("enum", ())), None)
