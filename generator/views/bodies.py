"""The body of a request: its Python type, and the media types that it may be sent as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..naming.text import paragraphs
from ..parsing.dialect import FORMS
from ..reading.node import Node
from ..reading.specification import essence, is_json
from .operation_source import OperationSource
from .python_types import PythonType


@dataclass(frozen=True)
class BodyView:
    """The request body."""

    name: ClassVar[str] = "body"  # the argument that it is
    type: PythonType  # its Python type; where the server takes several bodies, the union of theirs
    required: bool  # whether a call without it is refused
    doc: str  # what it is
    example: Any  # the document's first example of it, or None
    # Each Python class whose values are sent as another media type than the first.
    others: tuple[tuple[str, str], ...] = ()


def body_view(source: OperationSource) -> BodyView | None:
    """Return the body of an operation, or None if it takes none."""
    described = source.node["requestBody"].resolved()
    if not described.exists:
        return None
    first, content = described["content"].values()[0], described["content"].keys
    docs = [each["description"].text for each in (described, first["schema"].resolved())]
    found: dict[str, tuple[PythonType, str]] = {}
    for media_type, body in zip(content, source.endpoint.bodies, strict=True):
        type_ = _type(source, media_type, body.prop)
        found.setdefault(type_.annotation, (type_, media_type))
    classes = [type_.of_class for type_, _ in found.values()]
    if len(set(classes)) < len(classes) or None in classes[1:]:
        told = f"the bodies of {source.row.id} are {' or '.join(found)}, which are not told apart"
        remedy = "Describe one body, or objects of different names."
        source.refuse("requestBody", "one-body", told, remedy)
    return BodyView(
        PythonType(" | ".join(found)),
        source.endpoint.bodies[0].prop.required,
        next((text for each in docs for text in paragraphs(each)), "The request body."),
        _example(first),
        tuple((str(type_.of_class), media_type) for type_, media_type in [*found.values()][1:]),
    )


def _example(content: Node) -> Any:
    examples = content["examples"].values()
    return examples[0].resolved()["value"].value if examples else content["example"].value


def _type(source: OperationSource, media_type: str, prop: Any) -> PythonType:
    if is_json(media_type) or essence(media_type) in FORMS:
        return source.type(prop, "requestBody")
    return PythonType("str" if essence(media_type).startswith("text/") else "bytes")
