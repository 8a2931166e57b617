"""Rendering: traps of the tools underneath, each shown to be shut."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from generator.completeness import operations_called, refuse_lost_operations
from generator.join import JoinedDocument, join
from generator.operation_table import operation_table
from generator.problem import Problem, SpecificationError
from generator.render import render_client
from tests.generator.specs.edits import Edit

from .documents import document, json_answer, operation
from .museum import SPECIFICATION, edited, regenerate, tree

TEXT = {"type": "string"}


def _files(given: JoinedDocument) -> dict[str, str]:
    return {str(name): text for name, text in render_client(given).items()}


def _problem(given: JoinedDocument) -> Problem:
    with pytest.raises(SpecificationError) as caught:
        render_client(given)
    (problem,) = caught.value.problems
    return problem


def _one(name: str = "things.list", /, **rest: Any) -> JoinedDocument:
    schemas = rest.pop("schemas", {})
    return document(schemas, {"/things": {"get": operation(name, **rest)}})


def _parameter(name: str, location: str = "query", **rest: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "schema": TEXT, **rest}


def _query(*parameters: dict[str, Any]) -> JoinedDocument:
    return _one(parameters=list(parameters))


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
    problem = _problem(document({"Thing": {"type": "object"}}))
    assert problem.rule == "every-operation-generated"
    assert "no operation" in problem.message


def test_every_operation_is_two_methods():
    """Each operation of the document is called by one method that blocks and one that does not."""
    given = join(SPECIFICATION)
    files = _files(given)
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
    resources = [text for name, text in _files(given).items() if name.startswith("resources/")]
    refuse_lost_operations(given, table, resources)
    lost = [text.replace("self._client.call(\n            GET,", "print(", 1) for text in resources]
    assert lost != resources
    with pytest.raises(SpecificationError) as caught:
        refuse_lost_operations(given, table, lost)
    (problem,) = caught.value.problems
    assert problem.message == "b2b.exhibits.get became 1 methods"
    assert problem.location.file.name == "exhibits.yaml"


# What the parser drops


def test_what_the_parser_drops_reaches_the_output():
    """Security of the document, deprecation, servers and extensions stand in the code."""
    files = _files(join(SPECIFICATION))
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
    given = _one(
        "backOffice.userSessions.openNow",
        schemas={"Session": session},
        responses=json_answer({"$ref": "#/components/schemas/Session"}),
        **{"x-acme-opens-session": {"token": "token", "expires": "endsAt"}},
    )
    definition = _files(given)["definition.py"]
    assert "from .resources.back_office.user_sessions import OPEN_NOW" in definition
    assert "return answer.token, answer.ends_at or None" in definition


@pytest.mark.parametrize("place", ["component", "path"])
def test_values_of_a_shared_parameter_are_generated_once(place: str):
    """Two operations that share a parameter share the type of its values."""
    locale = _parameter("x-acme-locale", "header", schema={"type": "string", "enum": ["en", "fr"]})
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
    files = _files(given)
    (module,) = (name for name in files if name.startswith("models/") and "__init__" not in name)
    assert files[module].count('Literal["en", "fr", ]') == 1
    alias = "Locale" if place == "component" else "XAcmeLocale"
    assert files["resources/things.py"].count(f"locale: {alias} | Unset = UNSET") == 4


# Names


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            _one(
                schemas={"Thing": {"type": "object", "properties": {"a-b": TEXT, "aB": TEXT}}},
                responses=json_answer({"$ref": "#/components/schemas/Thing"}),
            ),
            "Thing.aB and Thing.a-b would both be `a_b` in Python",
        ),
        (
            _query(_parameter("x-acme-ip", "header"), _parameter("ip")),
            "the parameters ip and x-acme-ip of things.list would both be the argument `ip`",
        ),
        (
            document(paths={
                "/a": {"get": operation("things.listAll")},
                "/b": {"get": operation("things.list_all")},
            }),
            "things.list_all and things.listAll would both be `things.list_all()`",
        ),
        (
            _query(
                _parameter("x-acme-request-id", "header", **{"x-acme-role": "request-id"}),
                _parameter("requestId"),
            ),
            (
                "the parameters requestId and x-acme-request-id of things.list would both be the "
                "argument `request_id`"
            ),
        ),
        (
            document(paths={
                "/a": {"get": operation("things.list")},
                "/b": {"get": operation("things.parts.list")},
            }),
            "`things` would hold methods and resources at once",
        ),
        (_one("a.b.c.d"), "a.b.c.d has no two or three words"),
        (_one("list"), "list has no two or three words"),
        (_one("things.日本"), "'日本' has no letter or digit that a Python name can be made of"),
        (_query(_parameter("§")), "'§' has no letter or digit that a Python name can be made of"),
        (
            document({"§": {"type": "object"}}, {"/a": {"get": operation()}}),
            "'§' has no letter or digit that a Python class can be called by",
        ),
    ],
)  # fmt: skip
def test_names_that_python_cannot_tell_apart_are_refused(given: JoinedDocument, message: str):
    """Two things with one Python name, or one with none, are an error with a place."""
    problem = _problem(given)
    assert problem.message == message
    assert problem.location.line > 1


def test_operations_whose_names_run_together_are_kept_apart():
    """The parser knows both by one name; each keeps its own parameters."""
    given = document(
        paths={
            "/a": {"get": operation("shop.itemLists.get", parameters=[_parameter("first")])},
            "/b": {"get": operation("shop.item.listsGet", parameters=[_parameter("second")])},
        }
    )
    files = _files(given)
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
    files = _files(given)
    assert "class ThingsResource(Resource):" in files["resources/shop/things.py"]
    assert "class ShopArea(Area):" in files["resources/shop/__init__.py"]
    assert "class Page_Resource(Resource):" in files["resources/page_.py"]
    assert "def page_(self) -> Page_Resource:" in files["client.py"]
    assert "class Resource_(Resource):" in files["resources/resource.py"]
    assert "UNSET_: Operation[Things] = Operation(" in files["resources/resource.py"]
    (models,) = (
        text for name, text in files.items()
        if name.startswith("models/") and "class Things(Model):" in text
    )  # fmt: skip
    for name in ("Page_", "Model_", "UUID_"):
        assert f"class {name}(Model):" in models


def test_a_method_called_list_leaves_the_builtin_to_others():
    """Only a class that has a method `list` must call the builtin by its other name."""
    numbers = json_answer({"type": "array", "items": {"type": "integer"}})
    with_list = _files(_one("things.list", responses=numbers))["resources/things.py"]
    without = _files(_one("things.count", responses=numbers))["resources/things.py"]
    assert "-> List[int]:" in with_list
    assert "-> list[int]:" in without


# What no method can take or return


def _body(*media_types: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": TEXT} for media_type in media_types}}


THING = {"Thing": {"type": "object", "properties": {"id": TEXT}}}
A_THING = {"$ref": "#/components/schemas/Thing"}
BYTES = {"type": "string", "format": "binary"}
PAGED: dict[str, Any] = {
    "x-acme-pagination": {"style": "page", "items": "list", "page": "page", "pageSize": "pageSize"}
}


@pytest.mark.parametrize(
    ("given", "rule", "says"),
    [
        (
            _one(responses={"200": _body("application/json", "text/csv") | {"description": ""}}),
            "one-answer", "answers 200 with 2 media types",
        ),
        (
            _one(responses={"2XX": _body("application/json") | {"description": ""}}),
            "one-answer", "answers 2XX",
        ),
        (
            _one(responses={"default": _body("application/json") | {"description": ""}}),
            "one-answer", "names no success",
        ),
        (_one(responses={"404": {"description": ""}}), "one-answer", "names no success"),
        (
            _one(requestBody=_body("application/json", "application/octet-stream")),
            "one-body", "is application/json or application/octet-stream",
        ),
        (_one(requestBody=_body("multipart/form-data")), "one-body", "multipart/form-data"),
        (
            _one(responses=json_answer(BYTES)),
            "python-type", "binary data stands where only JSON can",
        ),
        (
            _one(
                schemas={"Thing": {"type": "object", "properties": {"photo": BYTES}}},
                responses=json_answer(A_THING),
            ),
            "python-type", "binary data",
        ),
        (
            _one(schemas=THING, parameters=[_parameter("filter", schema=A_THING)]),
            "plain-parameters", "the parameter filter of things.list is a Thing",
        ),
        (
            _one(parameters=[_parameter("grid", schema={
                "type": "array", "items": {"type": "array", "items": TEXT},
            })]),
            "plain-parameters", "the parameter grid of things.list is a list[list[str]]",
        ),
        (
            _one(schemas=THING, parameters=[
                _parameter("either", schema={"oneOf": [TEXT, {"type": "array", "items": A_THING}]})
            ]),
            "plain-parameters", "the parameter either",
        ),
        (
            _query(_parameter("either", schema={"oneOf": [
                {"type": "string", "format": "uuid"}, {"type": "integer"},
            ]})),
            "plain-parameters", "the parameter either of things.list is a UUID | int",
        ),
        (_one(servers=[{"url": "https://other.example.com"}]), "one-server", "servers of its own"),
        (
            _query({"name": "filter", "in": "query",
                    "content": {"application/json": {"schema": TEXT}}}),
            "parameter-schema", "the parameter filter of things.list has no schema",
        ),
        (_query(_parameter("ids", style="pipeDelimited")), "parameter-style", "pipeDelimited"),
        (
            _one(schemas=THING, responses=json_answer(A_THING), **PAGED),
            "pagination-fields", "has no list called list",
        ),
        (_one(**PAGED), "pagination-fields", "has no list called list"),
    ],
)  # fmt: skip
def test_what_cannot_be_generated_is_refused(given: JoinedDocument, rule: str, says: str):
    """A form that would be dropped or read wrongly is an error with a place, never silence."""
    problem = _problem(given)
    assert problem.rule == rule
    assert says in problem.message
    assert problem.location.line > 1


def test_a_styled_parameter_of_a_path_is_refused_too():
    """The style counts wherever the parameter is described."""
    given = document(
        paths={"/things": {"parameters": [_parameter("x", style="deepObject")], "get": operation()}}
    )
    assert _problem(given).rule == "parameter-style"


# What the reader sees


def _docstrings(text: str) -> dict[str, str]:
    return {
        node.name: ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }


def test_docstrings_say_what_the_document_says():
    """A method tells its summary, line, credentials, arguments in order, answers and errors."""
    docs = _docstrings(_files(join(SPECIFICATION))["resources/b2c/checkout.py"])
    assert docs["create"] == (
        "Buy an exhibit.\n\n"
        "`POST /v2/b2c/checkout`\n\n"
        "Pays for an exhibit.\n\n"
        "Credentials: `apiKey` and `tenantId`\n\n"
        "Args:\n"
        "    browser_ip: Address of the visitor's browser. (`x-acme-browser-ip`, header)\n"
        "    body: What a visitor pays for, and how.\n"
        "    request_uuid: Guards against paying twice. Made by the client, once for the\n"
        "        call, if left out. (`x-acme-request-uuid`, header)\n"
        "    options: Settings for this call only.\n\n"
        "Raises:\n"
        "    BadRequest: 400. The request is malformed.\n"
        "    Unauthorized: 401. The credentials are missing or wrong.\n"
        "    Forbidden: 403. The credentials do not allow this.\n"
        "    DuplicateRequest: 409. The request uuid was seen before.\n"
        "    RateLimited: 429. Too many requests; nothing is answered for one minute.\n"
        "    ServerError: 500. The server failed.\n"
        "    AcmeError: Any other failure; see `acme_ticketing.errors`."
    )


def test_docstrings_do_without_what_is_missing():
    """An operation that says nothing of itself still reads well."""
    given = _one(
        "things.list",
        summary="",
        parameters=[_parameter("pageSize")],
        requestBody=_body("application/json"),
        responses={
            "204": {"description": ""},
            "418": {"description": "Teapot."},
            "5XX": {"description": "Broken."},
            "default": {"description": "Anything else."},
        },
        deprecated=True,
    )
    files = _files(given)
    doc = _docstrings(files["resources/things.py"])["list"]
    assert doc == (
        "Call `things.list`.\n\n"
        "`GET /things`\n\n"
        "Deprecated.\n\n"
        "Credentials: none\n\n"
        "Args:\n"
        "    body: The request body.\n"
        "    page_size: The query parameter `pageSize`.\n"
        "    options: Settings for this call only.\n\n"
        "Raises:\n"
        "    StatusError: 418. Teapot.\n"
        "    ServerError: 5XX. Broken.\n"
        "    StatusError: any other status. Anything else.\n"
        "    AcmeError: Any other failure; see `acme_ticketing.errors`."
    )
    first, *_ = files["resources/things.py"].split("\n\n")
    assert first.strip() == '"""`client.things`: operations of one resource'


