"""Documents for tests that need no files: a schema or an operation in an otherwise empty one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.reading.join import JoinedDocument
from generator.reading.problem import Location

PLACE = Location(Path("spec.yaml"), 1)


def document(
    schemas: dict[str, Any] | None = None, paths: dict[str, Any] | None = None, **rest: Any
) -> JoinedDocument:
    """Return a document of `schemas` and `paths`; every value stands on a line of its own."""
    data: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Test", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas or {}, **rest.pop("components", {})},
        **rest,
    }
    locations: dict[tuple[str | int, ...], Location] = {}
    _locate(data, (), locations)
    return JoinedDocument(data, locations, dict.fromkeys(schemas or {}, "things"))


def operation(operation_id: str = "things.list", **rest: Any) -> dict[str, Any]:
    """Return an operation that answers text."""
    answer = {"description": "Text.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "operationId": operation_id,
        "tags": [operation_id.rpartition(".")[0]],
        "summary": "Do it",
        "responses": {"200": answer},
    } | rest


def json_answer(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the responses of an operation that answers JSON of `schema`."""
    return {"200": {"description": "JSON.", "content": {"application/json": {"schema": schema}}}}


def _locate(
    value: Any, pointer: tuple[str | int, ...], locations: dict[tuple[str | int, ...], Location]
) -> None:
    locations[pointer] = Location(PLACE.file, len(locations) + 1)
    entries = value.items() if isinstance(value, dict) else ()
    for key, child in enumerate(value) if isinstance(value, list) else entries:
        _locate(child, (*pointer, key), locations)
