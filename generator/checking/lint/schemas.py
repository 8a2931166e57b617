"""Rules on how objects and enumerations are written, and what is shared: nothing unused or twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from generator.naming.names import UnusableNameError, attribute_name
from generator.reading.load import Pointer
from generator.reading.node import Node
from generator.reading.objects import written_in
from generator.reading.specification import Specification, is_json, without

from .rule import Finding, rule

_PROSE = frozenset({"title", "description", "example", "examples", "deprecated"})
_FEWER = frozenset({"enum", "const", "format"})  # let fewer strings through
_ENOUGH_PROPERTIES = 3


@rule("Move it to schemas/ under a name and refer to it: models need names.")
def named_objects(specification: Specification) -> Iterator[Finding]:
    """Require a name of its own for every object with properties."""
    for schema in specification.objects["schema"]:
        if "properties" in schema and not _is_component_or_part(schema.pointer):
            yield schema, "an object is described in the middle of something else"


@rule(
    "Write `anyOf: [{type: string, enum: […]}, {type: string}]`, or add "
    "`x-acme-closed: true` if the vendor can never add one.",
)
def open_enum(specification: Specification) -> Iterator[Finding]:
    """Require that values the server may add to stay open: known ones, or any string."""
    answers = specification.objects["response"]
    described = [each for answer in answers for _, each in written_in(answer, "response")]
    is_open: set[Pointer] = set()
    for schema in _reached(each["schema"] for each in described):
        alternatives = list(schema["anyOf"].items())
        plain = (each for each in alternatives if each["type"].value == "string")
        if any(_FEWER.isdisjoint(each.keys) for each in plain):  # any string
            is_open |= {each.pointer for each in alternatives}
        values = schema["enum"].value
        strings = isinstance(values, list) and any(isinstance(value, str) for value in values)
        if strings and schema.pointer not in is_open and schema["x-acme-closed"].value is not True:
            yield schema["enum"], "an answer may only have the values that are known today"


@rule("Answer with the octets alone, or describe the text that they are sent as.")
def octets_in_json(specification: Specification) -> Iterator[Finding]:
    """Refuse octets in JSON, which holds text only."""
    described = specification.objects["media type"]
    texts = (each["schema"] for each in described if is_json(str(each.pointer[-1])))
    for schema in _reached(texts):
        if schema["format"].text == "binary":
            yield schema["format"], "octets stand where only JSON can"


def _reached(roots: Iterable[Node]) -> Iterator[Node]:
    """Yield schemas and everything that they lead to, each once and after what leads to it."""
    waiting, passed = [*roots], set[Pointer]()
    while waiting:
        schema = waiting.pop().resolved()
        if schema.pointer not in passed:
            passed.add(schema.pointer)
            yield schema
            waiting += (each for _, each in written_in(schema, "schema"))


def _is_component_or_part(pointer: Pointer) -> bool:
    """Whether a schema is a component, or a part of one that `allOf` merges into it."""
    while len(pointer) > 3 and pointer[-2] == "allOf":  # noqa: PLR2004  components/schemas/<Name>
        pointer = pointer[:-2]
    return pointer[:2] == ("components", "schemas") and len(pointer) == 3  # noqa: PLR2004


@rule("Rename one in the document, or leave the rarer one out and say so.")
def attribute_names(specification: Specification) -> Iterator[Finding]:
    """Require that properties of a schema become different Python attributes."""
    for name, schema in specification.components("schemas"):
        seen: dict[str, str] = {}
        for wire_name, node in schema["properties"].entries():
            # What nothing can be called by is refused where code is made of it.
            with suppress(UnusableNameError):
                first = seen.setdefault(attribute_name(wire_name), wire_name)
                if first != wire_name:
                    yield node, f"{name}: {wire_name} and {first} are one Python attribute"


@rule("Refer to it, or remove it.")
def orphan(specification: Specification) -> Iterator[Finding]:
    """Require that an operation uses each component, directly or through others."""
    root = specification.root
    used = specification.reached(*(root[key].value for key in root.keys if key != "components"))
    for operation in specification.operations:
        for alternative in operation.security.items():
            used |= {f"#/components/securitySchemes/{name}" for name in alternative.keys}
    for kind, components in root["components"].entries():
        for name, node in components.entries():
            if f"#/components/{kind}/{name}" not in used:
                yield node, f"nothing uses the {kind.removesuffix('s')} {name}"


@rule("Refer to it (path files in `x-acme-path-files`), or remove it.")
def unused(specification: Specification) -> Iterator[Finding]:
    """Require that everything in the files of the specification is part of the document."""
    for what, location in specification.document.unused:
        yield location, f"the {what} is no part of the document"


@rule("Keep one, under a name that fits both.")
def duplicate_schema(specification: Specification) -> Iterator[Finding]:
    """Refuse two schemas that describe one object under different names."""
    seen: dict[str, str] = {}
    for name, schema in specification.components("schemas"):
        if len(schema["properties"].keys) < _ENOUGH_PROPERTIES:
            continue
        substance = json.dumps(without(schema.value, _PROSE), sort_keys=True)
        first = seen.setdefault(substance, name)
        if first != name:
            yield schema, f"{name} and {first} have the same properties"
