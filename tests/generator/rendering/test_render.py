"""Rendering: traps of the tools underneath, each shown to be shut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.reading.join import JoinedDocument, join
from generator.reading.operation_table import operation_table
from generator.reading.problem import SpecificationError
from generator.rendering.completeness import operations_called, refuse_lost_operations
from tests.generator.documents import document, json_answer, operation
from tests.generator.museum import SPECIFICATION, edited, regenerate
from tests.generator.one_operation import (
    A_THING,
    TEXT,
    body_of,
    one_operation,
    querying,
    refusal,
    rendered,
    text_parameter,
)
from tests.generator.specs.edits import Edit

# An empty client


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ((Edit("openapi.yaml", "paths/checkout.yaml", "paths/missing.yaml"),), "missing.yaml"),
        (
            (Edit("openapi.yaml", "  - paths/sessions.yaml\n  - paths/exhibits.yaml\n", ""),
             Edit("openapi.yaml", "x-acme-path-files:\n  - paths/checkout.yaml\n", "")),
            "openapi.yaml",
        ),
        ((Edit("paths/checkout.yaml", "", "{}"),), "payments.yaml"),
    ],
)  # fmt: skip
def test_what_is_not_joined_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edits: tuple[Edit, ...], says: str
):
    """A path file that is missing, forgotten or empty is told with file and line, exit status 1."""
    root, output = edited(tmp_path, *edits), tmp_path / "generated"
    assert regenerate(root, output) == 1
    told = capsys.readouterr().err.splitlines()
    assert any(says in line and line.startswith(f"{root.parent}/") for line in told)
    assert told[-1].endswith("nothing was written.")
    assert not output.exists()


def test_a_document_without_operations_is_refused():
    """The parser would make an empty client of it and be content."""
    problem = refusal(document({"Thing": {"type": "object"}}))
    assert problem.rule == "every-operation-generated"
    assert "no operation" in problem.message


def test_every_operation_is_two_methods():
    """Each operation of the document is called by one method that blocks and one that does not."""
    given = join(SPECIFICATION)
    files = rendered(given)
    called = [
        called
        for name, text in files.items()
        if name.startswith("resources/")
        for called in operations_called(text)
    ]
    operations = [row.id for row in operation_table(given)]
    assert sorted(called) == sorted(operations * 2)


def test_a_lost_method_is_noticed():
    """Code from which a method is missing is refused, and the operation's place is told."""
    given = join(SPECIFICATION)
    table = operation_table(given)
    resources = [text for name, text in rendered(given).items() if name.startswith("resources/")]
    refuse_lost_operations(given, table, resources)
    lost = [
        text.replace("self._client.call(\n            EXHIBITS_GET,", "print(", 1)
        for text in resources
    ]
    assert lost != resources
    with pytest.raises(SpecificationError) as caught:
        refuse_lost_operations(given, table, lost)
    (problem,) = caught.value.problems
    assert problem.message == "b2b.exhibits.get became 1 methods"
    assert problem.location.file.name == "exhibits.yaml"


# What the parser drops


def test_what_the_parser_drops_reaches_the_output():
    """Security of the document, deprecation, servers and extensions stand in the code."""
    files = rendered(join(SPECIFICATION))
    exhibits = files["resources/b2b/exhibits.py"]
    assert exhibits.count('security=(("apiKey", ), ("session", ), ),') == 9
    assert 'deprecated="b2b.exhibits.listRooms"' in exhibits
    assert "Deprecated: use `b2b.exhibits.listRooms`." in exhibits
    assert "empty_is_none=True" in exhibits
    checkout = files["resources/b2c/checkout.py"]
    assert 'security=(("apiKey", "tenantId", ), ),' in checkout
    assert 'replay="guarded"' in checkout
    definition = files["definition.py"]
    assert '"sandbox": "https://sand{number}.museum.example.com"' in definition
    assert "return answer.session, answer.expire_ms or None" in definition


def test_a_session_operation_may_stand_anywhere():
    """The operation that opens sessions is imported from where its operationId puts it."""
    session = {"type": "object", "properties": {"token": TEXT, "endsAt": {"type": "integer"}}}
    given = one_operation(
        "backOffice.userSessions.openNow",
        schemas={"Session": session},
        responses=json_answer({"$ref": "#/components/schemas/Session"}),
        **{"x-acme-opens-session": {"token": "token", "expires": "endsAt"}},
    )
    definition = rendered(given)["definition.py"]
    assert "from .resources.back_office.user_sessions import USER_SESSIONS_OPEN_NOW" in definition
    assert "return answer.token, answer.ends_at or None" in definition


