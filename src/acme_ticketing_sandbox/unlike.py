"""Answers as another server might give them: of other types, in other forms, under other headers.

The specification was written without calling the API, so the real server will differ. Which
fields differ, and how, hangs on the seed alone: a server differs in the same way each time.
Requests are checked as ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any, NamedTuple, cast

from .http.messages import Reply
from .specification.specification import JSON, Operation, specification
from .values import times
from .values.settings import Settings, number

_PAGE_SIZE = "pageSize"
_CAPS = (None, 1, 7, 50)
_PLAIN = {"string", "integer", "number", "boolean"}
# What differs when JSON is sent as something else: the kind, the text's encoding, the header.
_MEDIA: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("content type", "utf-8", {"content-type": "application/octet-stream"}),
    ("charset", "utf-8", {}),
    ("charset", "utf-16", {"content-type": f"{JSON};charset=UTF-16"}),
    ("charset", "utf-8", {"content-type": f"{JSON};charset=ISO-8859-1"}),  # if it is all ASCII
)
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
        cap = _Answer(self, operation).dice("cap").choice(_CAPS)
        if cap is None or all(each.name != _PAGE_SIZE for each in operation.parameters):
            return query
        asked = query.get(_PAGE_SIZE, cap)
        return {**query, _PAGE_SIZE: min(asked, cap) if asked > 0 else cap}

    def changed(self, operation: Operation, reply: Reply) -> Reply:
        """Return an answer as this server gives it; what is no success in JSON stays as it is."""
        headers = dict(reply.headers)
        schema = operation.responses.get(reply.status, {}).get(JSON)
        if reply.status >= 300 or headers.get("content-type") != JSON or schema is None:
            return reply
        answer = _Answer(self, operation)
        value = answer.inside(schema, reply.json(), "")
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        dice, encoding = answer.dice("headers"), "utf-8"
        if answer.hit(dice):
            kind, encoding, media = _MEDIA[dice.randrange(4 if text.isascii() else 3)]
            del headers["content-type"]
            headers |= media
            answer.plant("", kind)
        return replace(reply, headers=headers, body=text.encode(encoding))


class _Answer(NamedTuple):
    """An answer of an operation, gone through along its schema."""

    unlike: Unlike
    operation: Operation

    def dice(self, *place: str) -> Random:
        return Random("/".join([str(self.unlike.seed), self.operation.id, *place]))  # noqa: S311 - no secret

    def hit(self, dice: Random) -> bool:
        """Tell whether there is a difference at the place of these dice."""
        return dice.random() < self.unlike.share

    def plant(self, path: str, kind: str) -> None:
        """Note a difference."""
        self.unlike.planted.append(Difference(self.operation.id, path, kind))

    def inside(self, schema: Any, value: Any, path: str) -> Any:
        """Return a value whose parts differ."""
        schema = self._merged(schema)
        if isinstance(value, dict):
            return self._object(schema, cast("dict[str, Any]", value), path)
        if isinstance(value, list) and "items" in schema:
            return self._array(schema["items"], value, path)
        return value

    def _object(self, schema: Schema, value: dict[str, Any], path: str) -> dict[str, Any]:
        properties = schema.get("properties", {})
        dice = self.dice(path, "object")
        addition = properties and self.hit(dice)
        if "count" in value and path == "pagination" and self.hit(dice):
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
        if "properties" in described and changed and self.hit(dice):
            changed.insert(dice.randrange(len(changed) + 1), dice.choice((None, "", 7, [])))
            self.plant(path, "other type")
        return changed

    def _field(self, schema: Any, value: Any, path: str) -> Any:
        described = self._merged(schema)
        dice = self.dice(path)
        if self.hit(dice) and (choices := list(_choices(described, value))):
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
    kind = schema.get("type")
    if not isinstance(kind, str) or value is None or "const" in schema:
        return
    yield "null", None
    if kind in _PLAIN:
        yield "other type", {"value": value}
    match kind, schema.get("format"):
        case "string", "date-time":
            moment = times.epoch_milliseconds(datetime.fromisoformat(value))
            yield from (("empty text", ""), ("other type", moment), ("other form", str(moment)))
            yield "other form", value[:19].replace("T", " ")
        case "string", "uuid" | "decimal":
            yield "empty text", ""
        case "string", _:
            yield "other type", 1234567
            if "enum" in schema:
                yield "unknown value", "SOMETHING_NEW"
        case "integer", _:
            others = (float(value), str(value), f"{value}O", bool(value))
            yield from (("other type", other) for other in others)
        case "number", _:
            yield from (("other type", str(value)), ("empty text", ""))
        case "boolean", _:
            yield from (("other type", str(value).upper()), ("other type", int(value)))
        case "object" | "array", _:
            yield from (("empty text", ""), ("other type", [] if kind == "object" else {}))
