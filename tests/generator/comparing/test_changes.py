"""What changed between two documents, in forms that our own specification does not have."""

from __future__ import annotations

from typing import Any

import pytest

from generator.comparing.compare import compare
from generator.reading.join import JoinedDocument
from tests.generator.documents import document, json_answer, operation
from tests.generator.one_operation import A_THING, TEXT

NUMBER = {"type": "number"}
TIME = {"type": "string", "format": "date-time"}
CAT = {"type": "object", "properties": {"purrs": {"type": "boolean"}}}
DOG = {"type": "object", "properties": {"barks": {"type": "boolean"}}}
A_CAT, A_DOG = ({"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog"))


def answering(thing: dict[str, Any]) -> JoinedDocument:
    """Return a document whose one operation answers a thing."""
    schemas = {"Thing": thing, "Cat": CAT, "Dog": DOG}
    return document(schemas, {"/things": {"get": operation(responses=json_answer(A_THING))}})


def having(schema: dict[str, Any]) -> JoinedDocument:
    """Return the same with a thing that has one property."""
    return answering({"type": "object", "properties": {"value": schema}})


def told(old: JoinedDocument, new: JoinedDocument) -> list[tuple[str, str]]:
    """Return each change by its rule and its words."""
    return [(change.rule.name, change.text) for change in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "rule", "says"),
    [
        (A_CAT, A_DOG, "type-changed", "is `Dog` (was `Cat`)"),
        (A_CAT, TEXT, "type-changed", "is text (was `Cat`)"),
        ({"type": "array", "items": TEXT}, {"type": "array"}, "type-changed", "list"),
        ({}, TEXT, "type-narrowed", "text"),
        (TEXT, {}, "type-widened", "any"),
        (TEXT, {"oneOf": [A_CAT, TEXT]}, "type-widened", "text"),
        (TEXT, {"oneOf": [A_CAT, A_DOG]}, "type-changed", "`Cat` or `Dog`"),
        ({"oneOf": [A_CAT, TEXT]}, TEXT, "type-narrowed", "text"),
        (TEXT, {"anyOf": [{**TEXT, "enum": ["a"]}, TEXT]}, "known-value-added", "a"),
        ({"anyOf": [{**TEXT, "enum": ["a"]}, TEXT]}, TEXT, "known-value-removed", "a"),
        (TIME, {"anyOf": [TIME, TEXT]}, "type-widened", "a time or text (was a time)"),
        ({"anyOf": [TIME, TEXT]}, TIME, "type-narrowed", "a time now (was a time or text)"),
        (TEXT, {**TEXT, "enum": ["a"]}, "enum-introduced", "a"),
        ({**TEXT, "enum": ["a"]}, TEXT, "enum-dropped", "a"),
        (
            {**TEXT, "x-more": [{"description": "a", "b": [1]}]},
            {**TEXT, "x-more": [{"description": "a", "b": [2]}]},
            "keyword-changed",
            "x-more",
        ),
        ({"type": "integer"}, NUMBER, "type-widened", "number"),
        (NUMBER, {"type": "integer"}, "type-narrowed", "whole number"),
        (TEXT, {**TEXT, "x-acme-sensitive": True}, "sensitivity-changed", "hidden"),
        ({**TEXT, "x-acme-sensitive": True}, TEXT, "sensitivity-changed", "shown"),
        (TEXT, {**TEXT, "default": "a"}, "default-changed", '"a"'),
        ({**TEXT, "default": "a"}, TEXT, "default-changed", "nothing"),
        ({**TEXT, "contentEncoding": "a"}, TEXT, "keyword-changed", "contentEncoding"),
        (
            {"oneOf": [A_CAT, A_DOG]},
            {"oneOf": [A_CAT, A_DOG], "discriminator": {"propertyName": "kind"}},
            "discriminator-changed",
            "kind",
        ),
        ({"oneOf": [A_CAT, A_DOG]}, {"oneOf": [A_CAT, TEXT]}, "alternative-removed", "Dog"),
        ({"oneOf": [A_CAT, TEXT]}, {"oneOf": [A_CAT, A_DOG, TEXT]}, "alternative-added", "Dog"),
        (
            {"type": "object", "additionalProperties": TEXT},
            {"type": "object", "additionalProperties": NUMBER},
            "type-changed",
            "a value of",
        ),
        (
            {"type": "object", "additionalProperties": TEXT},
            {"type": "object"},
            "type-changed",
            "is any (was text)",
        ),
        (
            {"type": "object"},
            {"type": "object", "additionalProperties": False},
            "extra-fields-refused",
            "",
        ),
        (
            {"type": "object", "additionalProperties": False},
            {"type": "object"},
            "extra-fields-allowed",
            "",
        ),
    ],
)
def test_a_change_of_a_property_is_told(
    old: dict[str, Any], new: dict[str, Any], rule: str, says: str
):
    """By its rule, in the words of Python."""
    found = told(having(old), having(new))
    assert rule in [name for name, _ in found], found
    assert any(says in text for name, text in found if name == rule), found


