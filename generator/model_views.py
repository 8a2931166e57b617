"""What the model templates need to know: modules, classes, attributes, enums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import ModelProperty

from .join import JoinedDocument
from .names import attribute_name, class_name, method_name
from .problem import Problem, SpecificationError
from .python_types import PythonType, python_type
from .text import sentence

# Models that the document describes in place, outside `spec/schemas/`.
_UNNAMED = "inline"


@dataclass(frozen=True)
class AttributeView:
    """One attribute of a model.

    Attributes:
        wire: the property's name in JSON.
        name: the attribute.
        type: its Python type.
        required: whether JSON without it is refused.
        sensitive: whether its value must never be shown.
        doc: what the document says of it, as one paragraph.

    """

    wire: str
    name: str
    type: PythonType
    required: bool
    sensitive: bool
    doc: str


@dataclass(frozen=True)
class ModelView:
    """One attrs class."""

    name: str
    doc: str
    attributes: tuple[AttributeView, ...]

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
    """One module of `models/`: the classes of one file of `spec/schemas/`."""

    name: str
    models: tuple[ModelView, ...]
    enums: tuple[EnumView, ...]
    imports: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def exports(self) -> tuple[str, ...]:
        """Every public name of the module."""
        models = [each.name for each in self.models]
        return tuple(sorted([*models, *(each.name for each in self.enums)]))


def model_modules(data: GeneratorData, document: JoinedDocument) -> tuple[ModelModuleView, ...]:
    """Return the modules of the models, sorted by name."""
    homes = _homes(document)
    models = sorted((_model(each, document) for each in data.models), key=_name)
    enums = sorted((_enum(each, document) for each in data.enums), key=_name)
    named: list[ModelView | EnumView] = [*models, *enums]
    home = {each.name: _home(each.name, homes) for each in named}
    return tuple(
        _module(
            name,
            [each for each in models if home[each.name] == name],
            [each for each in enums if home[each.name] == name],
            home,
        )
        for name in sorted(set(home.values()))
    )


def _name(view: ModelView | EnumView) -> str:
    return view.name


def _homes(document: JoinedDocument) -> dict[str, str]:
    schemas = document.data.get("components", {}).get("schemas", {})
    return {
        class_name(name): method_name(document.schema_files.get(name, _UNNAMED)) for name in schemas
    }


def _home(name: str, homes: dict[str, str]) -> str:
    """Return the module of class `name`; a class made in place lives with its owner."""
    owners = [owner for owner in homes if name.startswith(owner)]
    return homes[max(owners, key=len)] if owners else _UNNAMED


def _module(
    name: str, models: list[ModelView], enums: list[EnumView], home: dict[str, str]
) -> ModelModuleView:
    used = {used for model in models for each in model.attributes for used in each.type.models}
    imports: dict[str, list[str]] = {}
    for other in sorted(used):
        if home[other] != name:
            imports.setdefault(home[other], []).append(other)
    return ModelModuleView(
        name, tuple(models), tuple(enums),
        tuple((module, tuple(each)) for module, each in sorted(imports.items())),
    )  # fmt: skip


def _model(prop: ModelProperty, document: JoinedDocument) -> ModelView:
    name = str(prop.class_info.name)
    written = [str(_text(key)) for key in (prop.data.properties or {})]
    properties = [*(prop.required_properties or ()), *(prop.optional_properties or ())]
    properties.sort(key=lambda each: _position(written, _text(each.name)))
    raw = _component(document, name).get("properties", {})
    attributes = tuple(_attribute(each, raw.get(_text(each.name), {})) for each in properties)
    _refuse_twins(document, name, attributes)
    return ModelView(name, sentence(_text(prop.description or "")), attributes)


def _attribute(prop: Any, raw: dict[str, Any]) -> AttributeView:
    wire = _text(prop.name)
    return AttributeView(
        wire=wire,
        name=attribute_name(wire),
        type=python_type(prop),
        required=prop.required,
        sensitive=raw.get("x-acme-sensitive") is True,
        doc=sentence(raw.get("description") or _text(prop.description or "")),
    )


def _refuse_twins(
    document: JoinedDocument, name: str, attributes: tuple[AttributeView, ...]
) -> None:
    seen: dict[str, str] = {}
    for each in attributes:
        twin = seen.setdefault(each.name, each.wire)
        if twin != each.wire:
            raise SpecificationError(
                Problem(
                    document.locate("components", "schemas", name, "properties", each.wire),
                    "unique-python-names",
                    f"{name}.{each.wire} and {name}.{twin} would both be `{each.name}` in Python",
                    "Rename or remove one of the two properties.",
                )
            )


def _enum(prop: Any, document: JoinedDocument) -> EnumView:
    name = str(prop.class_info.name)
    schema = _component(document, name)
    written = [
        value
        for each in (schema, *schema.get("anyOf", ()))
        for value in each.get("enum", ())
        if value in prop.values
    ]
    values = written or sorted(prop.values, key=str)
    return EnumView(name, sentence(schema.get("description", "")), tuple(dict.fromkeys(values)))


def _component(document: JoinedDocument, name: str) -> dict[str, Any]:
    for key, schema in document.data.get("components", {}).get("schemas", {}).items():
        if class_name(key) == name and isinstance(schema, dict):
            return schema
    return {}


def _position(written: list[str], name: str) -> int:
    return written.index(name) if name in written else -1


def _text(value: Any) -> str:
    return str(value.get_untrusted_value()) if hasattr(value, "get_untrusted_value") else str(value)