@pytest.mark.parametrize("place", ["component", "path"])
def test_values_of_a_shared_parameter_are_generated_once(place: str):
    """Two operations that share a parameter share the type of its values."""
    locale = text_parameter(
        "x-acme-locale", "header", schema={"type": "string", "enum": ["en", "fr"]}
    )
    shared = {"$ref": "#/components/parameters/Locale"} if place == "component" else locale
    given = document(
        paths={
            "/things": {
                "parameters": [shared],
                "get": operation("things.list"),
                "put": operation("things.replace"),
            }
        },
        components={"parameters": {"Locale": locale}} if place == "component" else {},
    )
    files = rendered(given)
    (module,) = (name for name in files if name.startswith("models/") and "__init__" not in name)
    assert files[module].count('Literal["en", "fr", ]') == 1
    alias = "Locale" if place == "component" else "XAcmeLocale"
    # Two methods for each, and two that write the text to a file.
    assert files["resources/things.py"].count(f"locale: {alias} | Unset = UNSET") == 6


# Names


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            document(paths={
                "/a": {"get": operation("things.listAll")},
                "/b": {"get": operation("things.list_all")},
            }),
            "things.list_all and things.listAll would both be `things.list_all()`",
        ),
        (
            document(paths={
                "/a": {"get": operation("things.list")},
                "/b": {"get": operation("things.listToFile")},
            }),
            "things.listToFile and things.list would both be `things.list_to_file()`",
        ),
        (
            document(paths={
                "/a": {"get": operation("things.list")},
                "/b": {"get": operation("things.parts.list")},
            }),
            "`things` would hold methods and resources at once",
        ),
        (one_operation("a.b.c.d"), "a.b.c.d has no two or three words"),
        (one_operation("list"), "list has no two or three words"),
        (one_operation("things.日本"), "'日本' has no letter or digit that a Python name can be made of"),
        (querying(text_parameter("§")), "'§' has no letter or digit that a Python name can be made of"),
        (
            document({"§": {"type": "object"}}, {"/a": {"get": operation()}}),
            "'§' has no letter or digit that a Python class can be called by",
        ),
    ],
)  # fmt: skip
def test_names_that_python_cannot_tell_apart_are_refused(given: JoinedDocument, message: str):
    """Two things with one Python name, or one with none, are an error with a place."""
    problem = refusal(given)
    assert problem.message == message
    assert problem.location.line > 1


def test_operations_whose_names_run_together_are_kept_apart():
    """The parser knows both by one name; each keeps its own parameters."""
    given = document(
        paths={
            "/a": {"get": operation("shop.itemLists.get", parameters=[text_parameter("first")])},
            "/b": {"get": operation("shop.item.listsGet", parameters=[text_parameter("second")])},
        }
    )
    files = rendered(given)
    assert "first: str | Unset" in files["resources/shop/item_lists.py"]
    assert "second: str | Unset" in files["resources/shop/item.py"]


def test_classes_of_resources_leave_models_their_names():
    """A model keeps its name; a resource or area that would take it is called after what it is."""
    schema = {"type": "object", "properties": {"id": TEXT}}
    answer = json_answer({"$ref": "#/components/schemas/Things"})
    given = document(
        {"Things": schema, "Page": schema, "Model": schema, "UUID": schema},
        {
            "/a": {"get": operation("shop.things.get", responses=answer)},
            "/b": {"get": operation("shop.shop.get")},
            "/c": {"get": operation("page.call")},
            "/d": {"get": operation("resource.unset", responses=answer)},
        },
    )
    files = rendered(given)
    assert "class ThingsResource(Resource):" in files["resources/shop/things.py"]
    assert "class ShopArea(Resource):" in files["resources/shop/__init__.py"]
    assert "class Page_Resource(Resource):" in files["resources/page_.py"]
    assert "def page_(self) -> Page_Resource:" in files["client.py"]
    assert "class Resource_(Resource):" in files["resources/resource.py"]
    assert "RESOURCE_UNSET: Operation[Things] = Operation(" in files["resources/resource.py"]
    (models,) = (
        text for name, text in files.items()
        if name.startswith("models/") and "class Things(Model):" in text
    )  # fmt: skip
    for name in ("Page_", "Model_", "UUID_"):
        assert f"class {name}(Model):" in models


def test_a_method_called_list_leaves_the_builtin_to_others():
    """Only a class that has a method `list` must call the builtin by its other name."""
    numbers = json_answer({"type": "array", "items": {"type": "integer"}})
    with_list = rendered(one_operation("things.list", responses=numbers))["resources/things.py"]
    without = rendered(one_operation("things.count", responses=numbers))["resources/things.py"]
    assert "-> List[int]:" in with_list
    assert "-> list[int]:" in without


# What no method can take or return


