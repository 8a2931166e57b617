"""JSON Schema validation straight from the joined document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from .formats import CHECKER


class Schemas:
    """Validators by their place in the document, each made when it is first needed.

    Every `$ref` of a joined document is local, so it leads straight to another of these
    validators; looking each one up anew, as jsonschema would, takes more than half of the time.

    Args:
        document: the joined document.

    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        extend: Any = validators.extend
        self._kind = extend(Draft202012Validator, {"$ref": self._follow})
        self.validator = cache(self._validator)

    def resolve(self, node: Any) -> Any:
        """Return what `node` stands for: itself, or what its `$ref` leads to."""
        while isinstance(node, dict) and "$ref" in node:
            node = self._at(node["$ref"].removeprefix("#"))
        return node

    def problems(self, pointer: str, value: Any, name: str) -> list[str]:
        """Return what is wrong with `value`, a sentence each, in document order.

        Args:
            pointer: where the schema stands in the document, `/components/schemas/Event`.
            value: the JSON value.
            name: how the sentences call the value: `body`.

        """
        validator = self.validator(pointer)
        if validator.is_valid(value):
            return []
        found = {
            sentence
            for error in validator.iter_errors(value)
            for sentence in _sentences(_deepest(error), name)
        }
        return sorted(found)

    def _validator(self, pointer: str) -> Draft202012Validator:
        validator: Draft202012Validator = self._kind(self._at(pointer), format_checker=CHECKER)
        return validator

    def _at(self, pointer: str) -> Any:
        node: Any = self._document
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def _follow(self, _: Any, reference: str, value: Any, __: Any) -> Iterator[ValidationError]:
        return self.validator(reference.removeprefix("#")).iter_errors(value)


def pointer_step(key: str) -> str:
    """Return `key` as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _deepest(error: ValidationError) -> ValidationError:
    """Return the cause that says most: inside `anyOf`, that of the branch that went furthest."""
    while error.context:
        causes = error.context
        if all(cause.validator == "format" and not cause.path for cause in causes):
            # `anyOf: [ipv4, ipv6]`: each branch alone would mislead.
            error.validator = "format"
            error.validator_value = " or ".join(str(cause.validator_value) for cause in causes)
            return error
        error = max(causes, key=lambda cause: len(cause.absolute_path))
    return error


def _sentences(error: ValidationError, name: str) -> Iterator[str]:
    place = name + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path
    )
    wanted: Any = error.validator_value
    found: Any = error.instance
    if error.validator == "required":
        for missing in wanted:
            if missing not in found:
                yield f"{place}.{missing} is missing"
    elif error.validator == "type":
        yield f"{place} is no {_type_name(wanted)}: {_excerpt(found)}"
    elif error.validator == "format":
        yield f"{place} is no {wanted}: {_excerpt(found)}"
    elif error.validator in {"enum", "const"}:
        yield f"{place} is not among {wanted}: {_excerpt(found)}"
    elif error.validator == "not" and "required" in wanted:
        yield f"{place} may not hold {', '.join(wanted['required'])} as well"
    else:
        limit = f"{error.validator} {wanted}"
        yield f"{place} breaks {limit[:80]}: {_excerpt(found)}"


def _type_name(types: Any) -> str:
    return " or ".join(types) if isinstance(types, list) else str(types)


def _excerpt(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
