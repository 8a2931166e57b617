"""Documents from elsewhere: what is said in another way means the same."""

from __future__ import annotations

from typing import Any

import pytest

from generator.foreign import adopted
from generator.join import JoinedDocument
from generator.left_out import left_out
from generator.problem import SpecificationError

from .documents import document, json_answer, operation
from .rendering import A_THING, TEXT, body_of


def modern(schema: dict[str, Any]) -> Any:
    """Return a schema of OpenAPI 3.0 as 3.1 says it."""
    given = document({"Thing": schema}, {"/things": {"get": operation()}})
    given.data["openapi"] = "3.0.3"
    taken = adopted(given).data
    assert taken["openapi"] == "3.1.0"
    return taken["components"]["schemas"]["Thing"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "enum": ["a", None], "nullable": True, "description": "x"},
            {"description": "x", "anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
        ),
        (
            {"allOf": [A_THING], "nullable": True, "default": None},
            {"default": None, "anyOf": [{"allOf": [A_THING]}, {"type": "null"}]},
        ),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"exclusiveMaximum": True}, {}),
        (
            {
                "type": "object",
                "properties": {"nullable": TEXT, "enum": {**TEXT, "nullable": True}},
            },
            {
                "type": "object",
                "properties": {"nullable": TEXT, "enum": {"type": ["string", "null"]}},
            },
        ),
        ({"example": {"nullable": True}}, {"example": {"nullable": True}}),
    ],
)
def test_what_3_0_says_is_said_as_3_1_does(old: dict[str, Any], new: dict[str, Any]):
    """Null and exclusive bounds; names of properties and data stay what they are."""
    assert modern(old) == new


def paths(*operations: dict[str, Any]) -> JoinedDocument:
    """Return a document with an operation at each of some paths."""
    made = {f"/v1/{{id}}/things/{n}": {"get": each} for n, each in enumerate(operations)}
    return document({}, made)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"operationId": "pets.list"}, "pets.list"),
        ({"operationId": "listPets", "tags": ["our pets"]}, "ourPets.listPets"),
        ({"operationId": "listPets", "tags": []}, "v1.listPets"),
        ({"operationId": "", "tags": ["pets"]}, "pets.getV1IdThings0"),
        ({"operationId": "class", "tags": ["pets"]}, "pets.class"),
        ({"operationId": "!!!", "tags": ["???"]}, "api.get"),
        ({"operationId": "x" * 300, "tags": ["pets"]}, "pets.get"),
        ({"operationId": "3rd", "tags": ["1st"]}, "api1st.get3rd"),
    ],
)
def test_every_operation_gets_a_place_in_the_tree(given: dict[str, Any], name: str):
    """By its tag, or the first word of its path."""
    taken = adopted(paths(operation() | given)).data
    assert taken["paths"]["/v1/{id}/things/0"]["get"]["operationId"] == name


def test_two_operations_of_one_name_are_refused():
    """Neither can be told by it."""
    twice = operation("listPets", tags=["pets"])
    with pytest.raises(SpecificationError, match="as another operation is"):
        adopted(paths(twice, dict(twice)))


def test_a_path_of_placeholders_only_has_a_name():
    """There is no word in it."""
    given = document({}, {"/{a}/{b}": {"get": operation("readAll", tags=[])}})
    assert adopted(given).data["paths"]["/{a}/{b}"]["get"]["operationId"] == "api.readAll"


@pytest.mark.parametrize("kind", ["http", "oauth2", "openIdConnect"])
def test_a_bearer_of_whatever_kind_is_a_header(kind: str):
    """The token is what travels; how it was come by is the caller's affair."""
    given = document({}, {"/things": {"get": operation()}})
    given.data["components"]["securitySchemes"] = {"token": {"type": kind}}
    assert adopted(given).data["components"]["securitySchemes"] == {
        "token": {"type": "apiKey", "in": "header", "name": "Authorization"}
    }


def test_a_credential_of_no_known_kind_is_refused():
    """A client certificate is no header."""
    given = document({}, {"/things": {"get": operation()}})
    given.data["components"]["securitySchemes"] = {"wire": {"type": "mutualTLS"}}
    with pytest.raises(SpecificationError, match="the credential wire is of the type mutualTLS"):
        adopted(given)


def test_a_key_in_the_query_is_a_parameter_of_what_it_opens():
    """Other operations, and other credentials of the same one, are left alone."""
    opened = operation("a.get", security=[{"key": [], "token": []}, {"token": []}])
    inherits, free = operation("b.get"), operation("c.get", security=[])
    given = document({}, {"/a": {"get": opened}, "/b": {"get": inherits}, "/c": {"get": free}})
    given.data["security"] = [{"key": []}]
    given.data["components"]["securitySchemes"] = {
        "key": {"type": "apiKey", "in": "query", "name": "api-key"},
        "token": {"type": "apiKey", "in": "header", "name": "X-Token"},
    }
    taken = adopted(given).data
    read = {path: item["get"] for path, item in taken["paths"].items()}

    assert list(taken["components"]["securitySchemes"]) == ["token"]
    assert [p["name"] for p in read["/a"]["parameters"]] == ["api-key"]
    assert read["/a"]["security"] == [{"token": []}, {"token": []}]
    assert [p["name"] for p in read["/b"]["parameters"]] == ["api-key"]
    assert read["/b"]["security"] == [{}]
    assert "parameters" not in read["/c"]


def test_an_answer_of_several_types_is_asked_for_in_json():
    """Or in the first, where none is JSON; what is not asked for is told."""
    things = json_answer(TEXT)["200"]["content"]["application/json"]
    several = {"content": {"text/csv": things, "application/x.thing+json": things}}
    texts = {"content": {"text/csv": things, "text/html": things}}
    given = document({}, {"/things": {"get": operation(responses={"200": several, "404": texts})}})
    taken = adopted(given)
    chosen = taken.data["paths"]["/things"]["get"]["responses"]

    assert list(chosen["200"]["content"]) == ["application/x.thing+json"]
    assert list(chosen["404"]["content"]) == ["text/csv"]
    told = [problem.message for problem in left_out(given, taken)]
    assert [text.rpartition(" in ")[2] for text in told] == ["text/csv", "text/html"]


def test_what_a_client_does_not_do_is_told():
    """Calls of the server's, and parts of a body that want another encoding."""
    body = body_of("multipart/form-data")
    body["content"]["multipart/form-data"]["encoding"] = {"a": {"contentType": "text/plain"}}
    given = document({}, {"/things": {"post": operation(requestBody=body, callbacks={"done": {}})}})
    given.data["webhooks"] = {"rung": {}}
    problems = left_out(given, adopted(given))

    assert sorted(problem.message for problem in problems) == [
        "the callbacks of things.list are calls of the server's",
        "things.list writes the parts of multipart/form-data as usual",
        "webhooks are calls of the server's",
    ]
