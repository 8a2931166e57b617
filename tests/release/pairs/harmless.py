"""Edits that break nobody: additions, which need a minor version, and other words, which do not."""

from __future__ import annotations

from . import Pair

_GET = "paths > /events/{id} > get"
_LIST = "paths > /events > get"
_MAKE = "paths > /events > post"
_PAY = "paths > /checkout > post"
_EVENT = "components > schemas > Event"
_GIVEN = f"{_EVENT} > properties"
_SENT = "components > schemas > EventInput > properties"
_ANSWER = {"200": {"description": "Fine."}}

ADDITIONS = (
    Pair("operation added", ("operation-added",), {
        "paths > /doors": {"get": {"operationId": "b2b.doors.list", "responses": _ANSWER}},
    }),
    Pair("operation deprecated", ("operation-deprecated",), {f"{_GET} > deprecated": True}),
    Pair("parameter added", ("parameter-added",), {
        f"{_LIST} > parameters > 5": {"name": "day", "in": "query", "schema": {"type": "string"}},
    }),
    Pair("supplied header added", ("parameter-added-supplied",), {
        f"{_LIST} > parameters > 5":
            {"name": "x-acme-request-id", "in": "header", "required": True,
             "x-acme-role": "request-id", "schema": {"type": "string"}},
    }),
    Pair("parameter optional", ("parameter-became-optional",), {
        "paths > /events/{id} > delete > parameters > 1 > required": False,
    }),
    Pair("parameter with a role", ("parameter-role-changed",), {
        f"{_LIST} > parameters > 4 > x-acme-role": "buyer-ip",
    }),
    Pair("body that may be left out", ("body-added",), {
        f"{_PAY} > requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
    }),
    Pair("body optional", ("body-became-optional",), {f"{_MAKE} > requestBody > required": False}),
    Pair("answer with content", ("answer-content-added",), {
        "paths > /events/{id} > delete > responses > 204 > content":
            {"application/json": {"schema": {"type": "string"}}},
    }),
    Pair("answer never empty", ("answer-never-empty",), {
        f"{_GET} > responses > 200 > x-acme-empty-body": None,
    }),
    Pair("failure added", ("error-added",), {f"{_GET} > responses > 404": {"description": "x"}}),
    Pair("failure removed", ("error-removed",), {f"{_LIST} > responses > 404": None}),
    Pair("answer with a header", ("answer-header-added",), {
        f"{_GET} > responses > 200 > headers": {"X-More": {"schema": {"type": "string"}}},
    }),
    Pair("further credentials", ("credentials-added",), {
        f"{_PAY} > security": [{"apiKey": []}, {"session": []}],
    }),
    Pair("credentials in another order", ("credentials-reordered",), {
        "security": [{"session": []}, {"apiKey": []}],
    }),
    Pair("total told", ("total-added",), {"paths > /venues > get > x-acme-pagination > count": "total"}),
    Pair("polling told", ("polling-added",), {
        f"{_MAKE} > x-acme-polling": {"status": "b2b.events.get"},
    }),
    Pair("polling changed", ("polling-changed",), {
        "paths > /reports > post > x-acme-polling > done": ["Done", "Fine"],
    }),
    Pair("another limit", ("limit-changed",), {f"{_GET} > x-acme-limit": "b2c"}),
    Pair("replay strengthened", ("replay-strengthened",), {f"{_MAKE} > x-acme-replay": "idempotent"}),
    Pair("server added", ("server-added",), {"servers > 2": {"url": "https://third.example.com"}}),
    Pair("credential added", ("scheme-added",), {
        "components > securitySchemes > badge": {"type": "apiKey", "in": "header", "name": "x-badge"},
    }),
    Pair("model added", ("model-added",), {
        "components > schemas > Door": {"type": "object", "properties": {"id": {"type": "string"}}},
    }),
    Pair("property added", ("property-added",), {f"{_GIVEN} > floor": {"type": "integer"}}),
    Pair("required property in answers", ("property-added-required",), {
        f"{_GIVEN} > floor": {"type": "integer"}, f"{_EVENT} > required": ["id", "seats", "floor"],
    }),
    Pair("property of an answer required", ("property-became-required",), {
        f"{_EVENT} > required": ["id", "seats", "price"],
    }),
    Pair("property of a request optional", ("property-became-optional",), {
        "components > schemas > EventInput > required": [],
    }),
    Pair("property deprecated", ("property-deprecated",), {f"{_GIVEN} > code > deprecated": True}),
    Pair("property hidden", ("sensitivity-changed",), {f"{_GIVEN} > code > x-acme-sensitive": True}),
    Pair("request widened", ("type-widened",), {f"{_SENT} > seats > type": "number"}),
    Pair("answer narrowed", ("type-narrowed",), {f"{_GIVEN} > rating > type": "integer"}),
    Pair("request nullable", ("became-nullable",), {f"{_SENT} > plain > type": ["string", "null"]}),
    Pair("answer no longer nullable", ("no-longer-nullable",), {f"{_GIVEN} > note > type": "string"}),
    Pair("answer only of known values", ("enum-introduced",), {f"{_GIVEN} > code > enum": ["a"]}),
    Pair("request of a further value", ("enum-value-added",), {
        f"{_SENT} > state > enum": ["Done", "Bad", "Late"],
    }),
    Pair("answer of fewer values", ("enum-value-removed",), {f"{_GIVEN} > state > enum": ["Done"]}),
    Pair("open enum grows", ("known-value-added",), {
        "components > schemas > Genre > anyOf > 0 > enum": ["music", "theatre", "dance"],
    }),
    Pair("longer text", ("bound-loosened",), {f"{_SENT} > name > maxLength": 80}),
    Pair("pattern dropped", ("pattern-removed",), {f"{_SENT} > code > pattern": None}),
    Pair("another hint", ("format-hint-changed",), {f"{_SENT} > email > format": "idn-email"}),
    Pair("another default", ("default-changed",), {f"{_SENT} > mood > default": "merry"}),
    Pair("further fields allowed", ("extra-fields-allowed",), {
        f"{_GIVEN} > limited > additionalProperties": True,
    }),
    Pair("request of a further kind", ("alternative-added",), {
        f"{_SENT} > host > oneOf > 3": {"type": "string"},
    }),
    Pair("answer of fewer kinds", ("type-narrowed",), {
        f"{_GIVEN} > host > oneOf > 1": None,
    }),
)  # fmt: skip

