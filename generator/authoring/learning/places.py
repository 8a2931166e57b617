"""Where in the document, and in which file of `spec/`, a field stands that answers differ at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from acme_ticketing_core.models.shapes import steps_of

from ...comparing.side import Side
from ...reading.load import Pointer
from ...reading.node import Node
from ...reading.specification import inside, is_json, parts_of, property_at

SCHEMAS = ("components", "schemas")


@dataclass(frozen=True)
class Place:
    """A value in a file."""

    file: Path  # the file, below the folder of the specification
    pointer: Pointer  # the keys that lead to it


class Places(Side):
    """A joined document whose schemas are found by operation and path."""

    @property
    def folder(self) -> Path:
        """The folder of the specification."""
        return self.document.locate().file.parent

    def in_file(self, pointer: Pointer) -> Place:
        """Return where in a file stands what the joined document has at `pointer`."""
        file = self.document.locate(*pointer).file.relative_to(self.folder)
        return Place(file, pointer[2:] if pointer[:2] == SCHEMAS else pointer[1:])

    def response(self, operation_id: str, status: int) -> Node | None:
        """Return the answer of an operation: any success is like the first that is described."""
        operation = self.by_id.get(operation_id)
        responses = dict(operation.node["responses"].entries()) if operation else {}
        first = min((each for each in responses if each.startswith("2")), default="")
        return responses.get(str(status), responses.get(first))

    def answer(self, operation_id: str, status: int) -> Node | None:
        """Return the schema of an answer."""
        response = self.response(operation_id, status)
        for media_type, described in response["content"].entries() if response else ():
            if is_json(media_type) and "schema" in described:
                return described["schema"]
        return None

    def examples(self) -> Iterator[tuple[Pointer, Any]]:
        """Yield the values in the examples of answers, each with its place, described or not."""
        for operation in self.operations:
            for status, response in operation.node["responses"].entries():
                answer = self.answer(operation.id, int(status)) if status.isdigit() else None
                if answer is not None:
                    for described in response["content"].values():
                        for example in described["examples"].values():
                            yield from _fields(answer, example["value"].value)

    def steering(self) -> Iterator[Pointer]:
        """Yield the fields by which the client goes on: those of pages, reports and sessions."""
        for operation in self.operations:
            paging, polling = operation.node["x-acme-pagination"], operation.node["x-acme-polling"]
            rows = [f"{paging['items'].text}[]"] if paging.exists else []
            session = operation.node["x-acme-opens-session"].values()
            fields = (
                paging["count"],
                paging["more"],
                polling["id"],
                polling["statusField"],
                *session,
            )
            for path in (*rows, *(each.text for each in fields)):
                for beginning in accumulate(steps_of(path), "{}.{}".format):
                    if (found := property_at(operation.success_schema, beginning)).exists:
                        yield found.pointer


def holder_of(schema: Node) -> Node | None:
    """Return the object that a schema describes, where it declares its properties."""
    known = list(parts_of(schema))
    bare = (
        each for each in known if each.pointer[:-1] == SCHEMAS and each["type"].text == "object"
    )
    return next((each for each in known if "properties" in each), next(bare, None))


def _fields(schema: Node, value: Any) -> Iterator[tuple[Pointer, Any]]:
    """Yield a value and everything inside it."""
    yield schema.pointer, value
    if isinstance(value, list) and (items := inside(schema, "items")).exists:
        for each in value:
            yield from _fields(items, each)
    elif isinstance(value, dict) and (holder := holder_of(schema)):
        for name, each in value.items():
            if (inner := inside(schema, "properties", name)).exists:
                yield from _fields(inner, each)
            else:
                yield holder["properties"][name].pointer, each