THING = {"Thing": {"type": "object", "properties": {"id": TEXT}}}
BYTES = {"type": "string", "format": "binary"}
PAGED: dict[str, Any] = {
    "x-acme-pagination": {"style": "page", "items": "list", "page": "page", "pageSize": "pageSize"}
}


@pytest.mark.parametrize(
    ("given", "rule", "says"),
    [
        (
            one_operation(responses={"200": body_of("application/json", "text/csv") | {"description": ""}}),
            "one-answer", "answers 200 with 2 media types",
        ),
        (one_operation(responses={"404": {"description": ""}}), "one-answer", "names no success"),
        (
            one_operation(requestBody={"content": {
                "application/json": {"schema": {"type": "array", "items": TEXT}},
                "application/x+json": {"schema": {"type": "array", "items": {"type": "integer"}}},
            }}),
            "one-body", "the bodies of things.list are list[str] or list[int], which are not told",
        ),
        (querying(text_parameter("photo", schema=BYTES)), "plain-parameters", "photo of things.list is a File"),
        (
            one_operation(schemas=THING, parameters=[text_parameter("filter", "header", schema=A_THING)]),
            "plain-parameters", "the parameter filter of things.list is a Thing",
        ),
        (
            one_operation(parameters=[text_parameter("grid", schema={
                "type": "array", "items": {"type": "array", "items": TEXT},
            })]),
            "plain-parameters", "the parameter grid of things.list is a list[list[str]]",
        ),
        (
            one_operation(schemas=THING, parameters=[
                text_parameter("either", schema={"oneOf": [TEXT, {"type": "array", "items": A_THING}]})
            ]),
            "plain-parameters", "the parameter either",
        ),
        (one_operation(servers=[{"url": "https://other.example.com"}]), "one-server", "servers of its own"),
        (
            querying({"name": "filter", "in": "query",
                    "content": {"application/json": {"schema": TEXT}}}),
            "parameter-schema", "the parameter filter of things.list has no schema",
        ),
        (querying(text_parameter("ids", style="pipeDelimited")), "parameter-style", "pipeDelimited"),
        (
            one_operation(schemas=THING, responses=json_answer(A_THING), **PAGED),
            "pagination-fields", "has no list called list",
        ),
        (one_operation(**PAGED), "pagination-fields", "has no list called list"),
        (querying(text_parameter("X-Ids", "header", style="form")), "parameter-style", "form"),
        (querying(text_parameter("filter", style="deepObject")), "parameter-style", "deepObject"),
        (
            one_operation(schemas=THING, parameters=[
                text_parameter("all", style="deepObject", schema={"type": "array", "items": A_THING})
            ]),
            "plain-parameters", "the parameter all of things.list is a list[Thing]",
        ),
        (
            one_operation(requestBody={"content": {
                "application/json": {"schema": {"type": "integer"}},
                "application/x+json": {"schema": {"type": ["string", "null"]}},
            }}),
            "one-body", "which are not told",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_generated_is_refused(given: JoinedDocument, rule: str, says: str):
    """A form that would be dropped or read wrongly is an error with a place, never silence."""
    problem = refusal(given)
    assert problem.rule == rule
    assert says in problem.message
    assert problem.location.line > 1


def test_a_paged_list_that_stands_alone_is_its_own_envelope():
    """Where no property is named, the answer is the list."""
    bare = {"x-acme-pagination": {"style": "page", "page": "page", "pageSize": "pageSize"}}
    given = one_operation(
        responses=json_answer({"type": "array", "items": TEXT}),
        parameters=[text_parameter("page"), text_parameter("pageSize")],
        **bare,
    )
    code = rendered(given)["resources/things.py"]

    assert "Paging[list[str], str]" in code
    assert "items=lambda envelope: envelope," in code
    assert ") -> AsyncListing[str]:" in code


def test_a_styled_parameter_of_a_path_is_refused_too():
    """The style counts wherever the parameter is described."""
    given = document(
        paths={
            "/things": {"parameters": [text_parameter("x", style="deepObject")], "get": operation()}
        }
    )
    assert refusal(given).rule == "parameter-style"


@pytest.mark.parametrize(
    "marked", [{"x-acme-sensitive": True}, {"schema": {**TEXT, "x-acme-sensitive": True}}]
)
def test_a_secret_argument_leaves_the_frame_of_its_method(marked: dict[str, Any]):
    """Before anything is called, in the method and in the one that fills a file."""
    secret = text_parameter("Pass-Phrase", "header", **marked)
    code = rendered(querying(secret, text_parameter("colour")))["resources/things.py"]

    assert code.count("Secret.of(pass_phrase)") == 4
    assert code.count("        del pass_phrase\n") == 4
    assert "Secret.of(colour)" not in code
