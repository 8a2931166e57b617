"""Checks the joined document against the standards it is written in.

Three steps: the document against the schema of OpenAPI 3.1, every schema in it against JSON Schema
2020-12, and every example and default against its schema. What is wrong with a schema makes its
examples meaningless, so the third step waits for the second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache, reduce
from importlib.metadata import distribution
from operator import getitem
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # has no types

from ..reading.join import JoinedDocument
from ..reading.load import Pointer
from ..reading.node import Node
from ..reading.problem import Problem
from ..reading.specification import Specification, children
from . import examples

_OPENAPI_SCHEMA = "openapi_spec_validator/resources/schemas/v3.1/schema.json"
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else"})
_REMEDIES = {
    "required": "Add it.",
    "unevaluatedProperties": "Correct its spelling, or remove it.",
    "additionalProperties": "Correct its spelling, or remove it.",
    "type": "Write a value of that type.",
    "enum": "Write one of the values listed.",
    "const": "Write that value.",
    "pattern": "Correct the spelling.",
    "format": "Write it in that format.",
}


def validate(document: JoinedDocument) -> list[Problem]:
    """Return what is wrong with the form of `document`, sorted by place."""
    specification = Specification(document)
    schemas = {
        *_invalid_schemas(specification),
        *_dangling_references(specification),
        *_endless_schemas(specification),
    }
    of_values = () if schemas else examples.invalid_examples(specification)
    return sorted({*_structure(specification), *schemas, *of_values})


def _structure(specification: Specification) -> Iterator[Problem]:
    found = Draft202012Validator(_openapi_schema()).iter_errors(specification.root.value)
    for error in examples.without_consequences(map(examples.innermost, found)):
        yield _problem(specification, "openapi", tuple(error.absolute_path), error)


def _invalid_schemas(specification: Specification) -> Iterator[Problem]:
    validator = Draft202012Validator(
        meta_schema(), format_checker=FormatChecker(formats=("regex",))
    )
    for root in specification.schema_roots:
        for error in validator.iter_errors(root.value):
            inner = examples.innermost(error)
            pointer = (*root.pointer, *inner.absolute_path)
            yield _problem(specification, "json-schema", pointer, inner)


def _dangling_references(specification: Specification) -> Iterator[Problem]:
    for schema in specification.schemas:
        reference = schema["$ref"]
        if reference.text and not isinstance(schema.referenced().value, dict | bool):
            message = f"{reference.text} leads to no schema"
            remedy = "Correct the reference, or add the schema."
            yield specification.problem(reference.pointer, "reference-resolves", message, remedy)


def _endless_schemas(specification: Specification) -> Iterator[Problem]:
    """Find schemas that no value can be checked against, because they lead back to themselves."""
    for name, schema in specification.components("schemas"):
        waiting, passed = list(_in_place(schema)), set[Pointer]()
        while waiting:
            part = waiting.pop()
            if part.pointer == schema.pointer:
                message = f"{name} consists of itself"
                remedy = "Refer to it from a property or from `items` only."
                yield specification.problem(schema.pointer, "endless-schema", message, remedy)
                break
            if part.pointer not in passed:
                passed.add(part.pointer)
                waiting += _in_place(part)


def _in_place(schema: Node) -> Iterator[Node]:
    """Yield the schemas that a value must be checked against to check it against `schema`."""
    if schema.reference is not None:
        yield schema.referenced()
    for part in children(schema):
        if part.pointer[len(schema.pointer)] in _IN_PLACE:
            yield part


def _problem(
    specification: Specification, rule: str, pointer: Pointer, error: ValidationError
) -> Problem:
    message = f"{examples.dotted(pointer) or 'the document'}: {examples.said(error)}"
    usual = "Correct it as the OpenAPI 3.1 standard says."
    remedy = _REMEDIES.get(str(error.validator), usual)
    place = (*pointer, *examples.unexpected_key(error))
    return specification.problem(place, rule, message, remedy)


@cache
def _openapi_schema() -> dict[str, Any]:
    """Return the schema of OpenAPI 3.1, read as a file: importing its package takes longer."""
    file = distribution("openapi-spec-validator").locate_file(_OPENAPI_SCHEMA)
    schema: dict[str, Any] = json.loads(Path(str(file)).read_bytes())
    _put_in_place(schema, schema, schema["$defs"]["schema"])
    return schema


@cache
def meta_schema() -> dict[str, Any]:
    """Return the meta-schema of JSON Schema 2020-12 as one schema.

    The standard composes it of seven vocabularies and lets them refer to each other dynamically;
    read as one schema it says the same of a document without `$schema`, five times as fast.
    """
    composed: Any = Draft202012Validator.META_SCHEMA
    schema: dict[str, Any] = {"type": ["object", "boolean"], "properties": {}, "$defs": {}}
    for part in composed["allOf"]:
        vocabulary: Any = deepcopy(REGISTRY.contents(urljoin(composed["$id"], part["$ref"])))
        schema["properties"] |= vocabulary["properties"]
        schema["$defs"] |= vocabulary.get("$defs", {})
    _put_in_place(schema, schema, schema)
    return schema


def _put_in_place(part: Any, whole: dict[str, Any], meta: dict[str, Any]) -> None:
    """Replace references by what they lead to: the validator would look each up again and again."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        match value:
            case {"$dynamicRef": "#meta"} if len(value) == 1:
                part[key] = meta
            case {"$ref": str(reference)} if len(value) == 1:
                part[key] = reduce(getitem, reference.split("/")[1:], whole)
            case dict() | list():
                _put_in_place(value, whole, meta)
