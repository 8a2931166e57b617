"""What a document from elsewhere says that its package does not do: told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .join import JoinedDocument
from .node import Node
from .problem import Problem
from .specification import Operation, Specification
from .validate import unknown_keys

_RULE, _REMEDY = "left-out", "Nothing is generated for it."


def left_out(document: JoinedDocument, chosen: JoinedDocument) -> tuple[Problem, ...]:
    """Return what of `document` is not in the package, sorted by place.

    Args:
        document: as it was written.
        chosen: as it was taken in (see `foreign`).

    """
    specification = Specification(document)
    answered = Specification(chosen)
    found = [_problem(document, node, what) for node, what in _calls_back(specification)]
    found += [replace(each, rule=_RULE, remedy=_REMEDY) for each in unknown_keys(chosen)]
    for operation, taken in zip(specification.operations, answered.operations, strict=True):
        found += [
            _problem(document, node, what)
            for node, what in (*_answers(operation, taken), *_encodings(operation))
        ]
    return tuple(sorted(set(found)))


def _calls_back(specification: Specification) -> Iterator[tuple[Node, str]]:
    """Yield what the server calls: a client does not."""
    if "webhooks" in specification.root:
        yield specification.root["webhooks"], "webhooks are calls of the server's"
    for operation in specification.operations:
        if "callbacks" in operation.node:
            yield (
                operation.node["callbacks"],
                f"the callbacks of {operation} are calls of the server's",
            )


def _answers(operation: Operation, taken: Operation) -> Iterator[tuple[Node, str]]:
    for status, response in operation.responses.items():
        for media_type, node in response["content"].entries():
            if media_type not in taken.responses[status]["content"]:
                yield node, f"{operation} is never asked for its answer in {media_type}"


def _encodings(operation: Operation) -> Iterator[tuple[Node, str]]:
    for media_type, content in operation.node["requestBody"].resolved()["content"].entries():
        if "encoding" in content:
            yield content["encoding"], f"{operation} writes the parts of {media_type} as usual"


def _problem(document: JoinedDocument, node: Node, what: str) -> Problem:
    return Problem(document.locate(*node.pointer), _RULE, what, _REMEDY)
