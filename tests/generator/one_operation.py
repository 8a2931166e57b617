"""What the tests of rendering share: documents of one operation, and what comes of them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.reading.join import JoinedDocument
from generator.reading.problem import Problem, SpecificationError
from generator.rendering.render import render_client

from .documents import document, operation

TEXT = {"type": "string"}
A_THING = {"$ref": "#/components/schemas/Thing"}


def rendered(given: JoinedDocument) -> dict[str, str]:
    """Return the rendered files by name."""
    return {str(name): text for name, text in render_client(given).items()}


def refusal(given: JoinedDocument) -> Problem:
    """Return the one problem that rendering tells."""
    with pytest.raises(SpecificationError) as caught:
        render_client(given)
    (problem,) = caught.value.problems
    return problem


def one_operation(name: str = "things.list", /, **rest: Any) -> JoinedDocument:
    """Return a document of one operation."""
    schemas = rest.pop("schemas", {})
    return document(schemas, {"/things": {"get": operation(name, **rest)}})


def text_parameter(name: str, location: str = "query", **rest: Any) -> dict[str, Any]:
    """Return a parameter that is a text."""
    return {"name": name, "in": location, "schema": TEXT, **rest}


def querying(*parameters: dict[str, Any]) -> JoinedDocument:
    """Return a document of one operation with these parameters."""
    return one_operation(parameters=list(parameters))


def body_of(*media_types: str) -> dict[str, Any]:
    """Return a body of these media types."""
    return {"content": {media_type: {"schema": TEXT} for media_type in media_types}}