def test_a_schema_that_stands_in_itself_is_compared_once():
    """Through a reference without a name of its own as well."""

    def tree(leaf: dict[str, Any]) -> JoinedDocument:
        branch = {"type": "array", "items": A_THING}
        return answering({"type": "object", "properties": {"leaf": leaf, "branches": branch}})

    assert told(tree(TEXT), tree(TEXT)) == []
    assert [name for name, _ in told(tree(TEXT), tree(NUMBER))] == ["type-changed"]


def test_an_alias_that_leads_to_itself_is_anything():
    """Nobody can say more of it, and nobody has to."""

    def alias(**rest: Any) -> JoinedDocument:
        schemas = {
            "Thing": {
                "type": "object",
                "properties": {"loop": {"$ref": "#/components/schemas/Loop"}},
            },
            "Loop": {"type": "array", "items": {"$ref": "#/components/schemas/Loop"}, **rest},
        }
        return document(schemas, {"/things": {"get": operation(responses=json_answer(A_THING))}})

    other = having(TEXT)
    other.data["components"]["schemas"]["Thing"]["properties"] = {"loop": TEXT}
    assert any("a list of any" in text for _, text in told(alias(), other))
    found = told(alias(), alias(maxItems=3))
    assert {rule for rule, _ in found} == {"bound-tightened"}
    assert all("maxItems 3" in text for _, text in found)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (None, "request-id", "parameter-role-changed"),
        ("idempotency-key", None, "idempotency-key-removed"),
        ("buyer-ip", None, "parameter-role-changed"),
    ],
)
def test_a_role_that_changes_is_told(old: str | None, new: str | None, rule: str):
    """Who supplies the value is another one then."""

    def sending(role: str | None) -> JoinedDocument:
        parameter = {"name": "X-Key", "in": "header", "schema": TEXT}
        if role is not None:
            parameter["x-acme-role"] = role
        return document({}, {"/things": {"post": operation(parameters=[parameter])}})

    assert rule in [name for name, _ in told(sending(old), sending(new))]


def test_a_schema_that_nobody_uses_is_told_both_ways():
    """It may be sent or returned by what comes next."""

    def unused(schema: dict[str, Any]) -> JoinedDocument:
        made = having(TEXT)
        made.data["components"]["schemas"]["Spare"] = schema
        return made

    (change,) = compare(
        unused({"type": "object", "properties": {"a": TEXT}}),
        unused({"type": "object", "properties": {"a": TEXT}, "required": ["a"]}),
    )
    assert change.rule.name == "property-became-required"
    assert change.uses.unknown
    assert "Spare.a" in change.text


def test_a_property_that_only_has_another_name_is_the_same():
    """Whatever its description says, and lists within it are compared as they are."""
    known = {"type": "string", "enum": ["a", "b"], "description": "One of two."}
    old = answering({"type": "object", "properties": {"first": known}})
    new = answering({"type": "object", "properties": {"other": known | {"description": "Two."}}})

    assert [name for name, _ in told(old, new)] == ["property-renamed"]


def test_schemas_within_schemas_are_followed_for_a_while():
    """One that leads through a hundred others without an end is anything."""

    def nested(inner: dict[str, Any]) -> JoinedDocument:
        for _ in range(60):
            inner = {"allOf": [inner]}
        return having(inner)

    assert told(nested(TEXT), nested(NUMBER)) == []
