"""Answers as another server might give them: of other types, in other forms, under other headers.

The specification was written without calling the API, so the real server will differ. Which
fields differ, and how, hangs on the seed alone: a server differs in the same way each time.
Requests are checked as ever.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from random import Random
from typing import Any, NamedTuple, cast

from .http.messages import Reply
from .specification.specification import JSON, Operation, specification
from .values import times
from .values.settings import Settings, number

_PAGE_SIZE = "pageSize"
_CAPS = (None, 1, 7, 50)
_PLAIN = {"string", "integer", "number", "boolean"}
Schema = Mapping[str, Any]


class Difference(NamedTuple):
    """One way in which an answer was made to differ.

    Attributes:
        operation_id: the operation that answered.
        path: the field by wire names, without indices: `list[].capacity`; empty for the whole.
        kind: `other type`, `other form`, `empty text`, `null`, `unknown value`, `unknown field`,
            `content type`, `charset` or `no total`.

    """

    operation_id: str
    path: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Unlike(Settings):
    """How the answers of another server differ from the specification.

    Args:
        seed: the same seed gives the same differences; 0 or more.
        share: how many of the fields differ, from 0 to 1.

    Attributes:
        planted: every difference that was sent, in order.

    Raises:
        ValueError: seed or share is none.

    """

    seed: int
    share: float = number(0.1, most=1)
    planted: list[Difference] = field(default_factory=list, init=False)

    def page_size(self, operation: Operation, query: dict[str, Any]) -> dict[str, Any]:
        """Return a query whose page is no longer than this server allows."""
        cap = self._dice(operation, "cap").choice(_CAPS)
        if cap is None or all(each.name != _PAGE_SIZE for each in operation.parameters):
            return query
        asked = query.get(_PAGE_SIZE, cap)
        return {**query, _PAGE_SIZE: min(asked, cap) if asked > 0 else cap}

    def changed(self, operation: Operation, reply: Reply) -> Reply:
        """Return an answer as this server gives it; what is no success in JSON stays as it is."""
        media = reply.headers.get("content-type", "")
        schema = operation.responses.get(reply.status, {}).get(JSON)
        if reply.status >= 300 or media != JSON or schema is None:
            return reply
        walk = _Walk(
            self.share,
            partial(self._dice, operation),
            lambda *difference: self.planted.append(Difference(operation.id, *difference)),
        )
        value = walk.inside(schema, reply.json(), "")
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self._under_another_type(operation, replace(reply, body=body.encode()), body)

    def _under_another_type(self, operation: Operation, reply: Reply, text: str) -> Reply:
        dice = self._dice(operation, "headers")
        if dice.random() >= self.share:
            return reply
        headers, content, kind = dict(reply.headers), reply.body, "charset"
        match dice.randrange(4 if text.isascii() else 3):
            case 0:
                headers["content-type"], kind = "application/octet-stream", "content type"
            case 1:
                del headers["content-type"]
            case 2:
                headers["content-type"] = f"{JSON};charset=UTF-16"
                content = text.encode("utf-16")
            case _:
                headers["content-type"] = f"{JSON};charset=ISO-8859-1"
        self.planted.append(Difference(operation.id, "", kind))
        return replace(reply, headers=headers, body=content)

    def _dice(self, operation: Operation, *place: str) -> Random:
        return Random("/".join([str(self.seed), operation.id, *place]))  # noqa: S311 - no secret


class _Walk(NamedTuple):
    """One answer, gone through along its schema."""

    share: float  # how many of the fields differ
    dice: Callable[..., Random]  # those of a place
    plant: Callable[[str, str], None]  # notes a difference by its path and kind

    def inside(self, schema: Any, value: Any, path: str) -> Any:
        """Return a value whose parts differ."""
        schema = self._merged(schema)
        if isinstance(value, dict):
            return self._object(schema, cast("dict[str, Any]", value), path)
        array: list[Any] = value
        if isinstance(value, list) and "items" in schema:
            return self._array(schema["items"], array, path)
        return value

    def _object(self, schema: Schema, value: dict[str, Any], path: str) -> dict[str, Any]:
        properties = schema.get("properties", {})
        dice = self.dice(path, "object")
        addition = properties and dice.random() < self.share
        if "count" in value and path == "pagination" and dice.random() < self.share:
            value = {name: inner for name, inner in value.items() if name != "count"}
            self.plant(path, "no total")
        changed = {
            name: self._field(properties[name], inner, f"{path}.{name}".lstrip("."))
            if name in properties else inner
            for name, inner in value.items()
        }  # fmt: skip
        if addition:
            changed["vendorAddition"] = {"since": 2026}
            self.plant(path, "unknown field")
        return changed

    def _array(self, items: Any, value: list[Any], path: str) -> list[Any]:
        path = f"{path}[]"
        changed = [self.inside(items, item, path) for item in value]
        described = self._merged(items)
        dice = self.dice(path, "array")
        if "properties" in described and changed and dice.random() < self.share:
            changed.insert(dice.randrange(len(changed) + 1), dice.choice((None, "", 7, [])))
            self.plant(path, "other type")
        return changed

    def _field(self, schema: Any, value: Any, path: str) -> Any:
        described = self._merged(schema)
        dice = self.dice(path)
        if dice.random() < self.share and (choices := list(_choices(described, value))):
            kind, other = dice.choice(choices)
            self.plant(path, kind)
            return other
        return self.inside(described, value, path)

    def _merged(self, schema: Any) -> dict[str, Any]:
        """Return a schema with what `$ref` and `allOf` bring; alternatives stay apart."""
        described = dict(specification().schemas.resolve(schema))
        for part in described.pop("allOf", ()):
            inner = self._merged(part)
            properties = inner.get("properties", {}) | described.get("properties", {})
            described = inner | described
            if properties:
                described["properties"] = properties
        return described


def _choices(schema: Schema, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what may come in the place of a value; nothing where the schema takes anything."""
    types = schema.get("type")
    if not isinstance(types, str) or value is None or "const" in schema:
        return
    yield "null", None
    if types in _PLAIN:
        yield "other type", {"value": value}
    form = schema.get("format")
    match types, form:
        case "string", "date-time":
            yield "empty text", ""
            moment = times.epoch_milliseconds(datetime.fromisoformat(value))
            yield "other type", moment
            yield "other form", str(moment)
            yield "other form", value[:19].replace("T", " ")
        case "string", "uuid" | "decimal":
            yield "empty text", ""
        case "string", _:
            yield "other type", 1234567
            if "enum" in schema:
                yield "unknown value", "SOMETHING_NEW"
        case "integer", _:
            yield from (("other type", float(value)), ("other type", str(value)))
            yield from (("other type", f"{value}O"), ("other type", bool(value)))
        case "number", _:
            yield from (("other type", str(value)), ("empty text", ""))
        case "boolean", _:
            yield from (("other type", str(value).upper()), ("other type", int(value)))
        case "object" | "array", _:
            yield "empty text", ""
            yield "other type", [] if types == "object" else {}
        case _:
            pass
