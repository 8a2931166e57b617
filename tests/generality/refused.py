"""What no package can be made of: each with the place that is told, and a word of the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refused:
    """One part of an operation (or of the components) that is refused.

    Attributes:
        name: what it is.
        operation: what the one operation of the document says.
        pointer: the place that must be told.
        says: a piece of the reason.
        components: what the document's components say.

    """

    name: str
    operation: dict[str, Any]
    pointer: str
    says: str
    components: dict[str, Any]


def _one(
    name: str, pointer: str, says: str, operation: dict[str, Any], **components: Any
) -> Refused:
    return Refused(name, operation, pointer, says, components)


def _body(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": {media_type: {"schema": schema}}}}


def _parameter(**said: Any) -> dict[str, Any]:
    return {"parameters": [{"name": "x", "in": "query", "schema": {"type": "string"}, **said}]}


_OPERATION = "/paths/~1things/post"
_OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
REFUSED = (
    _one("bodies that Python cannot tell apart", f"{_OPERATION}/requestBody", "which are not told apart",
         {"requestBody": {"content": {
             "application/json": {"schema": {"type": "array", "items": {"type": "string"}}},
             "application/x.things+json": {"schema": {"type": "array", "items": _OBJECT}}}}}),
    _one("a parameter under content", f"{_OPERATION}/parameters", "has no schema",
         {"parameters": [{"name": "x", "in": "query",
                          "content": {"application/json": {"schema": _OBJECT}}}]}),
    _one("an object in a header", f"{_OPERATION}/parameters", "the parameter x",
         {"parameters": [{"name": "x", "in": "header", "schema": _OBJECT}]}),
    _one("a list's style on a text", f"{_OPERATION}/parameters", "has the style pipeDelimited",
         _parameter(style="pipeDelimited")),
    _one("no success", f"{_OPERATION}/responses", "names no success",
         {"responses": {"404": {"description": "x"}}}),
    _one("servers of an operation", f"{_OPERATION}/servers", "has servers of its own",
         {"servers": [{"url": "https://other.example.com"}]}),
    _one("a certificate", "/components/securitySchemes/tls", "is of the type mutualTLS", {},
         securitySchemes={"tls": {"type": "mutualTLS"}}),
    _one("an object inside an object in the query", f"{_OPERATION}/parameters", "the parameter x",
         _parameter(schema={"type": "object", "properties": {"a": _OBJECT}})),
    _one("octets in the query", f"{_OPERATION}/parameters", "is a File",
         _parameter(schema={"type": "string", "format": "binary"})),
    _one("a schema of itself", "/components/schemas/Self", "consists of itself",
         _body("application/json", {"$ref": "#/components/schemas/Self"}),
         schemas={"Self": {"allOf": [{"$ref": "#/components/schemas/Self"}]}}),
)  # fmt: skip
