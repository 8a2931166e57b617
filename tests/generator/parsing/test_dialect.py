"""The document in the words that openapi-python-client's parser understands."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.parsing.dialect import DECIMAL_NUMBER, for_parser, octet_media_types
from generator.reading.specification import Specification
from tests.generator.documents import document, json_answer, operation

TEXT = {"type": "string"}
VALUES = {"type": "string", "enum": ["a", "b"]}


def _schema(schema: dict[str, Any]) -> Any:
    return for_parser(document({"It": schema}))["components"]["schemas"]["It"]


def test_the_document_itself_is_left_alone():
    """The parser reads a copy; what is written to disk is what the author wrote."""
    given = document({"It": {"title": "X", "anyOf": [VALUES, TEXT]}}, {"/x": {"get": operation()}})
    before = copy.deepcopy(given.data)
    for_parser(given)
    assert given.data == before


@pytest.mark.parametrize(
    ("schema", "rewritten"),
    [
        ({"anyOf": [VALUES, TEXT], "description": "D"}, {**VALUES, "description": "D"}),
        ({"anyOf": [VALUES, {"type": "string", "enum": ["b", "c"]}, TEXT]},
         {"type": "string", "enum": ["a", "b", "c"]}),
        ({"anyOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}]},
         TEXT),
        ({"anyOf": [{"type": "string", "format": "date"}, TEXT]},
         {"anyOf": [{"type": "string", "format": "date"}, TEXT]}),
        ({"anyOf": [TEXT, {"type": "integer"}]}, {"anyOf": [TEXT, {"type": "integer"}]}),
        ({"anyOf": []}, {"anyOf": []}),
        ({"type": "number", "format": "decimal"}, {"type": "string", "format": DECIMAL_NUMBER}),
        ({"type": "string", "format": "decimal"}, {"type": "string", "format": "decimal"}),
        ({"const": "a"}, {"enum": ["a"]}),
        ({"const": 1, "type": "integer"}, {"enum": [1], "type": "integer"}),
        ({"const": False}, {"type": "boolean"}),
        ({"const": None}, {"type": "null"}),
        ({"const": {"a": 1}}, {}),
        ({"title": "Renames", "type": "object"}, {"type": "object"}),
        ({"title": "Renames", "anyOf": [TEXT, {"type": "integer"}]},
         {"anyOf": [TEXT, {"type": "integer"}]}),
    ],
)  # fmt: skip
def test_schemas_are_rewritten(schema: dict[str, Any], rewritten: dict[str, Any]):
    """Each rewriting closes one trap, at the top and inside other schemas."""
    assert _schema(schema) == rewritten
    inside = {"type": "object", "properties": {"default": {"type": "array", "items": schema}}}
    assert _schema(inside)["properties"]["default"]["items"] == rewritten


def test_names_are_never_keywords():
    """A property or response called like a keyword is still what it is."""
    schema = {
        "properties": {
            name: {"title": "T", "anyOf": [VALUES, TEXT]}
            for name in ("title", "const", "enum", "default", "example", "properties", "info")
        }
    }
    assert all(each == VALUES for each in _schema(schema)["properties"].values())
    responses = {"default": json_answer({"title": "T"})["200"]}
    made = for_parser(document(paths={"/x": {"get": operation(responses=responses)}}))
    content = made["paths"]["/x"]["get"]["responses"]["default"]["content"]
    assert content == {"application/json": {"schema": {}}}


def test_data_is_never_rewritten():
    """Examples may look like schemas; they stay as they are."""
    data = {"title": "T", "const": 1, "anyOf": [VALUES, TEXT]}
    schema = {"type": "object", "examples": [data], "example": data}
    assert _schema(schema) == schema


def test_the_title_of_the_document_stays():
    """The parser needs `info.title`."""
    assert for_parser(document())["info"] == {"title": "Test", "version": "1"}


def test_an_operation_can_be_found_again():
    """The parser carries method and path along as the summary."""
    made = for_parser(document(paths={"/x/{id}": {"put": operation(summary="S")}}))
    assert made["paths"]["/x/{id}"]["put"]["summary"] == "PUT /x/{id}"


def test_what_the_client_supplies_is_no_argument():
    """The request id goes, from operations, path items and components alike."""
    request_id = {"name": "x-acme-request-id", "in": "header", "schema": TEXT}
    request_id["x-acme-role"] = "request-id"
    other = {"name": "other", "in": "query", "schema": TEXT}
    made = for_parser(
        document(
            paths={
                "/x": {
                    "parameters": [{"$ref": "#/components/parameters/Id"}, other],
                    "get": operation(parameters=[request_id]),
                }
            },
            components={"parameters": {"Id": request_id}},
        )
    )
    assert made["paths"]["/x"]["parameters"] == [other]
    assert made["paths"]["/x"]["get"]["parameters"] == []


def test_values_of_shared_parameters_get_a_name():
    """An enum that several operations share becomes one schema, whatever its name collides with."""
    made = for_parser(
        document(
            {"Locale": TEXT},
            {
                "/x": {
                    "parameters": [
                        {"name": "kind", "in": "query", "schema": {"anyOf": [VALUES, TEXT]}},
                        {"$ref": "#/components/parameters/locale"},
                    ],
                    "get": operation(),
                }
            },
            components={
                "parameters": {
                    "locale": {"name": "locale", "in": "header", "schema": VALUES},
                    "Sorts": {
                        "name": "sorts",
                        "in": "query",
                        "schema": {"type": "array", "items": VALUES},
                    },
                    "Plain": {"name": "plain", "in": "query", "schema": TEXT},
                }
            },
        )
    )
    parameters = made["components"]["parameters"]
    assert parameters["locale"]["schema"] == {"$ref": "#/components/schemas/LocaleValue"}
    assert parameters["Sorts"]["schema"]["items"] == {"$ref": "#/components/schemas/Sorts"}
    assert parameters["Plain"]["schema"] == TEXT
    assert made["paths"]["/x"]["parameters"][0]["schema"] == {"$ref": "#/components/schemas/Kind"}
    schemas = made["components"]["schemas"]
    assert schemas == {"Locale": TEXT, "LocaleValue": VALUES, "Sorts": VALUES, "Kind": VALUES}


def test_media_types_that_are_bytes():
    """What is neither JSON nor text is bytes, whatever parameters its media type has."""
    media_types = (
        "application/json", "application/problem+json", "application/json; charset=utf-8",
        "text/csv", "TEXT/plain;charset=utf-8", "image/jpeg", "application/pdf; a=b",
    )  # fmt: skip
    content: dict[str, Any] = {media_type: {} for media_type in media_types}
    responses = {"200": {"description": "", "content": content}}
    given = document(paths={"/x": {"get": operation(responses=responses)}})
    assert octet_media_types(Specification(given)) == {"image/jpeg", "application/pdf; a=b"}


def test_media_types_of_bodies_that_are_bytes_to_the_parser():
    """A body is JSON or a form, or it goes out as it is: text as well."""
    media_types = ("application/json", "multipart/form-data", "application/xml", "text/csv")
    body = {"content": {media_type: {} for media_type in media_types}}
    given = document(paths={"/x": {"post": operation(requestBody=body)}})
    assert octet_media_types(Specification(given)) == {"application/xml", "text/csv"}
    made = for_parser(given)["paths"]["/x"]["post"]["requestBody"]["content"]
    assert all(described == {"schema": {}} for described in made.values())
