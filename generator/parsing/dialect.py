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
from dataclasses import replace
from typing import Any

from ..naming.names import class_name
from ..reading.join import JoinedDocument
from ..reading.specification import Specification, essence, is_json

DECIMAL_NUMBER = "decimal-number"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_STRING_FORMATS_KEPT = {"date-time", "date", "uuid", "binary", "decimal"}


def for_parser(document: JoinedDocument) -> dict[str, Any]:
    """Return a copy of the joined `document` for the parser."""
    copied: dict[str, Any] = json.loads(json.dumps(document.data))
    copied.pop("servers", None)
    schemas = copied.setdefault("components", {}).setdefault("schemas", {})
    specification = Specification(replace(document, data=copied))
    _move_parameter_enums(specification, schemas)
    for operation in specification.operations:
        operation.node.value["summary"] = operation_key(operation.method, operation.path)
        for described in operation.node["requestBody"].resolved()["content"].values():
            described.value.setdefault("schema", {})
    for holder in (*specification.objects["path"], *specification.objects["operation"]):
        if "parameters" in holder:
            holder.value["parameters"] = [
                each.value
                for each in holder["parameters"].items()
                if each.resolved()["x-acme-role"].text != "request-id"
            ]
    for schema in specification.objects["schema"]:
        _rewrite(schema.value)
    return copied


def operation_key(method: str, path: str) -> str:
    """Return what the parser is given as the summary of an operation."""
    return f"{method.upper()} {path}"


def _rewrite(schema: dict[str, Any]) -> None:
    schema.pop("title", None)
    schema.pop("default", None)
    if (merged := _merge_strings(schema.get("anyOf"))) is not None:
        del schema["anyOf"]
        schema |= merged
    if "const" in schema:
        schema |= _one_value(schema.pop("const"))
    if schema.get("type") == "number" and schema.get("format") == "decimal":
        schema |= {"type": "string", "format": DECIMAL_NUMBER}


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
    if not all(isinstance(each, dict) and each.get("type") == "string" for each in alternatives):
        return None
    if any(each.get("format") in _STRING_FORMATS_KEPT for each in alternatives):
        return None
    values = [value for each in alternatives for value in each.get("enum", ())]
    return {"type": "string", "enum": list(dict.fromkeys(values))} if values else {"type": "string"}


def _move_parameter_enums(specification: Specification, schemas: dict[str, Any]) -> None:
    taken = {class_name(name) for name in schemas}
    for parameter in specification.objects["parameter"]:
        is_array = parameter["schema"]["type"].value == "array"
        holder, key = (parameter["schema"], "items") if is_array else (parameter, "schema")
        component = parameter.pointer[0] == "components"
        shared = component or parameter.pointer[2] == "parameters"
        if shared and any("enum" in each for each in (holder[key], *holder[key]["anyOf"].items())):
            name = class_name(str(parameter.pointer[-1]) if component else parameter["name"].text)
            while name in taken:
                name += "Value"
            taken.add(name)
            schemas[name] = holder[key].value
            holder.value[key] = {"$ref": f"#/components/schemas/{name}"}


def octet_media_types(specification: Specification) -> set[str]:
    """Return the media types whose bodies the parser does not know, and is told to take as octets."""
    bodies, answers = (
        {media_type for holder in holders for media_type in holder["content"].keys}
        for holders in (specification.objects["request body"], specification.objects["response"])
    )
    octets = {each for each in bodies if essence(each) not in FORMS}
    octets |= {each for each in answers if not essence(each).startswith("text/")}
    return {each for each in octets if not is_json(each)}
