"""Drift logs read back, trusting no line, and held against a specification."""

from __future__ import annotations

import json
import re
from collections import ChainMap
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias, cast, get_args

from acme_ticketing_core.models.reading import Kind
from acme_ticketing_core.models.shapes import is_word, steps_of
from acme_ticketing_core.operations.names import resolved

_OPERATION: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*")
_SCHEMA: Final = re.compile(r"[A-Za-z0-9_]*")
_PATH: Final = re.compile(r"(\*|[A-Za-z_][\w-]*)?((\[\])|(\.(\*|[A-Za-z_][\w-]*)))*…?", re.ASCII)
_SHAPE: Final = re.compile(r"[a-z0-9 /-]{1,60}")
_KEY: Final = re.compile(r"\*|[A-Za-z_][\w-]*", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS: Final = get_args(Kind)
_OF_FIELDS: Final = frozenset({"missing", "unknown field"})
_LONGEST: Final = 500
_DEEPEST_SHAPE: Final = 8
_COUNTS: Final = ("times", "answers", "as_specified", "answers_in_all")


class Difference(NamedTuple):
    """A kind of difference, as `Drift`, with all that was counted of it."""

    operation: str
    status: int
    schema: str
    path: str
    kind: Kind
    expected: str
    found: str
    shape: Any
    value: str | None
    times: int
    answers: int  # that differed so
    as_specified: int
    answers_in_all: int  # of the operation
    first: str  # day
    last: str


class Read(NamedTuple):
    """What drift logs hold."""

    differences: list[Difference]  # one of each kind, most seen first
    unreadable: int  # lines that are none of a drift log


def read_drift(files: Iterable[str]) -> Read:
    """`-` is the standard input."""
    found: dict[str, Difference] = {}
    unreadable = 0
    for file in files:
        where, keep = (0, False) if file == "-" else (file, True)
        with open(where, encoding="utf-8", errors="replace", closefd=keep) as lines:
            for text in lines:
                line = text.strip().removeprefix("\ufeff")  # files may have been joined
                if one := _difference(line):
                    key = json.dumps([one[:5], one.found, one.shape, one.value], sort_keys=True)
                    found[key] = _added(found[key], one) if key in found else one
                elif line:
                    unreadable += 1
    order = sorted(
        found.values(), key=lambda each: (-each.times, each.operation, each.path, each.kind)
    )
    return Read(order, unreadable)


def _added(one: Difference, other: Difference) -> Difference:
    sums: Any = {name: getattr(one, name) + getattr(other, name) for name in _COUNTS}
    days = [one.first, one.last, other.first, other.last]
    return one._replace(first=min(days), last=max(days), **sums)


def _difference(line: str) -> Difference | None:
    try:
        entry: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    data = cast("dict[str, Any]", entry if isinstance(entry, dict) else {})
    checked = (
        _is(data.get("operation"), _OPERATION)
        and _is(data.get("schema"), _SCHEMA)
        and _is(data.get("path"), _PATH)
        and data.get("kind") in _KINDS
        and (data["kind"] not in _OF_FIELDS or data["path"][-1:] not in {"", "]"})
        and _printable(data.get("expected"))
        and _printable(data.get("found"))
        and _is_shape(data.get("shape"), _DEEPEST_SHAPE)
        and (data.get("value") is None or is_word(data.get("value")))
        and _is(data.get("day"), _DAY)
        and all(_is_count(data.get(name)) for name in ("status", *_COUNTS))
        and data["status"] in range(200, 300)  # only successes are read
    )
    if not checked:
        return None
    data |= {"first": data["day"], "last": data["day"]}
    return Difference._make(data.get(name) for name in Difference._fields)


def _is(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and form.fullmatch(value) is not None


def _printable(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 10**15


def _is_shape(value: Any, depth: int) -> bool:
    if value is None or _is(value, _SHAPE):
        return True
    if isinstance(value, dict):
        entries: dict[str, Any] = cast("Any", value)
        return all(_is(key, _KEY) for key in entries) and _is_shape([*entries.values()], depth)
    if isinstance(value, list) and depth:
        items: list[Any] = cast("Any", value)
        return all(_is_shape(each, depth - 1) for each in items)
    return False


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

_Parts: TypeAlias = ChainMap[str, Any]
"""One of the things that a schema may be: all schemas that describe it, the nearest first."""


class Document:
    """A joined OpenAPI document, asked what an answer may look like."""

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(cast("Any", data).get("paths"), dict):
            raise ValueError("it is no OpenAPI document")  # noqa: TRY004 - whatever it is
        self._data = cast("dict[str, Any]", data)
        self._operations: dict[str, dict[str, Any]] = {
            operation["operationId"]: operation
            for item in self._data["paths"].values()
            for operation in item.values()
            if isinstance(operation, dict) and "operationId" in operation
        }

    def differs(self, one: Difference) -> bool:
        """Whether the document still says otherwise than what was seen."""
        operation = self._operations.get(one.operation)
        if operation is None:
            return True
        responses: dict[str, Any] = operation["responses"]
        if one.kind == "status":
            return str(one.status) not in responses
        if one.kind in {"total", "content type"}:
            return True
        answer, steps = self._answer(responses, one.status), steps_of(one.path)
        if one.kind == "missing":
            holders = list(self._at(answer, steps[:-1]))
            parts = [part for each in holders for part in each.maps]
            return not holders or any(steps[-1] in part.get("required", ()) for part in parts)
        schemas = list(self._at(answer, steps))
        if one.kind == "unknown value" and schemas:
            words = [word for each in schemas for word in each.get("enum", ())]
            return bool(words) and one.value not in words  # without any it knows every word
        deep = one.kind == "unknown field"
        return not any(self._fits(each, one.shape, deep=deep) for each in schemas)

    def takes(self, schema: Any, shape: Any, *, deep: bool = False) -> bool:
        return any(self._fits(each, shape, deep=deep) for each in self._alternatives(schema))

    def _fits(self, one: _Parts, shape: Any, *, deep: bool) -> bool:
        told = [types for part in one.maps if (types := part.get("type")) is not None]
        lists: list[list[str]] = [[each] if isinstance(each, str) else each for each in told]
        if not all(_is_one_of(types, one.get("format", ""), shape) for types in lists):
            return False
        if not deep or not told:
            return True
        if isinstance(shape, list):
            items: list[Any] = cast("Any", shape)
            return all(self.takes(one.get("items", True), each, deep=True) for each in items)
        entries = cast("dict[str, Any]", shape) if isinstance(shape, dict) else {}
        return all(self.takes(_field(one, key), entries[key], deep=True) for key in entries)

    def _alternatives(self, schema: Any, depth: int = _DEEPEST) -> list[_Parts]:
        """Give all that a schema may be, each whole: references followed, parts put together."""
        if schema is False:  # nothing is as it says
            return []
        described = resolved(self._data, schema if depth else {})
        choices = [[each] for each in described.get("allOf", ())]
        if choice := described.get("anyOf") or described.get("oneOf"):
            choices.append(choice)
        found = [ChainMap(described)]
        for choice in choices:
            others = [other for each in choice for other in self._alternatives(each, depth - 1)]
            found = [ChainMap(*one.maps, *other.maps) for one in found for other in others]
        return found

    def _answer(self, responses: dict[str, Any], status: int) -> Any:
        """Any success reads like the first that is named."""
        first = min((each for each in responses if each.startswith("2")), default="")
        response = responses.get(str(status)) or responses.get(first, {})
        content = resolved(self._data, response).get("content", {})
        for media_type, described in content.items():
            if media_type.endswith(("/json", "+json")):
                return described.get("schema", {})
        return {}

    def _at(self, schema: Any, steps: list[str]) -> Iterator[_Parts]:
        """Yield the alternatives of what stands there."""
        if not steps:
            yield from self._alternatives(schema)
            return
        step, *rest = steps
        for each in self._alternatives(schema):
            inner = each.get("items", False) if step == "[]" else _field(each, step)
            yield from self._at(inner, rest)


def _field(one: _Parts, name: str) -> Any:
    known = (part.get("properties", {}) for part in one.maps)
    otherwise = one.get("additionalProperties", False)
    return next((fields[name] for fields in known if name in fields), otherwise)


def _is_one_of(types: list[str], format_: str, shape: Any) -> bool:
    if isinstance(shape, (dict, list)):
        return ("object" if isinstance(shape, dict) else "array") in types
    kind, _, form = str(shape).partition("/")
    if kind == "string":
        forms = _FORMS.get(format_)
        return "string" in types and (forms is None or form in forms)
    kind = _TYPES.get(kind, kind)
    return kind in types or ("number" in types and kind == "integer")
