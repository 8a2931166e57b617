"""Rules on how objects and enumerations are written."""

from __future__ import annotations

from collections.abc import Iterator

from jsonschema import Draft202012Validator

from generator.reading.load import Pointer
from generator.reading.node import Node
from generator.reading.specification import Specification, children, is_json, within

from .rule import Finding, rule

_WITHOUT_A_CHECK = frozenset(
    {
        "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples",
        "then", "else", "minContains", "maxContains", "contentEncoding", "contentMediaType",
        "$comment", "$defs", "example", "discriminator", "xml", "externalDocs",
    }
)  # fmt: skip
_KEYWORDS = _WITHOUT_A_CHECK.union(Draft202012Validator.VALIDATORS) - {"$dynamicRef"}


@rule("schema-keyword")
def schema_keyword(specification: Specification) -> Iterator[Finding]:
    """Refuse keywords that JSON Schema does not have: it would ignore them without a word."""
    for schema in specification.schemas:
        for keyword in schema.keys:
            if keyword not in _KEYWORDS and not keyword.startswith("x-"):
                yield Finding(
                    schema[keyword],
                    f"JSON Schema has no keyword {keyword}",
                    "Correct its spelling; a type that may be null is `type: [string, 'null']`.",
                )


@rule("named-objects")
def named_objects(specification: Specification) -> Iterator[Finding]:
    """Require a name of its own for every object with properties."""
    for schema in specification.schemas:
        if "properties" in schema and not _is_component_or_part(schema.pointer):
            yield Finding(
                schema,
                "an object is described in the middle of something else",
                "Move it to schemas/ under a name and refer to it: models need names.",
            )


@rule("parameter-enum")
def parameter_enum(specification: Specification) -> Iterator[Finding]:
    """Require a named schema for the values of a parameter that operations share."""
    for parameter, shared in specification.parameters:
        for schema in within(parameter["schema"]) if shared else ():
            if "enum" in schema:
                yield Finding(
                    schema["enum"],
                    f"the shared parameter {parameter['name'].text} lists its values itself",
                    "Move the values to schemas/ under a name and refer to it.",
                )


@rule("open-enum")
def open_enum(specification: Specification) -> Iterator[Finding]:
    """Require that values the server may add to stay open: known ones, or any string."""
    reached: set[Pointer] = set()
    for root in specification.response_schemas:
        for schema in _closed_enums(root, reached):
            yield Finding(
                schema["enum"],
                "an answer may only have the values that are known today",
                "Write `anyOf: [{type: string, enum: […]}, {type: string}]`, or add "
                "`x-acme-closed: true` if the vendor can never add one.",
            )


@rule("enum-description")
def enum_description(specification: Specification) -> Iterator[Finding]:
    """Require a description of a named enumeration."""
    for name, schema in specification.components("schemas"):
        alternatives = [schema, *schema["anyOf"].items()]
        if any("enum" in each for each in alternatives) and not schema["description"].text.strip():
            yield Finding(
                schema,
                f"the enumeration {name} has no description",
                "Say what the values are about and where they come from.",
            )


@rule("octets-in-json")
def octets_in_json(specification: Specification) -> Iterator[Finding]:
    """Refuse octets in JSON, which holds text only."""
    reached: set[Pointer] = set()
    for holder in (*specification.request_bodies, *specification.responses):
        for media_type, content in holder["content"].entries():
            for schema in _reached(content["schema"], reached) if is_json(media_type) else ():
                if schema["format"].text == "binary":
                    yield Finding(
                        schema["format"],
                        "octets stand where only JSON can",
                        "Answer with the octets alone, or describe the text that they are sent as.",
                    )


def _reached(root: Node, reached: set[Pointer]) -> Iterator[Node]:
    """Yield `root` and everything that it leads to, but nothing of `reached`, which grows."""
    waiting = [root]
    while waiting:
        schema = waiting.pop().resolved()
        if schema.pointer not in reached:
            reached.add(schema.pointer)
            waiting += children(schema)
            yield schema


def _is_component_or_part(pointer: Pointer) -> bool:
    """Whether a schema is a component, or a part of one that `allOf` merges into it."""
    while len(pointer) > 3 and pointer[-2] == "allOf":  # noqa: PLR2004  components/schemas/<Name>
        pointer = pointer[:-2]
    return pointer[:2] == ("components", "schemas") and len(pointer) == 3  # noqa: PLR2004


def _closed_enums(root: Node, reached: set[Pointer]) -> Iterator[Node]:
    """Yield the closed string enums among everything that `root` reaches."""
    waiting = [root]
    while waiting:
        schema = waiting.pop().resolved()
        if schema.pointer in reached:
            continue
        reached.add(schema.pointer)
        below = list(children(schema))
        if any(_is_any_string(alternative) for alternative in schema["anyOf"].items()):
            below = [each for each in below if "enum" not in each]
        waiting += below
        values = schema["enum"].value
        strings = isinstance(values, list) and any(isinstance(value, str) for value in values)
        if strings and schema["x-acme-closed"].value is not True:
            yield schema


def _is_any_string(schema: Node) -> bool:
    return schema["type"].value == "string" and not {"enum", "const", "format"} & set(schema.keys)
