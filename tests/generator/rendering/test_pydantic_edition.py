"""The pydantic edition: the same document, read by another generator."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pytest

from generator.reading.problem import Problem, SpecificationError
from generator.rendering.pydantic_edition import render_pydantic
from tests.generator.documents import document

TEXT = {"type": "string"}


def _models(**schemas: dict[str, Any]) -> str:
    files = {str(name): text for name, text in render_pydantic(document(schemas)).items()}
    assert "from .models import *" in files["pydantic/__init__.py"]
    return files["pydantic/models.py"]


def _annotations(text: str) -> dict[str, str]:
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _problem(**schemas: dict[str, Any]) -> Problem:
    with pytest.raises(SpecificationError) as caught:
        _models(**schemas)
    (problem,) = caught.value.problems
    return problem


def test_attributes_are_called_as_in_the_other_edition():
    """Both editions know a property by one Python name."""
    properties = dict.fromkeys(("ticketUUIDs", "class", "2ndOwner", "field", "plain"), TEXT)
    annotations = _annotations(_models(Thing={"type": "object", "properties": properties}))
    assert set(annotations) == {"ticket_uuids", "class_", "field_2nd_owner", "field_", "plain"}
    assert "alias='ticketUUIDs'" in annotations["ticket_uuids"]


def test_a_property_may_be_called_as_something_of_pydantic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Declared or unknown, it neither warns nor hides what every model has, and is written back."""
    names = (
        "modelConfig", "modelExtra", "modelFields", "modelDump", "modelId", "copy", "json", "dict",
        "schema", "fromOrm", "modelPostInit",
    )  # fmt: skip
    properties = dict.fromkeys(names, TEXT)
    schemas = {"Thing": {"type": "object", "properties": properties}, "Bare": {"type": "object"}}
    package = tmp_path / "like_the_client"
    (package / "spec").mkdir(parents=True)
    (package / "spec/__init__.py").write_text("document = lambda: {'components': {'schemas': {}}}")
    for name, text in render_pydantic(document(schemas)).items():
        (package / "pydantic").mkdir(exist_ok=True)
        (package / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    made = importlib.import_module("like_the_client.pydantic")
    data = dict.fromkeys(names, "x")

    for model in (made.Thing, made.Bare):
        thing = model.model_validate(data)
        assert thing.model_copy(deep=True).model_dump(by_alias=True, exclude_unset=True) == data
    assert made.Thing.model_json_schema()["properties"].keys() == data.keys()


def test_a_schema_may_have_a_dot_in_its_name():
    """It is no module: its class is called as in the other edition."""
    thing = {"type": "object", "properties": {"it": {"$ref": "#/components/schemas/shop.Item"}}}
    text = _models(**{"shop.Item": {"type": "object", "properties": {"a": TEXT}}, "Thing": thing})
    assert "class ShopItem(AcmeModel)" in text
    assert _annotations(text)["it"] == "ShopItem | None"


def test_a_format_of_several_types_belongs_to_none():
    """`format: int64` beside a text says nothing of the text."""
    value = {"type": ["integer", "string"], "format": "int64"}
    moment = {"type": ["string", "null"], "format": "date"}
    text = _models(Thing={"type": "object", "properties": {"a": value, "b": moment}})
    assert _annotations(text) == {"a": "int | str | None", "b": "date | None"}


def test_only_keywords_of_json_schema_are_told():
    """Titles, extensions and what the generator would take for Python are left out."""
    schema = {
        "type": "object",
        "title": "Renamed",
        "x-python-type": "os.system",
        "properties": {"a": TEXT | {"title": "T", "customTypePath": "os.system", "maxLength": 3}},
        "patternProperties": {"^x-": TEXT | {"title": "T"}},
        "additionalProperties": True,
    }
    text = _models(Thing=schema)
    assert "class Thing(AcmeModel)" in text
    assert "max_length=3" in text
    assert not [word for word in ("Renamed", "system", "title") if word in text]


def test_hidden_characters_of_descriptions_are_marked():
    """What controls how other text is shown does not get into the source."""
    text = _models(
        Thing={"type": "object", "description": "a\u202eb\u2066c\n\nd", "properties": {}}
    )
    assert "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c" in text


def test_a_warning_is_an_error():
    """A format that is not understood fails the run instead of being dropped."""
    problem = _problem(Thing={"type": "object", "properties": {"a": TEXT | {"format": "colour"}}})
    assert problem.rule == "pydantic-edition"
    assert "format of 'colour' not understood" in problem.message


def test_what_cannot_be_read_is_an_error():
    """A reference that leads nowhere is told, not a traceback."""
    missing = {"$ref": "#/components/schemas/Missing"}
    problem = _problem(Thing={"type": "object", "properties": {"a": missing}})
    assert problem.rule == "pydantic-edition"


def test_a_name_without_letters_is_told_where_it_is():
    """The same names are refused as in the other edition."""
    problem = _problem(Thing={"type": "object", "properties": {"日本": TEXT}})
    assert problem.rule == "python-names"
    assert problem.location.line > 1
