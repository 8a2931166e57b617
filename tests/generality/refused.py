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
    _one("an upload in parts", f"{_OPERATION}/requestBody", "multipart/form-data",
         _body("multipart/form-data", _OBJECT)),
    _one("a body of text", "/paths/~1things", "Unsupported content type text/plain",
         _body("text/plain", {"type": "string"})),
    _one("a choice of bodies", f"{_OPERATION}/requestBody", "application/json or",
         {"requestBody": {"content": {"application/json": {"schema": _OBJECT},
                                      "application/x-www-form-urlencoded": {"schema": _OBJECT}}}}),
    _one("a parameter under content", f"{_OPERATION}/parameters", "has no schema",
         {"parameters": [{"name": "x", "in": "query",
                          "content": {"application/json": {"schema": _OBJECT}}}]}),
    _one("an object in a header", f"{_OPERATION}/parameters", "the parameter x",
         {"parameters": [{"name": "x", "in": "header", "schema": _OBJECT}]}),
    _one("a matrix in the query", f"{_OPERATION}/parameters", "has the style pipeDelimited",
         _parameter(style="pipeDelimited")),
    _one("an answer of HTML", f"{_OPERATION}/responses/200", "answers with HTML",
         {"responses": {"200": {"description": "x",
                                "content": {"text/html": {"schema": {"type": "string"}}}}}}),
    _one("a choice of answers", f"{_OPERATION}/responses", "2 media types",
         {"responses": {"200": {"description": "x", "content": {
             "application/json": {"schema": _OBJECT}, "text/csv": {"schema": {"type": "string"}}}}}}),
    _one("a range of successes", f"{_OPERATION}/responses", "2XX",
         {"responses": {"2XX": {"description": "x"}}}),
    _one("servers of an operation", f"{_OPERATION}/servers", "has servers of its own",
         {"servers": [{"url": "https://other.example.com"}]}),
    _one("a key in the query", "/components/securitySchemes/key", "travels in query", {},
         securitySchemes={"key": {"type": "apiKey", "in": "query", "name": "key"}}),
    _one("two properties of one name", "/components/schemas/Twins/properties/a_b", "would both be `a_b`",
         _body("application/json", {"$ref": "#/components/schemas/Twins"}),
         schemas={"Twins": {"type": "object", "properties": {
             "a-b": {"type": "string"}, "a_b": {"type": "string"}}}}),
    _one("octets in JSON", "/components/schemas/File/properties/data", "binary",
         _body("application/json", {"$ref": "#/components/schemas/File"}),
         schemas={"File": {"type": "object", "properties": {
             "data": {"type": "string", "format": "binary"}}}}),
)  # fmt: skip
