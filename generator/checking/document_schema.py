"""The form of the document as one JSON Schema: OpenAPI 3.1, JSON Schema 2020-12, and our own words.

What neither a standard nor this table knows is refused, as a misspelt extension or keyword would
otherwise be ignored without a word. `x-remedy` says what to write instead.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache, reduce
from importlib.metadata import distribution
from operator import getitem
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # has no types

_OPENAPI_SCHEMA = "openapi_spec_validator/resources/schemas/v3.1/schema.json"
_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True}
_FILE = {"type": "string", "pattern": r"^[^/]+\.md\Z", "x-remedy": "Name a file of facts."}


def _record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": [*required],
        "additionalProperties": False,
    }


_SENSITIVE = {"type": "boolean"}
_FACTS = _record(
    dict.fromkeys(("email", "lines", "lineEvent", "lineTicket", "lineQuantity"), _TEXTS),
    dict.fromkeys(
        ("amount", "bundles", "card", "cardToken", "cart", "customer", "notes", "telephone",
         "time"), _TEXTS,
    ),
)  # fmt: skip
# The letters of the endpoint index; met in production; in another client only, not seen to work.
_SUPPORT = {"enum": ["A", "B", "C", "D", "observed", "peer"]}
_SOURCE = _record(
    {"file": _FILE, "support": _SUPPORT},
    {"also": _FILE, "day": _TEXT, "answers": {"type": "integer"}},
)
_REMEDY = {"x-remedy": "List the alternatives; each names at least one security scheme."}
_SECURITY = {
    "minItems": 1,
    "items": {"$ref": "#/$defs/security-requirement", "minProperties": 1, **_REMEDY},
    **_REMEDY,
}

# What each kind of object has beyond the standards, and what is asked of the keys it has by them.
OURS: dict[str, dict[str, Any]] = {
    "document": {"security": _SECURITY},
    "operation": {
        "security": _SECURITY,
        "operationId": {
            "pattern": r"^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){1,2}\Z",
            "x-remedy": "Write the call as a person would: `b2b.events.list`, `sessions.create`.",
        },
        "summary": {
            "pattern": r"^[^\n]*[^\s.]$",
            "x-remedy": "Say in one imperative line, without a full stop, what a call does.",
        },
        "description": {
            "pattern": r"\S",
            "x-remedy": "Say what a caller should know: units, limits, what an empty answer means.",
        },
        "x-acme-source": _SOURCE
        | {"x-remedy": "Write `x-acme-source: {file: events-b2b.md, support: A}`."},
        "x-acme-limit": {"enum": ["b2b", "b2c", "cors"]}
        | {"x-remedy": "Write the limit that a call counts against: that of its area."},
        "x-acme-changes": _record(
            {"by": {"enum": ["filter", "order", "comparison"]}, "id": _TEXT},
            {"since": _TEXT, "time": _TEXT, "sort": {"enum": ["asc", "desc"]},
             "with": {"type": "object", "minProperties": 1}, "read": _TEXT},
        ),
        "x-acme-note": _TEXT,
        "x-acme-opens-session": _record({"token": _TEXT, "expires": _TEXT}),
        "x-acme-pagination": _record(
            {"style": {"enum": ["page"]}, "page": _TEXT, "pageSize": _TEXT},
            {"items": _TEXT, "count": _TEXT, "more": _TEXT,
             "most": {"type": "integer", "minimum": 1}},
        ),
        "x-acme-polling": _record(
            {"status": _TEXT, "id": _TEXT, "statusField": _TEXT, "done": _TEXTS, "failed": _TEXTS,
             "results": {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}},
            {"definition": _TEXT, "resource": _TEXT},
        ),
        "x-acme-replacement": _TEXT,
        "x-acme-replaces": _TEXT,
        "x-acme-replay": {"enum": ["safe", "idempotent", "guarded", "none"]},
        "x-acme-settled-by": _record(
            {"search": _TEXT, "read": _TEXT, "purchase": _FACTS, "order": _FACTS}, {"cart": _TEXT},
        ),
    },
    "parameter": {
        "x-acme-note": _TEXT,
        "x-acme-role": {"enum": ["idempotency-key", "request-id", "buyer-ip"]},
        "x-acme-sensitive": _SENSITIVE,
        "x-acme-source": _SOURCE,
    },
    "response": {"x-acme-empty-body": {"enum": ["notFound"]}, "x-acme-note": _TEXT},
    "schema": {
        "nullable": {"not": {}, "x-remedy": "Write `type: [string, 'null']`."},
        "discriminator": True, "example": True, "externalDocs": True, "xml": True,
        "x-acme-closed": {"const": True},
        "x-acme-note": _TEXT,
        "x-acme-sensitive": _SENSITIVE,
        "x-acme-source": _SOURCE,
    },
    "security-scheme": {
        "type": {"const": "apiKey", "x-remedy": "The client sends nothing but keys in headers."},
        "in": {"const": "header", "x-remedy": "The client sends nothing but keys in headers."},
        "x-acme-alternative-header": _TEXT,
        "x-acme-note": _TEXT,
        "x-acme-sensitive": _SENSITIVE,
    },
    "server": {"x-acme-environment": {"enum": ["production", "sandbox"]}},
    "tag": {
        "description": {
            "pattern": r"^[^\n]*\S$",
            "x-remedy": "Say in one line what its operations are about.",
        }
    },
}  # fmt: skip
_REQUIRED = {
    "document": ["security"],
    "operation": ["operationId", "summary", "description", "x-acme-source", "x-acme-limit"],
    "tag": ["description"],
}


@cache
def document_schema() -> dict[str, Any]:
    """Return the schema of the joined document."""
    # Read as a file: importing its package takes longer.
    file = distribution("openapi-spec-validator").locate_file(_OPENAPI_SCHEMA)
    schema: dict[str, Any] = json.loads(Path(str(file)).read_bytes())
    kinds: dict[str, Any] = schema["$defs"] | {"document": schema, "schema": meta_schema()}
    del kinds["specification-extensions"]["patternProperties"]
    for kind, ours in OURS.items():
        known = kinds[kind]["properties"]
        known |= {key: known.get(key, {}) | asked if asked is not True else True
                  for key, asked in ours.items()}  # fmt: skip
        kinds[kind]["required"] = [*kinds[kind].get("required", ()), *_REQUIRED.get(kind, ())]
    _put_in_place(schema, schema, kinds["schema"])
    schema["$defs"] |= meta_schema()["$defs"]
    return schema


@cache
def meta_schema() -> dict[str, Any]:
    """Return the meta-schema of JSON Schema 2020-12 as one schema, which allows no other keywords.

    The standard composes it of seven vocabularies and lets them refer to each other dynamically;
    read as one schema it says the same of a document without `$schema`, five times as fast.
    """
    composed: Any = Draft202012Validator.META_SCHEMA
    schema: dict[str, Any] = {
        "type": ["object", "boolean"],
        "properties": dict(OURS["schema"]),
        "additionalProperties": False,
        "$defs": {},
    }
    for part in composed["allOf"]:
        vocabulary: Any = deepcopy(REGISTRY.contents(urljoin(composed["$id"], part["$ref"])))
        schema["properties"] |= vocabulary["properties"]
        schema["$defs"] |= vocabulary.get("$defs", {})
    _put_in_place(schema, schema, schema)
    return schema


def _put_in_place(part: Any, whole: dict[str, Any], meta: dict[str, Any]) -> None:
    """Replace references by what they lead to: the validator would look each up again and again."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        match value:
            case {"$dynamicRef": "#meta"} if len(value) == 1:
                part[key] = meta
            case {"$ref": str(reference)} if len(value) == 1:
                part[key] = reduce(getitem, reference.split("/")[1:], whole)
            case dict() | list():
                _put_in_place(value, whole, meta)
