"""How an object is edited: `x-acme-replaces` as the templates need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..naming.names import constant_name, method_name
from ..reading.load import Pointer
from ..reading.node import Node
from ..reading.specification import within
from .answers import answer_views
from .arguments import ArgumentView, argument_views
from .operation_source import OperationSource
from .python_types import PythonType


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
    body = Node(source.document.data, (), source.written["requestBody"]).resolved()
    names, passed = set[str](), set[Pointer]()
    waiting = [content["schema"] for _, content in body["content"].entries()]
    while waiting:
        for schema in within(waiting.pop().resolved()):
            names |= {
                name
                for name, each in schema["properties"].entries()
                if each["readOnly"].value or each.resolved()["readOnly"].value
            }
            if schema.reference and schema.reference not in passed:
                passed.add(schema.reference)
                waiting.append(schema)
    return names
