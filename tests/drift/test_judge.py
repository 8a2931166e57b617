"""Which shapes a specification knows: as strictly as answers are read."""

from __future__ import annotations

from typing import Any

import pytest

from acme_ticketing_core.observability.drift_file import Difference, Document

THING: dict[str, Any] = {
    "allOf": [{"$ref": "#/components/schemas/Base"}],
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": ["string", "null"]},
        "size": {"type": "integer"},
        "price": {"type": "number", "format": "decimal"},
        "share": {"type": "string", "format": "decimal"},
        "day": {"type": "string", "format": "date"},
        "mail": {"type": "string", "format": "email"},
        "anything": {},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
        "by": {"type": "object", "additionalProperties": {"type": "integer"}},
        "state": {"anyOf": [{"type": "string", "enum": ["ON"]}, {"type": "string"}]},
        "either": {"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "boolean"}]},
        "again": {"$ref": "#/components/schemas/Again"},
        "new": {"type": "object", "properties": {"since": {"type": "integer"}, "list": {"type": "array", "items": {"type": "string"}}}},
        "lost": {"$ref": "#/components/schemas/Nowhere"},
    },
}  # fmt: skip
DOCUMENT = Document(
    {
        "paths": {
            "/things": {
                "parameters": [],
                "get": {
                    "operationId": "things.get",
                    "responses": {
                        "200": {"$ref": "#/components/responses/thing"},
                        "400": {},
                    },
                },
                "delete": {"operationId": "things.delete", "responses": {"204": {}}},
            }
        },
        "components": {
            "responses": {
                "thing": {
                    "content": {
                        "text/plain": {"schema": {"type": "string"}},
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
                    }
                }
            },
            "schemas": {
                "Thing": THING,
                "Again": {"$ref": "#/components/schemas/Again"},
                "Base": {"required": ["id"], "properties": {"id": {"type": "string"}}},
            },
        },
    }
)


def seen(path: str, shape: Any, kind: Any = "other type", **changes: Any) -> Difference:
    """Return a difference."""
    one = Difference(
        "things.get", 200, "Thing", path, kind, "", "", shape, None, 1, 1, 0, 1,
        "2026-11-29", "2026-11-29",
    )  # fmt: skip
    return one._replace(**changes)


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        ("name", ["null", "string/text", "string/empty"], ["integer", [], {}]),
        ("size", ["integer", "negative integer"], ["integral number", "string/integer", "boolean"]),
        ("price", ["integer", "number", "negative integral number"], ["string/decimal", "null"]),
        ("share", ["string/decimal", "string/integer"], ["string/empty", "number"]),
        ("day", ["string/date"], ["string/date-time", "string/empty"]),
        ("mail", ["string/text", "string/empty"], ["null"]),
        ("anything", ["null", [], {"a": "integer"}], []),
        ("parts[].parts[].size", ["integer"], ["string/text"]),
        ("by.*", ["integer"], ["null"]),
        ("either.size", ["integer"], ["null"]),
        ("either", [{}, "boolean"], ["string/text"]),
        ("id", ["string/24 hex"], ["integer"]),
        ("again", ["null"], []),
        ("nothing", [], ["null"]),
        ("size.deeper", [], ["null"]),
        ("", [{}], [[], "null"]),
    ],
)
def test_a_shape_is_known_or_not(path: str, known: list[Any], unknown: list[Any]) -> None:
    """By type and form, wherever it stands."""
    assert [shape for shape in known if DOCUMENT.differs(seen(path, shape))] == []
    assert [shape for shape in unknown if not DOCUMENT.differs(seen(path, shape))] == []


def test_a_new_field_is_known_with_all_that_is_inside() -> None:
    """Otherwise what is inside would differ next."""

    def new(shape: Any) -> bool:
        return DOCUMENT.differs(seen("new", shape, "unknown field"))

    assert not new({"since": "integer", "list": ["string/text"]})
    assert new({"since": "string/text"})
    assert new({"list": ["integer"]})
    assert new({"other": "integer"})
    assert not DOCUMENT.differs(seen("by", {"a": "integer"}, "unknown field"))
    assert not DOCUMENT.differs(
        seen("parts", [{"name": "null", "id": "string/text"}], "unknown field")
    )
    assert not DOCUMENT.differs(seen("anything", {"a": {"b": []}}, "unknown field"))
    assert not DOCUMENT.differs(seen("name", "null", "unknown field"))


def test_parts_are_all_to_be_taken() -> None:
    """And a schema that is only `true` takes everything."""
    assert not DOCUMENT.takes({"allOf": [{"type": "string"}, {"type": "integer"}]}, "integer")
    assert DOCUMENT.takes(True, "null")


def test_words_statuses_and_absences() -> None:
    """What is not about a shape."""
    assert DOCUMENT.differs(seen("state", "string/text", "unknown value", value="OFF"))
    assert not DOCUMENT.differs(seen("state", "string/text", "unknown value", value="ON"))
    assert not DOCUMENT.differs(seen("name", "string/text", "unknown value", value="ON"))
    assert not DOCUMENT.differs(seen("", None, "status", status=400))
    assert DOCUMENT.differs(seen("", None, "status", status=202))
    assert not DOCUMENT.differs(seen("size", "integer", status=202))
    assert DOCUMENT.differs(seen("", None, "content type"))
    assert DOCUMENT.differs(seen("", None, "total"))
    assert DOCUMENT.differs(seen("parts[].name", None, "missing"))
    assert DOCUMENT.differs(seen("id", None, "missing"))
    assert not DOCUMENT.differs(seen("size", None, "missing"))
    assert DOCUMENT.differs(seen("size.x.y", None, "missing"))
    assert DOCUMENT.differs(seen("size", "integer", operation="things.gone"))
    assert not DOCUMENT.differs(seen("", "null", operation="things.delete"))


@pytest.mark.parametrize("data", [None, [], {}, {"paths": []}])
def test_what_is_no_document_is_refused(data: Any) -> None:
    """In one sentence."""
    with pytest.raises(ValueError, match="no OpenAPI document"):
        Document(data)
