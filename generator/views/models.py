"""What the model templates need to know: modules, classes, attributes, enums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import ModelProperty

from acme_ticketing_core.models.declaration import camel_case
from acme_ticketing_sandbox.samples.expressions import literal

from ..naming.names import attribute_name, class_name, distinct, module_name
from ..naming.text import paragraphs, sentence
from ..parsing.parse import text_of
from ..reading.join import JoinedDocument
from ..reading.node import Node
from ..reading.objects import schemas_in
from ..reading.specification import Specification
from .python_types import PythonType, type_at

# The module of models that the document describes in place, outside `spec/schemas/`.
_UNNAMED = "inline"


@dataclass(frozen=True)
class AttributeView:
    """One attribute of a model."""

    wire: str  # the property's name in JSON
    name: str  # the attribute
    type: PythonType  # its Python type
    required: bool  # whether JSON without it is a surprise
    sensitive: bool  # whether its value must never be shown
    doc: str  # what the document says of it, as one paragraph

    @property
    def declared(self) -> str:
        """What the class declares: the type, and the name in JSON if it does not follow."""
        declared = self.type.declared if self.required else f"{self.type.declared} | Unset"
        follows = self.wire == camel_case(self.name)
        return declared if follows else f"Annotated[{declared}, {literal(self.wire)}]"


@dataclass(frozen=True)
class ModelView:
    """One attrs class."""

    name: str
    doc: tuple[str, ...]
    attributes: tuple[AttributeView, ...]

    @property
    def wires(self) -> set[str]:
        """The names of its attributes in JSON."""
        return {each.wire for each in self.attributes}

    @property
    def sensitive(self) -> tuple[str, ...]:
        """Names of the attributes whose values must never be shown."""
        return tuple(each.name for each in self.attributes if each.sensitive)


@dataclass(frozen=True)
class EnumView:
    """An open enum: known values, for editors, or any other value of their type."""

    name: str
    doc: str
    values: tuple[str | int, ...]

    @property
    def base(self) -> str:
        """The Python type that every value of it has."""
        return "int" if all(isinstance(value, int) for value in self.values) else "str"


@dataclass(frozen=True)
class ModelModuleView:
    """One module of `models/`: the classes of one folder or file of `spec/schemas/`."""

    name: str  # the module
    # The folders and files that describe the classes, as code for a docstring; none where the
    # classes are described in place.
    sources: tuple[str, ...]
    models: list[ModelView]  # its classes
    enums: list[EnumView]  # its open enums

    @property
    def exports(self) -> tuple[str, ...]:
        """Every public name of the module."""
        models = [each.name for each in self.models]
        return tuple(sorted(models + [each.name for each in self.enums]))

    @property
    def mentioned(self) -> list[str]:
        """Every class and enum that it mentions and does not hold."""
        types = [each.type for model in self.models for each in model.attributes]
        return sorted({name for each in types for name in each.names} - {*self.exports})


def model_modules(data: GeneratorData, document: JoinedDocument) -> tuple[ModelModuleView, ...]:
    """Return the modules of the models, sorted by name."""
    schemas, by_name = _Schemas(document), attrgetter("name")
    models = sorted((_model(each, schemas) for each in data.models), key=by_name)
    enums = sorted((_enum(each, schemas) for each in data.enums), key=by_name)
    named: list[ModelView | EnumView] = [*models, *enums]
    home = {each.name: schemas.home(each.name) for each in named}
    return tuple(
        ModelModuleView(
            name,
            schemas.sources(name),
            [each for each in models if home[each.name] == name],
            [each for each in enums if home[each.name] == name],
        )
        for name in sorted(set(home.values()))
    )


class _Schemas:
    """The schemas of a document by the names of their classes."""

    def __init__(self, document: JoinedDocument) -> None:
        self.document = document
        specification = Specification(document)
        self.nodes = defaultdict[str, Node](lambda: Node({}, ("components", "schemas"), None))
        self.files: dict[str, str] = {}
        for key, node in specification.components("schemas"):
            self.nodes[class_name(key)] = node
            self.files[class_name(key)] = document.schema_files.get(key, _UNNAMED).split("/")[0]
        self.enums = list(_enum_values(specification.objects["schema"]))

    def home(self, name: str) -> str:
        """Return the module of class `name`; a class made in place lives with its owner."""
        owners = [owner for owner in self.files if name.startswith(owner)]
        return module_name(self.files[max(owners, key=len)] if owners else _UNNAMED)

    def sources(self, module: str) -> tuple[str, ...]:
        """Return the folders and files whose classes live in `module`."""
        files = [file.partition("/") for file in self.document.schema_files.values()]
        found = {
            f"`spec/schemas/{sentence(top)}{slash or '.yaml'}`"
            for top, slash, _ in files
            if module_name(top) == module
        }
        return tuple(sorted(found))


def _properties(schema: Node) -> dict[str, Node]:
    """Return the properties of a schema, those that `allOf` brings included, as written."""
    schema = schema.resolved()
    found: dict[str, Node] = {}
    for part in schema["allOf"].items():
        found |= _properties(part)
    return found | dict(schema["properties"].entries())


def _enum_values(schemas: Iterable[Node]) -> Iterator[list[Any]]:
    """Yield the values of every enum, in the order that the document gives them."""
    for values in (each["enum"].value for each in schemas):
        if isinstance(values, list) and all(isinstance(each, str | int | None) for each in values):
            yield values


def _model(prop: ModelProperty, schemas: _Schemas) -> ModelView:
    name = str(prop.class_info.name)
    node = schemas.nodes[name]
    raw = _properties(node)
    written = list(raw) or [text_of(key) for key in (prop.data.properties or {})]
    properties = [*(prop.required_properties or ()), *(prop.optional_properties or ())]
    by_wire = {text_of(each.name): each for each in properties}
    wires = sorted(by_wire, key=lambda wire: written.index(wire) if wire in written else -1)
    named = distinct([(wire, attribute_name(wire), "") for wire in wires])
    attributes = tuple(
        _attribute(by_wire[wire], attribute, raw.get(wire, node["properties"][wire]), schemas)
        for wire, attribute in zip(wires, named, strict=True)
    )
    return ModelView(name, tuple(paragraphs(text_of(prop.description or ""))), attributes)


def _attribute(prop: Any, name: str, raw: Node, schemas: _Schemas) -> AttributeView:
    marked = raw if "x-acme-sensitive" in raw else raw.resolved()
    doc = sentence(raw["description"].text or text_of(prop.description or ""))
    return AttributeView(
        wire=text_of(prop.name),
        name=name,
        type=type_at(prop, schemas.document.locate(*raw.pointer)),
        required=prop.required,
        sensitive=marked["x-acme-sensitive"].value is True,
        doc=f"Deprecated. {doc}".rstrip() if raw["deprecated"].value else doc,
    )


def _enum(prop: Any, schemas: _Schemas) -> EnumView:
    name = str(prop.class_info.name)
    raw = schemas.nodes[name]
    lists = (*_enum_values(schemas_in(raw)), *schemas.enums)
    same = (each for each in lists if prop.values == set(each) - {None})
    written = next(same, sorted(prop.values, key=str))
    values = dict.fromkeys(value for value in written if value is not None)
    doc = sentence(raw["description"].text or text_of(prop.description or ""))
    return EnumView(name, doc, tuple(values))