def test_what_is_deprecated_says_so():
    """A parameter or property that is on its way out is documented as such."""
    old = {"type": "string", "deprecated": True}
    given = _one(
        schemas={"Thing": {"type": "object", "properties": {"a": old,
                                                            "b": old | {"description": "Old."}}}},
        responses=json_answer(A_THING),
        parameters=[_parameter("c", deprecated=True),
                    _parameter("d", deprecated=True, description="Older.")],
    )  # fmt: skip
    files = _files(given)
    assert "a: Deprecated.\n        b: Deprecated. Old.\n" in files["models/things.py"]
    doc = _docstrings(files["resources/things.py"])["list"]
    assert "c: Deprecated. (`c`, query)\n    d: Deprecated. Older. (`d`, query)\n" in doc


def test_a_summary_with_a_full_stop_gets_no_second_one():
    """The docstring's first line ends once."""
    doc = _docstrings(_files(_one(summary="Do it."))["resources/things.py"])["list"]
    assert doc.startswith("Do it.\n")


def test_models_are_documented_as_far_as_the_document_goes():
    """Paragraphs stay paragraphs; a class without any description says that it has none."""
    schema = {"type": "object", "properties": {"id": TEXT}}
    given = _one(
        schemas={"Silent": schema, "Told": schema | {"description": "One.\n\nTwo."}},
        responses=json_answer({"oneOf": [{"$ref": f"#/components/schemas/{name}"}
                                         for name in ("Silent", "Told")]}),
    )  # fmt: skip
    docs = _docstrings(_files(given)["models/things.py"])
    assert docs["Silent"] == "An object that the specification does not describe."
    assert docs["Told"] == "One.\n\nTwo."


