"""The body of a request: its Python type, and the media types that it may be sent as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..naming.text import paragraphs
from ..parsing.dialect import FORMS
from ..reading.node import Node
from ..reading.specification import essence, is_json
from .operation_source import OperationSource
from .python_types import PythonType


@dataclass(frozen=True)
class BodyView:
    """The request body."""

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
    props = [body.prop for body in source.endpoint.bodies]
    types: dict[str, PythonType] = {}
    media_types: dict[str, str] = {}
    for media_type, prop in zip(content, props, strict=True):
        type_ = _type(source, media_type, prop)
        if types.setdefault(type_.annotation, type_) is type_:
            media_types[type_.annotation] = media_type
    return BodyView(
        _one_of(list(types.values())),
        props[0].required,
        next((text for each in docs for text in paragraphs(each)), "The request body."),
        _example(first),
        _others(source, types, media_types),
    )


def _example(content: Node) -> Any:
    examples = content["examples"].values()
    return examples[0].resolved()["value"].value if examples else content["example"].value


def _type(source: OperationSource, media_type: str, prop: Any) -> PythonType:
    if is_json(media_type) or essence(media_type) in FORMS:
        return source.type(prop, "requestBody")
    return PythonType("str" if essence(media_type).startswith("text/") else "bytes")


def _one_of(types: list[PythonType]) -> PythonType:
    models = frozenset[str]().union(*(each.models for each in types))
    return PythonType(" | ".join(each.annotation for each in types), models=models)


def _others(
    source: OperationSource, types: dict[str, PythonType], media_types: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    classes = {annotation: type_.of_class for annotation, type_ in types.items()}
    rest = list(classes)[1:]
    known = [each for each in classes.values() if each is not None]
    if len(known) != len(set(known)) or None in map(classes.get, rest):
        source.refuse(
            "requestBody",
            "one-body",
            f"the bodies of {source.row.id} are {' or '.join(types)}, which are not told apart",
            "Describe one body, or objects of different names.",
        )
    return tuple((str(classes[each]), media_types[each]) for each in rest)
