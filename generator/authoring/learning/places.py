"""Where in the files of `spec/` the schema of a field stands that answers differ at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acme_ticketing_core.models.shapes import steps_of

from ...reading.join import PATH_FILES, JoinedDocument
from ...reading.load import load
from ...reading.operation_table import operations
from ...reading.specification import is_json

_DEEPEST = 50


@dataclass(frozen=True)
class Place:
    """A value in a file."""

    file: Path  # the file, below the folder of the specification
    pointer: tuple[str | int, ...]  # the keys that lead to it

    def __truediv__(self, key: str | int) -> Place:
        return Place(self.file, (*self.pointer, key))


@dataclass(frozen=True)
class Found:
    """A schema."""

    place: Place  # where it stands
    schema: dict[str, Any]  # what it says; references in it are those of the joined document
    name: str = ""  # the component that it is, or empty


class Places:
    """Finds schemas by operation and path."""

    def __init__(self, root: Path, document: JoinedDocument) -> None:
        self._folder = root.parent
        self._document = document
        self._schemas: dict[str, Any] = document.data["components"]["schemas"]
        self.operations = {
            operation["operationId"]: (path, method, operation)
            for path, method, operation in operations(document.data)
        }
        self._files = {
            path: Path(name) for name in load(root).data[PATH_FILES]
            for path in load(self._folder / name).data
        }  # fmt: skip

    def component(self, name: str) -> Found:
        """Return a component."""
        place = Place(Path("schemas", f"{self._document.schema_files[name]}.yaml"), (name,))
        return Found(place, self._schemas[name], name)

    def response(self, operation_id: str, status: int) -> Place | None:
        """Return where the answer of an operation is described, if it is in a file of paths."""
        if operation_id not in self.operations:
            return None
        path, method, operation = self.operations[operation_id]
        responses, named = operation["responses"], str(status)
        if named not in responses:
            named = min((each for each in responses if each.startswith("2")), default="")
        pointer = (path, method.lower(), "responses", named)
        return Place(self._files[path], pointer) if named else None

    def answer(self, operation_id: str, status: int) -> Found | None:
        """Return the schema of an answer."""
        place = self.response(operation_id, status)
        if place is None:
            return None
        response = self.operations[operation_id][2]["responses"][place.pointer[-1]]
        for media_type, described in response.get("content", {}).items():
            if is_json(media_type) and "schema" in described:
                return Found(place / "content" / media_type / "schema", described["schema"])
        return None

    def at(self, found: Found, path: str) -> Found | None:
        """Return the schema of the field that a path leads to."""
        return self._at(found, steps_of(path), _DEEPEST)

    def owner(self, found: Found, path: str) -> tuple[Found, str] | None:
        """Return the object that holds a field, followed to where it declares its properties."""
        *steps, name = steps_of(path) or [""]
        holder = self._at(found, steps, _DEEPEST)
        if holder is None:
            return None
        known = list(self.followed(holder))
        for each in known:
            if "properties" in each.schema:
                return each, name
        bare = (each for each in known if each.name and each.schema.get("type") == "object")
        return next(((each, name) for each in bare), None)

    def followed(self, found: Found, depth: int = _DEEPEST) -> Iterator[Found]:
        """Yield a schema, what it refers to, and the parts and alternatives of both."""
        schema = found.schema
        if depth and "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            yield from self.followed(self.component(name), depth - 1)
            return
        yield found
        for key in ("allOf", "anyOf", "oneOf") if depth else ():
            for index, part in enumerate(schema.get(key, ())):
                yield from self.followed(Found(found.place / key / index, part), depth - 1)

    def examples(self) -> Iterator[tuple[Place, Any]]:
        """Yield the values in the examples of answers, each with its place, described or not."""
        for operation_id, (_, _, operation) in self.operations.items():
            for status, response in operation["responses"].items():
                answer = self.answer(operation_id, int(status)) if status.isdigit() else None
                if answer is None:
                    continue
                for described in response.get("content", {}).values():
                    for example in described.get("examples", {}).values():
                        yield answer.place, example.get("value")
                        yield from self._fields(answer, example.get("value"))

    def _fields(self, found: Found, value: Any) -> Iterator[tuple[Place, Any]]:
        if isinstance(value, list):
            if (items := self._at(found, ["[]"], _DEEPEST)) is not None:
                for each in value:
                    yield items.place, each
                    yield from self._fields(items, each)
        elif isinstance(value, dict):
            if (owner := self.owner(found, "")) is None:
                return
            for name, each in value.items():
                if (inner := self._at(found, [name], _DEEPEST)) is not None:
                    yield inner.place, each
                    yield from self._fields(inner, each)
                else:
                    yield owner[0].place / "properties" / name, each

    def sent(self) -> set[str]:
        """Return the names of the schemas that requests are made of."""
        names: set[str] = set()
        waiting: list[Any] = [each.get("requestBody") for _, _, each in self.operations.values()]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                name = str(node.get("$ref", "")).rpartition("/")[2]
                if name in self._schemas and name not in names:
                    names.add(name)
                    waiting.append(self._schemas[name])
                waiting += node.values()
            elif isinstance(node, list):
                waiting += node
        return names

    def _at(self, found: Found, steps: list[str], depth: int) -> Found | None:
        if not steps:
            return found
        step, *rest = steps
        for each in self.followed(found):
            if step == "[]":
                inner, place = each.schema.get("items"), each.place / "items"
            else:
                inner = each.schema.get("properties", {}).get(step)
                place = each.place / "properties" / step
            if isinstance(inner, dict) and depth:
                return self._at(Found(place, inner), rest, depth - 1)
        return None
