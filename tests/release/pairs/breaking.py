"""Edits that break those who use the client."""

from __future__ import annotations

from . import Pair

_GET = "paths > /events/{id} > get"
_LIST = "paths > /events > get"
_MAKE = "paths > /events > post"
_PAY = "paths > /checkout > post"
_EVENT = "components > schemas > Event"
_GIVEN = f"{_EVENT} > properties"
_SENT = "components > schemas > EventInput > properties"
_JSON = "content > application/json"

OPERATIONS = (
    Pair("operation removed", ("operation-removed",), {"paths > /carts": None}),
    Pair("operation renamed", ("operation-renamed",), {f"{_GET} > operationId": "b2b.events.read"}),
    Pair("path moved", ("operation-moved",), {
        "paths > /baskets": "@paths > /carts",
        "paths > /carts": None,
    }),
    Pair("required parameter added", ("parameter-added-required",), {
        f"{_LIST} > parameters > 5":
            {"name": "day", "in": "query", "required": True, "schema": {"type": "string"}},
    }),
    Pair("required header added", ("parameter-added-required",), {
        f"{_LIST} > parameters > 5":
            {"name": "X-Day", "in": "header", "required": True, "schema": {"type": "string"}},
    }),
    Pair("parameter removed", ("parameter-removed",), {f"{_LIST} > parameters > 2": None}),
    Pair("parameter required", ("parameter-became-required",), {
        f"{_LIST} > parameters > 0 > required": True,
    }),
    Pair("header required", ("parameter-became-required",), {
        f"{_PAY} > parameters > 1 > required": True,
    }),
    Pair("list joined by commas", ("parameter-style-changed",), {
        f"{_LIST} > parameters > 2 > explode": False,
    }),
    Pair("parameter of another type", ("type-changed",), {
        f"{_LIST} > parameters > 0 > schema > type": "string",
    }),
    Pair("smaller maximum of a parameter", ("bound-tightened",), {
        f"{_LIST} > parameters > 1 > schema > maximum": 50,
    }),
    Pair("known value of a parameter removed", ("enum-value-removed",), {
        f"{_LIST} > parameters > 3 > schema > enum": ["timed"],
    }),
    Pair("idempotency key removed", ("idempotency-key-removed", "replay-weakened"), {
        f"{_PAY} > parameters > 0": None,
    }),
    Pair("body added", ("body-added-required",), {
        f"{_PAY} > requestBody":
            {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
    }),
    Pair("body removed", ("body-removed",), {"paths > /carts > put > requestBody": None}),
    Pair("body required", ("body-became-required",), {
        "paths > /carts > put > requestBody > required": True,
    }),
    Pair("body of another media type", ("body-media-type-changed",), {
        f"{_MAKE} > requestBody > content":
            {"text/csv": {"schema": {"type": "string"}}},
    }),
    Pair("success of another status", ("answer-added", "answer-removed"), {
        f"{_MAKE} > responses":
            {"200": {"description": "x", "content":
                {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}},
    }),
    Pair("answer of another media type", ("answer-media-type-changed",), {
        f"{_GET} > responses > 200 > content": {"text/csv": {"schema": {"type": "string"}}},
    }),
    Pair("answer without content", ("answer-content-removed",), {
        f"{_MAKE} > responses > 201 > content": None,
    }),
    Pair("answer of another model", ("type-changed",), {
        f"{_GET} > responses > 200 > {_JSON} > schema": {"$ref": "#/components/schemas/Venue"},
    }),
    Pair("answer may be empty", ("answer-may-be-empty",), {
        f"{_MAKE} > responses > 201 > x-acme-empty-body": "notFound",
    }),
    Pair("answer loses a header", ("answer-header-removed",), {
        f"{_LIST} > responses > 200 > headers": None,
    }),
    Pair("credentials removed", ("credentials-removed",), {"security": [{"apiKey": []}]}),
    Pair("pages introduced", ("pagination-added",), {
        f"{_GET} > x-acme-pagination": {"style": "page", "items": "tags"},
    }),
    Pair("pages dropped", ("pagination-removed",), {f"{_LIST} > x-acme-pagination": None}),
    Pair("pages counted otherwise", ("pagination-changed",), {
        f"{_LIST} > x-acme-pagination > page": "offset",
    }),
    Pair("total dropped", ("total-removed",), {f"{_LIST} > x-acme-pagination > count": None}),
    Pair("polling dropped", ("polling-removed",), {"paths > /reports > post > x-acme-polling": None}),
    Pair("session read otherwise", ("session-opening-changed",), {
        "paths > /sessions > post > x-acme-opens-session > token": "key",
    }),
    Pair("replay weakened", ("replay-weakened",), {f"{_GET} > x-acme-replay": "none"}),
    Pair("server removed", ("server-removed",), {"servers > 1": None}),
    Pair("server moved", ("server-changed",), {"servers > 0 > url": "https://other.example.com"}),
    Pair("credential removed", ("scheme-removed",), {"components > securitySchemes > spare": None}),
    Pair("credential in another header", ("scheme-changed",), {
        "components > securitySchemes > apiKey > name": "x-acme-key",
    }),
)  # fmt: skip

SCHEMAS = (
    Pair("model removed", ("model-removed", "type-changed"), {
        "components > schemas > Receipt": None,
        f"{_PAY} > responses > 200 > {_JSON} > schema": {"type": "string"},
    }),
    Pair("property removed from an answer", ("property-removed",), {f"{_GIVEN} > price": None}),
    Pair("property removed from a request", ("property-removed",), {f"{_SENT} > price": None}),
    Pair("property renamed", ("property-renamed",), {
        f"{_GIVEN} > code": None, f"{_GIVEN} > ticketCode": {"type": "string"},
    }),
    Pair("required property added to a request", ("property-added-required",), {
        f"{_SENT} > day": {"type": "string"},
        "components > schemas > EventInput > required": ["name", "day"],
    }),
    Pair("property of a request required", ("property-became-required",), {
        "components > schemas > EventInput > required": ["name", "seats"],
    }),
    Pair("property of an answer optional", ("property-became-optional",), {
        f"{_EVENT} > required": ["id"],
    }),
    Pair("answer of another type", ("type-changed",), {f"{_GIVEN} > code > type": "integer"}),
    Pair("answer widened", ("type-widened",), {f"{_GIVEN} > seats > type": "number"}),
    Pair("answer of two types", ("type-widened",), {
        f"{_GIVEN} > code > type": ["string", "integer"],
    }),
    Pair("request narrowed", ("type-narrowed",), {f"{_SENT} > price > type": "integer"}),
    Pair("answer of another format", ("format-changed",), {
        f"{_GIVEN} > startTime > format": "date",
    }),
    Pair("money becomes text", ("format-changed",), {f"{_GIVEN} > price > format": None}),
    Pair("answer nullable", ("became-nullable",), {f"{_GIVEN} > code > type": ["string", "null"]}),
    Pair("request no longer nullable", ("no-longer-nullable",), {f"{_SENT} > note > type": "string"}),
    Pair("request only of known values", ("enum-introduced",), {
        f"{_SENT} > plain > enum": ["a", "b"],
    }),
    Pair("answer of any value", ("enum-dropped",), {f"{_GIVEN} > state > enum": None}),
    Pair("request of any value", ("enum-dropped",), {f"{_SENT} > state > enum": None}),
    Pair("answer of a further value", ("enum-value-added",), {
        f"{_GIVEN} > state > enum": ["Done", "Bad", "Late"],
    }),
    Pair("request of fewer values", ("enum-value-removed",), {f"{_SENT} > state > enum": ["Done"]}),
    Pair("known value dropped", ("known-value-removed",), {
        "components > schemas > Genre > anyOf > 0 > enum": ["music"],
    }),
    Pair("answer's enum opened", ("enum-opened",), {
        f"{_GIVEN} > state":
            {"anyOf": [{"type": "string", "enum": ["Done", "Bad"]}, {"type": "string"}]},
    }),
    Pair("request's enum closed", ("enum-closed",), {
        f"{_SENT} > genre": {"type": "string", "enum": ["music", "theatre"]},
    }),
    Pair("shorter text", ("bound-tightened",), {f"{_SENT} > name > maxLength": 20}),
    Pair("smallest number", ("bound-tightened",), {f"{_SENT} > seats > minimum": 1}),
    Pair("another pattern", ("pattern-changed",), {f"{_SENT} > code > pattern": "^[0-9]+$"}),
    Pair("request without further fields", ("extra-fields-refused",), {
        f"{_SENT} > extras > additionalProperties": False,
    }),
    Pair("answer of a further kind", ("alternative-added",), {
        f"{_GIVEN} > host > oneOf > 2": {"type": "string"},
    }),
    Pair("request of fewer kinds", ("alternative-removed",), {
        f"{_SENT} > host > oneOf > 2": None,
    }),
    Pair("told apart otherwise", ("discriminator-changed",), {
        f"{_SENT} > host > discriminator > propertyName": "type",
    }),
    Pair("list of another type", ("type-changed",), {f"{_GIVEN} > tags > items > type": "integer"}),
    Pair("mapping of another type", ("type-changed",), {
        f"{_GIVEN} > counts > additionalProperties > type": "string",
    }),
    Pair("mapping of anything", ("type-changed",), {
        f"{_GIVEN} > counts > additionalProperties": True,
    }),
    Pair("property of another model", ("type-changed",), {
        f"{_GIVEN} > venue": {"$ref": "#/components/schemas/Person"},
    }),
    Pair("a keyword nobody knows", ("keyword-changed",), {f"{_GIVEN} > tags > contains": {"type": "string"}}),
)  # fmt: skip