def test_files_are_named_as_they_are():
    """A module says which file describes its classes; classes described in place have none."""
    files = _files(join(SPECIFICATION))
    first = files["models/event_exhibits.py"].strip().splitlines()[0]
    assert first == '"""Models described in `spec/schemas/event-exhibits.yaml`.'
    inline = {"type": "object", "properties": {"id": TEXT}}
    files = _files(_one(responses=json_answer(inline)))
    assert files["models/inline.py"].strip().startswith('"""Models described where they are used.')


def test_secrets_of_parents_stay_secret():
    """A property that `allOf` brings, or a schema it refers to, is as sensitive as it was there."""
    parent = {"type": "object", "properties": {"pin": TEXT | {"x-acme-sensitive": True}}}
    child = {
        "allOf": [
            {"$ref": "#/components/schemas/Parent"},
            {"type": "object", "properties": {
                "card": {"$ref": "#/components/schemas/Card"}, "open": TEXT,
            }},
        ]
    }  # fmt: skip
    given = _one(
        schemas={"Parent": parent, "Child": child, "Card": TEXT | {"x-acme-sensitive": True}},
        responses=json_answer({"$ref": "#/components/schemas/Child"}),
    )
    text = _files(given)["models/things.py"]
    assert '_sensitive: ClassVar[frozenset[str]] = frozenset(["pin", "card"])' in text


