"""The joined document, put into the words that openapi-python-client's parser understands.

The parser reads a private copy; what is written to disk is the document itself. Each rewriting
here closes one trap:

- an open enum (`anyOf` of known values and any string) becomes a plain enum: every string enum is
  open in our Python anyway, and the parser would make a union of two types of it;
- alternatives that are all plain strings (IPv4 or IPv6) become one string;
- `const` becomes an enum of one value: the parser would make a type of it that only that one value
  fits, and no check;
- `format: decimal` on a number becomes a string format of ours: the parser passes formats on for
  strings only;
- `title` goes: it would rename classes behind the author's back; so does `default`, which only the
  server fills in, and which the parser would want to fit the schema;
- parameters that the client itself supplies go: they are no arguments;
- an enum written inside a shared parameter moves to the schemas: the parser would generate it once
  per operation that uses the parameter;
- an operation's summary becomes its method and path: the parser keeps of its id only a Python name,
  which others may share.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from acme_ticketing_core.operations.names import resolved

from ..naming.names import class_name
from ..reading.operation_table import operations
from ..reading.specification import NAMES, essence, is_json

DECIMAL_NUMBER = "decimal-number"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_STRING_FORMATS_KEPT = {"date-time", "date", "uuid", "binary", "decimal"}

# Under these stand values that are no part of OpenAPI.
_DATA = frozenset({"const", "default", "enum", "example", "examples", "info"})


def for_parser(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of the joined `document` for the parser."""
    copied: dict[str, Any] = json.loads(json.dumps(document))
    copied.pop("servers", None)
    schemas = copied.setdefault("components", {}).setdefault("schemas", {})
    _move_parameter_enums(copied, schemas)
    _drop_supplied_parameters(copied)
    for path, method, operation in operations(copied):
        operation["summary"] = operation_key(method, path)
        for described in _body(copied, operation).get("content", {}).values():
            described.setdefault("schema", {})
    rewritten: dict[str, Any] = _rewrite(copied)
    return rewritten


def operation_key(method: str, path: str) -> str:
    """Return what the parser is given as the summary of an operation."""
    return f"{method.upper()} {path}"


def _rewrite(node: Any, *, keys_are_names: bool = False) -> Any:
    if isinstance(node, list):
        return [_rewrite(item) for item in node]
    if not isinstance(node, dict):
        return node
    if keys_are_names:
        return {name: _rewrite(value) for name, value in node.items()}
    return {
        key: value if key in _DATA else _rewrite(value, keys_are_names=key in NAMES)
        for key, value in _rewrite_schema(node).items()
    }


def _rewrite_schema(node: dict[str, Any]) -> dict[str, Any]:
    node = {key: value for key, value in node.items() if key not in {"title", "default"}}
    if (merged := _merge_strings(node.get("anyOf"))) is not None:
        del node["anyOf"]
        node |= merged
    if "const" in node:
        node |= _one_value(node.pop("const"))
    if node.get("type") == "number" and node.get("format") == "decimal":
        node |= {"type": "string", "format": DECIMAL_NUMBER}
    return node


def _one_value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, str | int):
        return {"enum": [value]}
    return {"type": "null"} if value is None else {}


def _merge_strings(alternatives: Any) -> dict[str, Any] | None:
    """Return one string schema that says what string `alternatives` say, or None."""
    if not isinstance(alternatives, list) or not alternatives:
        return None
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
    taken = {class_name(name) for name in schemas}
    for name, parameter in _shared_parameters(document):
        schema = parameter.get("schema", {})
        holder, key = (schema, "items") if schema.get("type") == "array" else (parameter, "schema")
        values = holder.get(key, {})
        if "enum" in values or any("enum" in each for each in values.get("anyOf", ())):
            schema_name = class_name(name)
            while schema_name in taken:
                schema_name += "Value"
            taken.add(schema_name)
            schemas[schema_name] = values
            holder[key] = {"$ref": f"#/components/schemas/{schema_name}"}


def _shared_parameters(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from document["components"].get("parameters", {}).items()
    for item in document.get("paths", {}).values():
        yield from ((each["name"], each) for each in item.get("parameters", ()) if "name" in each)


def _drop_supplied_parameters(document: dict[str, Any]) -> None:
    holders = [*document.get("paths", {}).values(), *(each for _, _, each in operations(document))]
    for holder in holders:
        if "parameters" in holder:
            holder["parameters"] = [
                each
                for each in holder["parameters"]
                if resolved(document, each).get("x-acme-role") != "request-id"
            ]


def octet_media_types(document: dict[str, Any]) -> set[str]:
    """Return the media types whose bodies the parser does not know, and is told to take as octets."""
    found: set[str] = set()
    for _, _, operation in operations(document):
        bodies = _body(document, operation).get("content", ())
        found |= {each for each in bodies if essence(each) not in FORMS}
        for response in operation.get("responses", {}).values():
            answers = resolved(document, response).get("content", ())
            found |= {each for each in answers if not essence(each).startswith("text/")}
    return {each for each in found if not is_json(each)}


def _body(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    return resolved(document, operation.get("requestBody", {}))
