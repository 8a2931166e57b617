"""Checks the joined document against the schema of such documents, and its examples against theirs.

What is wrong with the form makes examples meaningless, so they are looked at when it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from ..reading.join import JoinedDocument
from ..reading.objects import COMBINED
from ..reading.problem import Problem
from ..reading.specification import Specification, parts_of
from .document_schema import OURS, document_schema
from .examples import dotted, innermost, invalid_examples, said

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


def validate(document: JoinedDocument) -> list[Problem]:
    """Return what is wrong with the form of `document`, sorted by place."""
    specification = Specification(document)
    problems = {*_malformed(specification), *_circles(specification)}
    return sorted(problems or invalid_examples(specification))


def _malformed(specification: Specification) -> Iterator[Problem]:
    validator = Draft202012Validator(
        document_schema(), format_checker=FormatChecker(formats=("regex",))
    )
    found = map(innermost, validator.iter_errors(specification.root.value))
    for error in _without_consequences(found):
        place, key = tuple(error.absolute_path), _key(error)
        message = f"{dotted(place) or 'the document'}: {said(error)}"
        if key and error.validator != "required":
            place = (*place, key)
        yield specification.problem(place, "form", message, _remedy(error, key))


def _without_consequences(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Leave out properties that are only unexpected because the value is wrong otherwise."""
    errors = list(errors)
    wrong = {tuple(each.absolute_path) for each in errors if each.validator != _UNEVALUATED}
    for error in errors:
        if error.validator != _UNEVALUATED or tuple(error.absolute_path) not in wrong:
            yield error


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
