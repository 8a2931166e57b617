"""The example in a docstring: what the document gives, and what it does not."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import pytest

from acme_ticketing_sandbox.samples.expressions import array, call, mapping, named, plain
from tests.generator.one_operation import A_THING, TEXT, one_operation, rendered, text_parameter

_THING = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "at": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "price": {"type": "number", "format": "decimal"},
        "tax": {"type": "string", "format": "decimal"},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
        "either": {"anyOf": [A_THING, {"$ref": "#/components/schemas/Part"}]},
    },
}
_PART = {"type": "object", "properties": {"size": {"type": "integer"}, "free": {}}}


def _example(name: str = "things.list", /, **rest: Any) -> str:
    """Return the example of the one method of a document."""
    given = one_operation(name, schemas={"Thing": _THING, "Part": _PART}, **rest)
    tree = ast.parse(rendered(given)["resources/things.py"])
    doc = next(
        ast.get_docstring(node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )
    return textwrap.dedent(doc.partition("Example:\n")[2])


def _body(value: Any, schema: dict[str, Any] = A_THING, **rest: Any) -> str:
    """Return what the example says for a body."""
    media_type = {"schema": schema, "examples": {"one": {"value": value}}} | rest
    example = _example(requestBody={"content": {"application/json": media_type}})
    (statement,) = ast.parse(example).body
    assert isinstance(statement, ast.Assign)
    assert isinstance(statement.value, ast.Call)
    return ast.unparse(statement.value.keywords[0].value).replace("'", '"')


def test_values_are_those_of_the_document():
    """A required argument has its example; without one, the first value of its enum, or itself."""
    parameters = [
        text_parameter("a", required=True, example='Ann "Lee"'),
        text_parameter("b", required=True, schema={"enum": ["x", "y"], "type": "string"}),
        text_parameter("c", required=True),
        text_parameter("d", example="left out"),
        text_parameter("e", schema={"type": "string", "format": "date-time",
                                    "example": "2026-06-01T09:00:00Z"}),
        text_parameter("f", schema={"type": "string", "format": "date-time"}),
    ]  # fmt: skip

    assert _example(parameters=parameters) == textwrap.dedent("""\
        answer = client.things.list(
            a="Ann \\"Lee\\"",
            b="x",
            c=c,
            e=datetime.fromisoformat("2026-06-01T09:00:00+00:00"),
        )""")


def test_a_method_that_fills_a_file_shows_the_file():
    """Its first argument is where the text goes."""
    given = one_operation(parameters=[text_parameter("a", required=True, example="x")])
    text = rendered(given)["resources/things.py"]

    assert 'saved = client.things.list_to_file(path, a="x")' in text
    assert 'saved = await client.things.list_to_file(path, a="x")' in text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"name": "A", "at": "2026-06-01T09:00:00+02:00"},
         'Thing(name="A", at=datetime.fromisoformat("2026-06-01T09:00:00+02:00"))'),
        ({"day": "2026-06-01", "price": 12.5, "tax": "1.00"},
         'Thing(day=date.fromisoformat("2026-06-01"), price=Decimal("12.5"), tax=Decimal("1.00"))'),
        ({"at": "soon"}, 'Thing(at="soon")'),
        ({"parts": [{"size": 1}], "name": None}, "Thing(name=None, parts=[Part(size=1)])"),
        ({"either": {"size": 2}}, "Thing(either=Part(size=2))"),
        ({"either": {"other": 2}}, 'Thing(either=Thing(unknown_fields={"other": 2}))'),
        ({"parts": [{"free": {"any": [True]}}]}, 'Thing(parts=[Part(free={"any": [True]})])'),
    ],
)  # fmt: skip
def test_a_body_is_what_reading_its_example_would_make(value: Any, code: str):
    """Each value has the type of its attribute; what the document does not know is kept."""
    assert _body(value) == code


def test_a_body_without_a_model_is_its_json():
    """A list of texts is one."""
    assert _body(["a"], {"type": "array", "items": TEXT}) == '["a"]'


def test_a_long_body_is_cut():
    """What would hide the call is left to the documentation."""
    assert _body({"parts": [{"size": size} for size in range(40)]}) == "Thing(...)"


def test_a_media_type_may_have_one_example():
    """`example` is as good as `examples`; with neither, the body stands for itself."""
    content = {"application/json": {"schema": A_THING, "example": {"name": "A"}}}
    assert _example(requestBody={"content": content}) == (
        'answer = client.things.list(body=Thing(name="A"))'
    )
    bare = {"application/json": {"schema": A_THING}}
    assert _example(requestBody={"content": bare}) == "answer = client.things.list(body=body)"


@pytest.mark.parametrize("text", ['"""', "\\", '\\"""', "\u202e", "\n", "'''", '"'])
def test_a_hostile_example_stays_a_text(text: str):
    """The docstring ends where it should, and shows a literal of the very text."""
    shown = _example(parameters=[text_parameter("a", required=True, example=text)])

    (statement,) = ast.parse(shown).body
    assert isinstance(statement, ast.Assign)
    assert isinstance(statement.value, ast.Call)
    assert ast.literal_eval(statement.value.keywords[0].value) == text


def test_lines_are_broken_as_a_formatter_would():
    """What does not fit has each part on a line of its own."""
    inner = call("Part", [named("size", plain(1)), named("name", array([plain("a"), plain("b")]))])
    whole = call("f", [named("part", inner), mapping([("key", plain(None))])])

    assert whole.lines(99) == 'f(part=Part(size=1, name=["a", "b"]), {"key": None})'
    assert whole.lines(40) == textwrap.dedent("""\
        f(
            part=Part(size=1, name=["a", "b"]),
            {"key": None},
        )""")
    assert plain("too long to be broken").lines(4) == '"too long to be broken"'
