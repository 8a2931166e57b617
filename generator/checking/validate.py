"""Checks the joined document against the schema of such documents, and its examples against theirs.

What is wrong with the form makes examples meaningless, so they are looked at when it is right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012, Schema

from ..reading.join import JoinedDocument
from ..reading.load import Pointer, json_pointer
from ..reading.node import Node
from ..reading.objects import COMBINED
from ..reading.problem import Problem
from ..reading.specification import Specification, parts_of
from .document_schema import OURS, document_schema

_UNEVALUATED = "unevaluatedProperties"
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
_LONGEST = 200
_DOCUMENT = "urn:acme:specification"
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
# What text of a format must be, as strict as the client that is generated from the specification.
_FORMATS: dict[str, Callable[[str], Any]] = {
    "date-time": lambda text: _DATE_TIME.fullmatch(text) and dt.datetime.fromisoformat(text),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch,
    "decimal": re.compile(r"-?\d+(\.\d+)?", re.ASCII).fullmatch,
}


def _is_of_format(check: Callable[[str], Any], value: object) -> bool:
    return not isinstance(value, str) or bool(check(value))


FORMATS = FormatChecker(formats=("date", "ipv4", "ipv6"))
for _name, _check in _FORMATS.items():
    FORMATS.checks(_name, raises=ValueError)(partial(_is_of_format, _check))


def validate(document: JoinedDocument) -> list[Problem]:
    """Return what is wrong with the form of `document`, sorted by place."""
    specification = Specification(document)
    problems = {*_malformed(specification), *_circles(specification)}
    return sorted(problems or _invalid_examples(specification))


def _malformed(specification: Specification) -> Iterator[Problem]:
    validator = Draft202012Validator(
        document_schema(), format_checker=FormatChecker(formats=("regex",))
    )
    errors = list(map(_innermost, validator.iter_errors(specification.root.value)))
    wrong = {tuple(each.absolute_path) for each in errors if each.validator != _UNEVALUATED}
    for error in errors:
        place, key = tuple(error.absolute_path), _key(error)
        if error.validator == _UNEVALUATED and place in wrong:
            continue  # the property is only unexpected because the value is wrong otherwise
        message = f"{_dotted(place) or 'the document'}: {_said(error)}"
        if key and error.validator != "required":
            place = (*place, key)
        yield specification.problem(place, "form", message, _remedy(error, key))


def _key(error: ValidationError) -> str:
    """Return the key that is missing or unexpected, or nothing if the error is no such thing."""
    if error.validator not in {"required", "additionalProperties", _UNEVALUATED}:
        return ""
    known: Any = error.validator_value if error.validator == "required" else error.instance
    return next((key for key in known if repr(key) in error.message), "")


def _remedy(error: ValidationError, key: str) -> str:
    about: Any = error.schema if isinstance(error.schema, dict) else {}
    if error.validator == "required":
        about = about.get("properties", {}).get(key, {})
    elif key.startswith("x-") and (kinds := [kind for kind, keys in OURS.items() if key in keys]):
        return f"Move it to its {' or '.join(kinds)}."
    usual = _REMEDIES.get(str(error.validator), "Correct it as the OpenAPI 3.1 standard says.")
    return str(about.get("x-remedy", usual))


def _circles(specification: Specification) -> Iterator[Problem]:
    """Find components that consist of themselves: no value can be checked against such a schema."""
    for components in specification.root["components"].values():
        for name, component in components.entries():
            parts = [each for key in COMBINED for each in component[key].items()]
            inner = (part for each in (component.referenced(), *parts) for part in parts_of(each))
            if any(part.pointer == component.pointer for part in inner):
                message = f"{name} consists of itself"
                remedy = "Refer to it from a property or from `items` only."
                yield specification.problem(component.pointer, "reference-circle", message, remedy)


def _invalid_examples(specification: Specification) -> Iterator[Problem]:
    """Yield a problem for each example or default that its schema does not allow."""
    registry: Registry[Schema] = Registry().with_resource(
        _DOCUMENT, DRAFT202012.create_resource(specification.root.value)
    )

    @cache
    def validator(pointer: Pointer) -> Validator:
        schema = {"$ref": f"{_DOCUMENT}#{json_pointer(pointer).replace('%', '%25')}"}
        return Draft202012Validator(schema, registry=registry, format_checker=FORMATS)

    for example, schema in _examples(specification):
        yield from _problems(specification, example, schema, validator(schema.pointer))


def _problems(
    specification: Specification, example: Node, schema: Node, validator: Validator
) -> Iterator[Problem]:
    try:
        errors = [_innermost(error) for error in validator.iter_errors(example.value)]
    except (Unresolvable, RecursionError) as failed:
        target = failed.ref if isinstance(failed, Unresolvable) else "itself"
        message, remedy = f"a schema refers to {target} in vain", "Correct the reference."
        yield specification.problem(schema.pointer, "reference-resolves", message, remedy)
        return
    for error in errors:
        inside = tuple(error.absolute_path)
        at = f" at {_dotted(inside)}" if inside else ""
        message = f"the example{at} does not fit its schema: {_said(error)}"
        place = specification.document.locate(*schema.resolved().pointer)
        remedy = f"Correct the example, or the schema at {place}."
        yield specification.problem((*example.pointer, *inside), "example", message, remedy)


def _examples(specification: Specification) -> Iterator[tuple[Node, Node]]:
    """Yield each example or default together with its schema."""
    found = specification.objects
    for value in (*found["parameter"], *found["header"], *found["media type"]):
        named = (each.resolved() for each in value["examples"].values())
        for holder, key in ((value, "example"), *((each, "value") for each in named)):
            if "schema" in value and key in holder:
                yield holder[key], value["schema"]
    for schema in found["schema"]:
        yield from ((schema[key], schema) for key in ("example", "default") if key in schema)
        yield from ((example, schema) for example in schema["examples"].items())


def _innermost(error: ValidationError) -> ValidationError:
    """Return the error inside alternatives that comes closest to what was meant."""
    return best_match([error]) or error


def _said(error: ValidationError) -> str:
    """Return the message of `error` in one line of bearable length."""
    message = error.message
    if error.context:
        inner = dict.fromkeys(each.message for each in error.context)
        message = f"no alternative fits: {'; '.join(inner)}"
    message = " ".join(message.split())
    return message if len(message) <= _LONGEST else f"… {message[-_LONGEST:]}"


def _dotted(pointer: Pointer) -> str:
    """Return a pointer as people write it."""
    return ".".join(str(step) for step in pointer)
