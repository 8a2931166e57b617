"""Checks every example and default value against the schema that it illustrates."""

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

from ..reading.load import Pointer, json_pointer
from ..reading.node import Node
from ..reading.problem import Problem
from ..reading.specification import Specification

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


def invalid_examples(specification: Specification) -> Iterator[Problem]:
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
        errors = [innermost(error) for error in validator.iter_errors(example.value)]
    except (Unresolvable, RecursionError) as failed:
        target = failed.ref if isinstance(failed, Unresolvable) else "itself"
        message, remedy = f"a schema refers to {target} in vain", "Correct the reference."
        yield specification.problem(schema.pointer, "reference-resolves", message, remedy)
        return
    for error in errors:
        inside = tuple(error.absolute_path)
        at = f" at {dotted(inside)}" if inside else ""
        message = f"the example{at} does not fit its schema: {said(error)}"
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


def innermost(error: ValidationError) -> ValidationError:
    """Return the error inside alternatives that comes closest to what was meant."""
    return best_match([error]) or error


def said(error: ValidationError) -> str:
    """Return the message of `error` in one line of bearable length."""
    message = error.message
    if error.context:
        inner = dict.fromkeys(each.message for each in error.context)
        message = f"no alternative fits: {'; '.join(inner)}"
    message = " ".join(message.split())
    return message if len(message) <= _LONGEST else f"… {message[-_LONGEST:]}"


def dotted(pointer: Pointer) -> str:
    """Return a pointer as people write it."""
    return ".".join(str(step) for step in pointer)
