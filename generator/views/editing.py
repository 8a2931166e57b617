"""How an object is edited: `x-acme-replaces` as the templates need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..naming.names import constant_name, method_name
from ..reading.operation_table import resolve
from .answers import answer_views
from .arguments import ArgumentView, argument_views
from .operation_source import OperationSource
from .python_types import PythonType

# Under these keys of a schema stands data, which may look like a schema.
_DATA = frozenset({"const", "default", "enum", "example", "examples"})


@dataclass(frozen=True)
class EditingView:
    """What reads the object that an operation replaces.

    Attributes:
        read: the operation, as code.
        object: what it answers.
        arguments: what it is called with.
        found: which of them `restore` finds in the object itself, as its `id`.
        read_only: names of fields that the server sets itself.

    """

    read: str
    object: PythonType
    arguments: tuple[ArgumentView, ...]
    found: tuple[str, ...]
    read_only: tuple[str, ...]

    @property
    def told(self) -> tuple[ArgumentView, ...]:
        """The arguments that `restore` is given."""
        return tuple(each for each in self.arguments if each.name not in self.found)


def editing_view(
    source: OperationSource, sources: Mapping[str, OperationSource]
) -> EditingView | None:
    """Return how an object is edited; None where another method replaces the same objects."""
    if source.row.replaces is None or source.row.method != "PUT":
        return None
    reading = sources[source.row.replaces]
    arguments = tuple(each for each in argument_views(reading) if each.required)
    given = {each.name for each in argument_views(source)}
    found = tuple(each.name for each in arguments if each.name not in given)
    return EditingView(
        read=constant_name(method_name(reading.row.id.split(".")[-1])),
        object=answer_views(reading)[0].type,
        arguments=arguments,
        found=found[-1:],
        read_only=tuple(sorted(_read_only(source))),
    )


def _read_only(source: OperationSource) -> set[str]:
    """Return the names of the fields of a body, at any depth, that are marked `readOnly`."""
    root, names, seen = source.document.data, set[str](), set[str]()

    def walk(schema: Any) -> None:
        if isinstance(schema, list):
            for each in schema:
                walk(each)
        elif isinstance(schema, dict):
            if "$ref" in schema:
                if schema["$ref"] in seen:
                    return
                seen.add(schema["$ref"])
                walk(resolve(root, schema))
            for name, each in schema.get("properties", {}).items():
                if resolve(root, each).get("readOnly") or each.get("readOnly"):
                    names.add(name)
            for key, value in schema.items():
                if key not in _DATA:
                    walk(list(value.values()) if key == "properties" else value)

    for media in resolve(root, source.written["requestBody"])["content"].values():
        walk(media.get("schema"))
    return names
