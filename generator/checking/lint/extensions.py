"""Rules on the `x-acme-…` extensions: which there are, where they stand, what they hold.

A misspelt extension would otherwise be ignored without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from generator.reading.load import Pointer
from generator.reading.operation_table import METHODS
from generator.reading.specification import NAMES, Specification

from .access import LIMITS
from .descriptions import SUPPORT
from .rule import Finding, rule

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True}

_FACTS = {
    "type": "object",
    "propertyNames": {
        "enum": [
            "amount", "bundles", "card", "cardToken", "cart", "customer", "email", "lineEvent",
            "lineQuantity", "lineTicket", "lines", "notes", "telephone", "time",
        ]
    },
    "required": ["email", "lines", "lineEvent", "lineTicket", "lineQuantity"],
    "additionalProperties": _TEXTS,
}  # fmt: skip


def _record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": [*required],
        "additionalProperties": False,
    }


def _one_of(*words: str) -> dict[str, Any]:
    return {"enum": [*words]}


# Each extension: the kinds of object that may carry it, and a JSON Schema of its value.
EXTENSIONS: dict[str, tuple[set[str], dict[str, Any]]] = {
    "x-acme-alternative-header": ({"security scheme"}, _TEXT),
    "x-acme-changes": ({"operation"}, _record(
        {"by": _one_of("filter", "order", "comparison"), "id": _TEXT},
        {"since": _TEXT, "time": _TEXT, "sort": _one_of("asc", "desc"),
         "with": {"type": "object", "minProperties": 1}, "read": _TEXT},
    )),
    "x-acme-closed": ({"schema"}, {"const": True}),
    "x-acme-empty-body": ({"response"}, _one_of("notFound")),
    "x-acme-environment": ({"server"}, _one_of("production", "sandbox")),
    "x-acme-limit": ({"operation"}, _one_of(*LIMITS)),
    "x-acme-note": ({"operation", "parameter", "response", "schema", "security scheme"}, _TEXT),
    "x-acme-opens-session": ({"operation"}, _record({"token": _TEXT, "expires": _TEXT})),
    "x-acme-pagination": ({"operation"}, _record(
        {"style": _one_of("page"), "page": _TEXT, "pageSize": _TEXT},
        {"items": _TEXT, "count": _TEXT, "more": _TEXT, "most": {"type": "integer", "minimum": 1}},
    )),
    "x-acme-polling": ({"operation"}, _record(
        {"status": _TEXT, "id": _TEXT, "statusField": _TEXT, "done": _TEXTS, "failed": _TEXTS,
         "results": {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}},
        {"definition": _TEXT, "resource": _TEXT},
    )),
    "x-acme-replacement": ({"operation"}, _TEXT),
    "x-acme-replaces": ({"operation"}, _TEXT),
    "x-acme-replay": ({"operation"}, _one_of("safe", "idempotent", "guarded", "none")),
    "x-acme-role": ({"parameter"}, _one_of("idempotency-key", "request-id", "buyer-ip")),
    "x-acme-sensitive": ({"schema", "parameter", "security scheme"}, {"type": "boolean"}),
    "x-acme-settled-by": ({"operation"}, _record(
        {"search": _TEXT, "read": _TEXT, "purchase": _FACTS, "order": _FACTS}, {"cart": _TEXT},
    )),
    "x-acme-source": ({"operation", "parameter", "schema"}, _record(
        {"file": _TEXT, "support": _one_of(*SUPPORT)},
        {"also": _TEXT, "day": _TEXT, "answers": {"type": "integer"}},
    )),
}  # fmt: skip

_DATA = frozenset({"example", "default", "const", "enum", "value"})


@rule()
def extension(specification: Specification) -> Iterator[Finding]:
    """Require extensions that the generator knows, on objects where they have a meaning."""
    for pointer in _extensions(specification.root.value, (), keys_are_names=False):
        name, holder = str(pointer[-1]), _holder(pointer[:-1])
        known = EXTENSIONS.get(name)
        if known is None:
            message = f"the extension {name} is unknown"
            yield specification.root.at(pointer), message, f"Write one of: {', '.join(EXTENSIONS)}."
        elif holder not in known[0]:
            message = f"{name} has no meaning on a {holder}"
            remedy = f"Move it to its {' or '.join(sorted(known[0]))}."
            yield specification.root.at(pointer), message, remedy


@rule()
def extension_shape(specification: Specification) -> Iterator[Finding]:
    """Require of an extension's value the form that the generator reads."""
    validators = {name: Draft202012Validator(schema) for name, (_, schema) in EXTENSIONS.items()}
    for pointer in _extensions(specification.root.value, (), keys_are_names=False):
        name = str(pointer[-1])
        node = specification.root.at(pointer)
        for error in validators[name].iter_errors(node.value) if name in validators else ():
            message = f"{name}: {error.message}"
            remedy = f"Its form is {_form(EXTENSIONS[name][1])}."
            yield node.at(tuple(error.absolute_path)), message, remedy


def _extensions(value: Any, pointer: Pointer, *, keys_are_names: bool) -> Iterator[Pointer]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _extensions(item, (*pointer, index), keys_are_names=False)
    elif isinstance(value, dict):
        for key, child in value.items():
            place = (*pointer, key)
            if keys_are_names:
                yield from _extensions(child, place, keys_are_names=False)
            elif key.startswith("x-"):
                yield place
            elif key not in _DATA:
                yield from _extensions(child, place, keys_are_names=key in NAMES)


def _holder(pointer: Pointer) -> str:
    if "schema" in pointer or pointer[:2] == ("components", "schemas"):
        return "schema"
    match pointer:
        case ():
            return "document"
        case ("paths", _, str(method)) if method in METHODS:
            return "operation"
        case (*_, "servers" | "paths" | "parameters" | "responses" as kind, _):
            return kind.removesuffix("s")
        case (*_, "securitySchemes", _):
            return "security scheme"
        case _:
            return str(pointer[-2] if isinstance(pointer[-1], int) else pointer[-1])


def _form(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "const" in schema:
        return str(schema["const"]).lower()
    if schema.get("type") != "object":
        return f"a {schema['type']}"
    properties: dict[str, Any] = schema.get("properties", {})
    optional = set(properties) - set(schema.get("required", ()))
    inner = (f"{name}{'?' * (name in optional)}: …" for name in properties)
    return "{" + ", ".join(inner) + "}"
