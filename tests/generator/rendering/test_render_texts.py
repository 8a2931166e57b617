"""Rendering: what the reader of generated code sees, and where files go."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.reading.join import join
from generator.rendering.render import render_client
from tests.generator.documents import json_answer
from tests.generator.museum import SPECIFICATION, regenerate, tree
from tests.generator.one_operation import (
    A_THING,
    TEXT,
    body_of,
    one_operation,
    rendered,
    text_parameter,
)

# What the reader sees


def _docstrings(text: str) -> dict[str, str]:
    return {
        node.name: ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }


def test_docstrings_say_what_the_document_says():
    """A method tells its summary, line, credentials, arguments in order, answers and errors."""
    docs = _docstrings(rendered(join(SPECIFICATION))["resources/b2c/checkout.py"])
    assert docs["create"] == (
        "Buy an exhibit.\n\n"
        "`POST /v2/b2c/checkout`\n\n"
        "Pays for an exhibit.\n\n"
        "Credentials: `apiKey` and `tenantId`\n\n"
        "Args:\n"
        "    body: What a visitor pays for, and how.\n"
        "    request_uuid: Guards against paying twice. Made by the client, once for the\n"
        "        call, if left out. (`x-acme-request-uuid`, header)\n"
        "    browser_ip: Address of the visitor's browser. May be left out where\n"
        "        `client.for_buyer(ip=...)` has set it. (`x-acme-browser-ip`, header)\n"
        "    guest_token: Shows that the visitor is no machine. (`x-acme-guest-token`,\n"
        "        header)\n"
        "    options: Settings for this call only.\n\n"
        "Raises:\n"
        "    DuplicateRequest: 409. The request uuid was seen before.\n"
        "    AcmeError: Any failure that every call can have; see `acme_ticketing.errors`.\n\n"
        "Example:\n"
        "    answer = client.b2c.checkout.create(\n"
        "        request_uuid=uuid4(),\n"
        "        browser_ip=browser_ip,\n"
        "        body=Purchase(\n"
        '            exhibit_id="E-1",\n'
        '            card_number="4111111111111111",\n'
        '            amount=Decimal("25.00"),\n'
        "        ),\n"
        "    )"
    )


def test_docstrings_do_without_what_is_missing():
    """An operation that says nothing of itself still reads well."""
    given = one_operation(
        "things.list",
        summary="",
        parameters=[text_parameter("pageSize")],
        requestBody=body_of("application/json"),
        responses={
            "204": {"description": ""},
            "418": {"description": "Teapot."},
            "5XX": {"description": "Broken."},
            "default": {"description": "Anything else."},
        },
        deprecated=True,
    )
    files = rendered(given)
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
        "    AcmeError: Any failure that every call can have; see `acme_ticketing.errors`.\n\n"
        "Example:\n"
        "    answer = client.things.list(body=body)"
    )
    first, *_ = files["resources/things.py"].split("\n\n")
    assert first.strip() == '"""`client.things`: operations of one resource.'


def test_what_is_deprecated_says_so():
    """A parameter or property that is on its way out is documented as such."""
    old = {"type": "string", "deprecated": True}
    given = one_operation(
        schemas={"Thing": {"type": "object", "properties": {"a": old,
                                                            "b": old | {"description": "Old."}}}},
        responses=json_answer(A_THING),
        parameters=[text_parameter("c", deprecated=True),
                    text_parameter("d", deprecated=True, description="Older.")],
    )  # fmt: skip
    files = rendered(given)
    assert "a: Deprecated.\n        b: Deprecated. Old.\n" in files["models/things.py"]
    doc = _docstrings(files["resources/things.py"])["list"]
    assert "c: Deprecated. (`c`, query)\n    d: Deprecated. Older. (`d`, query)\n" in doc


def test_a_summary_with_a_full_stop_gets_no_second_one():
    """The docstring's first line ends once."""
    doc = _docstrings(rendered(one_operation(summary="Do it."))["resources/things.py"])["list"]
    assert doc.startswith("Do it.\n")


def test_models_are_documented_as_far_as_the_document_goes():
    """Paragraphs stay paragraphs; a class without any description says that it has none."""
    schema = {"type": "object", "properties": {"id": TEXT}}
    given = one_operation(
        schemas={"Silent": schema, "Told": schema | {"description": "One.\n\nTwo."}},
        responses=json_answer({"oneOf": [{"$ref": f"#/components/schemas/{name}"}
                                         for name in ("Silent", "Told")]}),
    )  # fmt: skip
    docs = _docstrings(rendered(given)["models/things.py"])
    assert docs["Silent"] == "An object that the specification does not describe."
    assert docs["Told"] == "One.\n\nTwo."


def test_files_are_named_as_they_are():
    """A module says which file describes its classes; classes described in place have none."""
    files = rendered(join(SPECIFICATION))
    first = files["models/event_exhibits.py"].strip().splitlines()[0]
    assert first == '"""Models described in `spec/schemas/event-exhibits.yaml`.'
    inline = {"type": "object", "properties": {"id": TEXT}}
    files = rendered(one_operation(responses=json_answer(inline)))
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
    given = one_operation(
        schemas={"Parent": parent, "Child": child, "Card": TEXT | {"x-acme-sensitive": True}},
        responses=json_answer({"$ref": "#/components/schemas/Child"}),
    )
    text = rendered(given)["models/things.py"]
    assert '_sensitive: ClassVar[frozenset[str]] = frozenset(["pin", "card"])' in text


def test_properties_stand_in_the_order_of_the_document():
    """Inherited ones first, required or not."""
    schema = {
        "allOf": [
            {"type": "object", "properties": {"z": TEXT, "y": TEXT}},
            {"type": "object", "properties": {"b": TEXT, "a": TEXT}, "required": ["a"]},
        ]
    }
    text = rendered(
        one_operation(schemas={"Thing": schema}, responses=json_answer(A_THING))
    )["models/things.py"]  # fmt: skip
    places = [text.index(f"\n    {name}: str") for name in "zyba"]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["/etc/passwd.get", "up/ /down.\\x\\.get", "C:\\a.b:c.NUL"])
def test_file_names_never_leave_the_package(name: str):
    """Whatever an operationId says, files stay in their folders and have plain names."""
    for path in render_client(one_operation(name)):
        assert re.fullmatch(r"([a-z_]+/)*[a-z_]+\.(py|pyi|typed|json)", str(path))


def test_golden_trees_are_whole(tmp_path: Path):
    """The command line writes the package, with both editions in it, and nothing else."""
    output = tmp_path / "generated"
    assert regenerate(SPECIFICATION, output) == 0
    written = tree(output)
    assert {name.split("/")[0] for name in written} == {"acme_ticketing"}
    assert {"models", "pydantic", "spec"} <= {name.split("/")[1] for name in written}


def test_answers_and_bodies_that_are_no_json():
    """HTML is told from other text; a default stands for the success that nothing names."""
    page = {"200": body_of("text/html") | {"description": ""}}
    module = rendered(one_operation(responses=page))["resources/things.py"]
    assert "200: HTML_ANSWER," in module
    default = {"default": body_of("application/json") | {"description": "Whatever it says."}}
    text = rendered(one_operation(responses=default, requestBody=body_of("text/plain")))
    assert "200: json_answer(str)," in text["resources/things.py"]
    assert "body: str" in text["resources/things.py"]
    assert "StatusError: any other status. Whatever it says." in text["resources/things.py"]
