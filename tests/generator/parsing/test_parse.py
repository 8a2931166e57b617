"""openapi-python-client's parser: pinned, adapted while it runs, and complete or not at all."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import pytest
from openapi_python_client import strings
from openapi_python_client.parser import openapi, properties

from generator.naming.names import UnusableNameError
from generator.parsing.parse import PINNED_VERSION, DecimalNumberProperty, DecimalProperty, parse
from generator.reading.problem import Problem, SpecificationError
from tests.generator.documents import document, json_answer, operation

TEXT = {"type": "string"}


def _problems(schemas: dict[str, Any] | None = None, **operations: Any) -> tuple[Problem, ...]:
    paths = {f"/{name}": {"get": operation(f"things.{name}", **rest)}
             for name, rest in operations.items()}  # fmt: skip
    with pytest.raises(SpecificationError) as caught:
        parse(document(schemas, paths))
    return caught.value.problems


def test_the_pin_is_what_is_installed():
    """The parser is driven by its internals, so exactly one version will do."""
    assert version("openapi-python-client") == PINNED_VERSION


def test_the_replaced_names_exist_and_come_back():
    """The parser's own functions are in their places again, also after a failure."""

    def names() -> tuple[object, ...]:
        return (
            properties._string_based_property, strings.snake_case, strings.pascal_case,
            openapi.deepcopy,
        )  # fmt: skip

    before = names()
    parse(document())
    _problems(a={"responses": json_answer({"$ref": "#/components/schemas/Missing"})})
    assert names() == before


def test_names_and_decimals_are_ours():
    """Classes are called by `names`, and money has a kind of property of its own."""
    data = parse(
        document(
            {
                "ticket-UUIDs": {
                    "type": "object",
                    "properties": {
                        "price": {"type": "string", "format": "decimal"},
                        "weight": {"type": "number", "format": "decimal"},
                    },
                }
            }
        )
    )
    (model,) = data.models
    assert model.class_info.name == "TicketUUIDs"
    assert [type(each) for each in model.optional_properties or ()] == [
        DecimalProperty,
        DecimalNumberProperty,
    ]


@pytest.mark.parametrize(
    "alternatives",
    [
        [{"type": "string", "format": "decimal"}, TEXT],
        [{"type": "number", "format": "decimal"}, TEXT],
    ],
)
def test_alternatives_beside_money_are_kept(alternatives: list[dict[str, str]]):
    """The parser drops an alternative whose type is written like another's; a Decimal's is not."""
    schema = {"type": "object", "properties": {"price": {"anyOf": alternatives}}}
    data = parse(document({"Sale": schema}))
    (model,) = data.models
    (price,) = model.optional_properties or ()
    assert isinstance(price, properties.UnionProperty)
    assert len(price.inner_properties) == 2


def test_an_error_fails_the_run_where_it_is():
    """A schema that cannot be read names the schema's place."""
    bad = {"type": "object", "properties": {"a": {"type": "string", "enum": ["a", 1]}}}
    (problem,) = _problems({"Good": {"type": "object"}, "Bad": bad})
    assert problem.rule == "parser"
    assert "Bad" in problem.message
    document_ = document({"Good": {"type": "object"}, "Bad": bad})
    assert problem.location == document_.locate("components", "schemas", "Bad")


def test_a_warning_fails_the_run_as_well():
    """What the parser would leave out with a warning is never left out."""
    responses = {"200": {"description": ""}, "two hundred": {"description": ""}}
    (problem,) = _problems(good={}, bad={"responses": responses})
    assert "GET /bad" in problem.message
    assert "/good" not in problem.message


def test_every_problem_is_told():
    """Two bad operations are two problems, each at its path."""
    missing = json_answer({"$ref": "#/components/schemas/Missing"})
    problems = _problems(one={"responses": missing}, other={"responses": missing}, good={})
    assert len(problems) == 2
    assert len({problem.location for problem in problems}) == 2


def test_a_document_of_another_kind_is_refused():
    """A document that is no OpenAPI 3 is a problem, not an empty client."""
    swagger = document()
    swagger.data["openapi"] = "2.0"
    with pytest.raises(SpecificationError, match="cannot read the document"):
        parse(swagger)


def test_a_name_without_letters_is_told_by_name():
    """A schema that cannot be called anything in Python is an error that says which."""
    with pytest.raises(UnusableNameError) as caught:
        parse(document({"日本": {"type": "object"}}))
    assert caught.value.name == "日本"