def test_properties_stand_in_the_order_of_the_document():
    """Inherited ones first, required or not."""
    schema = {
        "allOf": [
            {"type": "object", "properties": {"z": TEXT, "y": TEXT}},
            {"type": "object", "properties": {"b": TEXT, "a": TEXT}, "required": ["a"]},
        ]
    }
    text = _files(
        _one(schemas={"Thing": schema}, responses=json_answer(A_THING))
    )["models/things.py"]  # fmt: skip
    places = [text.index(f"\n    {name}: str") for name in "zyba"]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["/etc/passwd.get", "up/ /down.\\x\\.get", "C:\\a.b:c.NUL"])
def test_file_names_never_leave_the_package(name: str):
    """Whatever an operationId says, files stay in their folders and have plain names."""
    for path in render_client(_one(name)):
        assert re.fullmatch(r"([a-z_]+/)*[a-z_]+\.(py|pyi|typed)", str(path))


def test_golden_trees_are_whole(tmp_path: Path):
    """The command line writes all three packages and nothing else."""
    output = tmp_path / "generated"
    assert regenerate(SPECIFICATION, output) == 0
    assert {name.split("/")[0] for name in tree(output)} == {
        "acme_ticketing",
        "acme_ticketing_pydantic",
        "acme_ticketing_spec",
    }
