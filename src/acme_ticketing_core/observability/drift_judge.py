"""Whether a difference that was seen is one to a specification, which may have been mended since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from acme_ticketing_core.models.shapes import steps_of
from acme_ticketing_core.observability.drift_file import Difference
from acme_ticketing_core.operations.references import resolved

_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head"})
_FORMS: Final = {
    "date-time": {"date-time"},
    "date": {"date"},
    "uuid": {"uuid"},
    "decimal": {"decimal", "integer"},
}
"""Forms of text that are read as a format; any other format is read as text."""
_TYPES: Final = {
    "negative integer": "integer",
    "integral number": "number",
    "negative integral number": "number",
    "negative number": "number",
}
_DEEPEST: Final = 50


class Document:
    """A joined OpenAPI document, asked what an answer may look like.

    Args:
        data: the document.

    Raises:
        ValueError: it is no OpenAPI document.

    """

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(cast("Any", data).get("paths"), dict):
            raise ValueError("it is no OpenAPI document")  # noqa: TRY004 - whatever it is
        self._data = cast("dict[str, Any]", data)
        self._operations: dict[str, dict[str, Any]] = {
            operation["operationId"]: operation
            for item in self._data["paths"].values()
            for method, operation in item.items()
            if method in _METHODS and "operationId" in operation
        }

    def differs(self, one: Difference) -> bool:
        """Whether this document still says otherwise than what was seen."""
        operation = self._operations.get(one.operation)
        if operation is None:
            return True
        responses: dict[str, Any] = operation["responses"]
        if one.kind == "status":
            return str(one.status) not in responses
        if one.kind in {"total", "content type"}:
            return True
        steps = steps_of(one.path)
        if one.kind == "missing":
            holders = list(self._at(self._answer(responses, one.status), steps[:-1]))
            return any(steps[-1] in self._required(each) for each in holders) or not holders
        schemas = list(self._at(self._answer(responses, one.status), steps))
        if one.kind == "unknown value":
            return not any(self._takes_value(each, one.value) for each in schemas)
        deep = one.kind == "unknown field"
        return not any(self.takes(each, one.shape, deep=deep) for each in schemas)

    def takes(self, schema: Any, shape: Any, *, deep: bool = False, depth: int = _DEEPEST) -> bool:
        """Whether a value of this shape is read as the schema says, without a word.

        Args:
            schema: the schema.
            shape: what came, as types and forms.
            deep: look into objects and arrays too.
            depth: schemas inside schemas that are followed.

        """
        described = self._resolved(schema)
        if not described or not depth:
            return True
        for part in described.get("allOf", ()):
            if not self.takes(part, shape, deep=deep, depth=depth - 1):
                return False
        if alternatives := described.get("anyOf") or described.get("oneOf"):
            return any(self.takes(each, shape, deep=deep, depth=depth - 1) for each in alternatives)
        types = described.get("type")
        allowed: list[str] = [types] if isinstance(types, str) else list(types or ())
        if allowed and not any(_fits(each, described.get("format"), shape) for each in allowed):
            return False
        return not deep or self._takes_inside(described, shape, depth)

    def _takes_inside(self, schema: dict[str, Any], shape: Any, depth: int) -> bool:
        items: list[Any] = shape
        if isinstance(shape, list):
            inner = schema.get("items", {})
            return all(self.takes(inner, each, deep=True, depth=depth - 1) for each in items)
        if isinstance(shape, dict):
            entries = cast("dict[str, Any]", shape)
            known = self.properties(schema)
            further = schema.get("additionalProperties")
            return "type" not in schema or all(
                (key in known or further is not None)
                and self.takes(known.get(key, further), each, deep=True, depth=depth - 1)
                for key, each in entries.items()
            )
        return True

    def properties(self, schema: Any) -> dict[str, Any]:
        """Give the properties of an object, those that `allOf` brings included."""
        described = self._resolved(schema)
        found: dict[str, Any] = {}
        for part in described.get("allOf", ()):
            found |= self.properties(part)
        found |= described.get("properties", {})
        return found

    def _required(self, schema: Any) -> set[str]:
        described = self._resolved(schema)
        inherited = [self._required(part) for part in described.get("allOf", ())]
        return set[str]().union(*inherited, described.get("required", ()))

    def _takes_value(self, schema: Any, value: str | None) -> bool:
        """Whether a word is among the known ones; a schema without any knows every word."""
        known = list(self._words(schema))
        return value in known or not known

    def _words(self, schema: Any) -> Iterator[Any]:
        described = self._resolved(schema)
        yield from described.get("enum", ())
        for each in (*described.get("anyOf", ()), *described.get("allOf", ())):
            yield from self._words(each)

    def _answer(self, responses: dict[str, Any], status: int) -> Any:
        """Give the schema of an answer: any success reads like the first that is named."""
        named = (
            str(status)
            if str(status) in responses
            else min((each for each in responses if each.startswith("2")), default="")
        )
        content = self._resolved(responses.get(named, {})).get("content", {})
        for media_type, described in content.items():
            if media_type.endswith(("/json", "+json")):
                return described.get("schema", {})
        return {}

    def _at(self, schema: Any, steps: list[str]) -> Iterator[Any]:
        """Yield what describes a place: one schema for each alternative that leads there."""
        if not steps:
            yield schema
            return
        described = self._resolved(schema)
        for each in (*described.get("anyOf", ()), *described.get("oneOf", ())):
            yield from self._at(each, steps)
        step, *rest = steps
        if step == "[]":
            found = described.get("items")
        else:
            found = self.properties(described).get(step, described.get("additionalProperties"))
        if found is not None:
            yield from self._at(found, rest)

    def _resolved(self, node: Any) -> dict[str, Any]:
        return resolved(self._data, node)


def _fits(type_: str, format_: str | None, shape: Any) -> bool:
    """Whether a shape is of a type, as strictly as answers are read."""
    if isinstance(shape, dict):
        return type_ == "object"
    if isinstance(shape, list):
        return type_ == "array"
    kind, _, form = str(shape).partition("/")
    if kind == "string":
        return type_ == "string" and (format_ not in _FORMS or form in _FORMS[format_])
    kind = _TYPES.get(kind, kind)
    return type_ == kind or (type_ == "number" and kind == "integer")