OTHER_WORDS = (
    Pair("description changed", (), {f"{_EVENT} > description": "An occurrence."}),
    Pair("tighter bound of an answer", ("bound-tightened",), {f"{_GIVEN} > seats > minimum": 1}),
    Pair("operation restored", ("operation-restored",), {
        "paths > /events/{id} > delete > deprecated": False,
    }),
    Pair("nothing", (), {}),
    Pair("header in another case", (), {f"{_LIST} > parameters > 4 > name": "x-trace"}),
    Pair("properties in another order", (), {
        "components > schemas > Cart > properties":
            {"amount": {"type": "string", "format": "decimal"}, "id": {"type": "string"}},
    }),
    Pair("null said otherwise", (), {
        f"{_GIVEN} > note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    }),
    Pair("null in the older dialect", (), {f"{_GIVEN} > note": {"type": "string", "nullable": True}}),
    Pair("enum of one as a constant", (), {
        "components > schemas > Genre":
            {"anyOf": [{"type": "string", "enum": ["music"]}, {"const": "theatre", "type": "string"},
                       {"type": "string"}]},
    }),
    Pair("reference wrapped in allOf", (), {
        f"{_GIVEN} > venue": {"allOf": [{"$ref": "#/components/schemas/Venue"}]},
    }),
    Pair("text named", (), {
        "components > schemas > Code": {"type": "string"},
        f"{_GIVEN} > code": {"$ref": "#/components/schemas/Code"},
    }),
    Pair("list of required names in another order", (), {f"{_EVENT} > required": ["seats", "id"]}),
    Pair("parameter moved to the path", (), {
        "paths > /events/{id} > parameters":
            [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        f"{_GET} > parameters": [],
    }),
    Pair("parameter shared", (), {
        "components > parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}},
        f"{_LIST} > parameters > 0": {"$ref": "#/components/parameters/Page"},
    }),
    Pair("unused text schema removed", (), {"components > schemas > Address": None}),
    Pair("security said at the operation", (), {
        f"{_GET} > security": [{"apiKey": []}, {"session": []}],
    }),
    Pair("style said that was meant", (), {f"{_LIST} > parameters > 2 > style": "form"}),
)  # fmt: skip
