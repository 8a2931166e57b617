"""The joined document, put into the words that openapi-python-client's parser understands.

The parser reads a private copy; what is written to disk is the document itself. Each rewriting
here closes one trap:

- an open enum (`anyOf` of known values and any string) becomes a plain enum: every string enum is
  open in our Python anyway, and the parser would make a union of two types of it;
- alternatives that are all plain strings (IPv4 or IPv6) become one string;
- `format: decimal` on a number becomes a string format of ours: the parser passes formats on for
  strings only;
- `title` goes: it would rename classes behind the author's back;
- parameters that the client itself supplies go: they are no arguments;
- an enum written inside a shared parameter moves to the schemas: the parser would generate it once
  per operation that uses the parameter.
"""

from __future__ import annotations

import copy
from typing import Any

from .names import class_name
from .operation_table import operations, resolve

DECIMAL_NUMBER = "decimal-number"
_STRING_FORMATS_KEPT = {"date-time", "date", "uuid", "binary", "decimal"}


def for_parser(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of the joined `document` for the parser."""
    copied = copy.deepcopy(document)
    schemas = copied.setdefault("components", {}).setdefault("schemas", {})
    _move_parameter_enums(copied, schemas)
    _drop_supplied_parameters(copied)
    rewritten: dict[str, Any] = _rewrite(copied)
    return rewritten


def _rewrite(node: Any, *, is_schema_map: bool = False) -> Any:
    if isinstance(node, list):
        return [_rewrite(item) for item in node]
    if not isinstance(node, dict):
        return node
    if not is_schema_map:
        node = _rewrite_schema(node)
    return {
        key: value
        if key in {"example", "examples", "default", "enum", "const"} and not is_schema_map
        else _rewrite(value, is_schema_map=key in {"properties", "schemas"} and not is_schema_map)
        for key, value in node.items()
    }


def _rewrite_schema(node: dict[str, Any]) -> dict[str, Any]:
    alternatives = node.get("anyOf")
    if isinstance(alternatives, list) and alternatives:
        merged = _merge_strings(alternatives)
        if merged is not None:
            node = {**{key: node[key] for key in node if key != "anyOf"}, **merged}
    if node.get("type") == "number" and node.get("format") == "decimal":
        node = {**node, "type": "string", "format": DECIMAL_NUMBER}
    if isinstance(node.get("title"), str) and "type" in node:
        node = {key: value for key, value in node.items() if key != "title"}
    return node


def _merge_strings(alternatives: list[Any]) -> dict[str, Any] | None:
    """Return one string schema that says what string `alternatives` say, or None."""
    if any(
        not isinstance(each, dict)
        or each.get("type") != "string"
        or each.get("format") in _STRING_FORMATS_KEPT
        for each in alternatives
    ):
        return None
    values = [value for each in alternatives for value in each.get("enum", ())]
    return {"type": "string", "enum": list(dict.fromkeys(values))} if values else {"type": "string"}


def _move_parameter_enums(document: dict[str, Any], schemas: dict[str, Any]) -> None:
    for name, parameter in document["components"].get("parameters", {}).items():
        schema = parameter.get("schema", {})
        if "enum" in schema or any("enum" in each for each in schema.get("anyOf", ())):
            schema_name = class_name(name)
            while schema_name in schemas:
                schema_name += "Value"
            schemas[schema_name] = schema
            parameter["schema"] = {"$ref": f"#/components/schemas/{schema_name}"}


def _drop_supplied_parameters(document: dict[str, Any]) -> None:
    def kept(parameters: list[Any]) -> list[Any]:
        return [
            each
            for each in parameters
            if resolve(document, each).get("x-acme-role") != "request-id"
        ]

    for item in document.get("paths", {}).values():
        if "parameters" in item:
            item["parameters"] = kept(item["parameters"])
    for _, _, operation in operations(document):
        if "parameters" in operation:
            operation["parameters"] = kept(operation["parameters"])


def binary_media_types(document: dict[str, Any]) -> set[str]:
    """Return the media types of answers that are neither JSON nor text."""
    found: set[str] = set()
    for _, _, operation in operations(document):
        for response in operation.get("responses", {}).values():
            found |= set(resolve(document, response).get("content", ()))
    return {
        media_type
        for media_type in found
        if not media_type.startswith("text/") and not media_type.endswith(("/json", "+json"))
    }
