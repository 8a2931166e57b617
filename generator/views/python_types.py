"""How a property of the API looks in Python: its annotation, which is all that a model declares.

The annotations made here are only names and literals of our own, joined; of the document nothing
enters them but names that have been through `names`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from openapi_python_client.parser import properties as opc

from ..parsing.parse import DecimalNumberProperty, DecimalProperty
from ..reading.problem import Location, refuse


@dataclass(frozen=True)
class PythonType:
    """One type."""

    annotation: str  # the annotation, without `Unset`
    nullable: bool = False  # whether JSON null is a value of it
    # Names of the model classes and enums that the annotation mentions.
    models: frozenset[str] = field(default_factory=frozenset)
    number: bool = False  # whether its decimals stand as numbers in JSON
    of_class: str | None = None  # the class of every value of it; None if there is no single one

    @property
    def item(self) -> PythonType | None:
        """The type of its items; None if it is no list."""
        begin = "list["
        if not self.annotation.startswith(begin):
            return None
        return replace(self, annotation=self.annotation[len(begin) : -1])

    @property
    def declared(self) -> str:
        """The annotation as a model declares it: decimals that are numbers are told apart."""
        return self.annotation.replace("Decimal", "DecimalNumber" if self.number else "Decimal")


_SCALARS: dict[type, PythonType] = {
    opc.StringProperty: PythonType("str", of_class="str"),
    opc.BooleanProperty: PythonType("bool", of_class="bool"),
    opc.IntProperty: PythonType("int", of_class="int"),
    opc.FloatProperty: PythonType("float"),
    opc.DateTimeProperty: PythonType("dt.datetime"),
    opc.DateProperty: PythonType("dt.date"),
    opc.UuidProperty: PythonType("UUID"),
    opc.AnyProperty: PythonType("Any"),
    opc.FileProperty: PythonType("File", of_class="File"),
    opc.NoneProperty: PythonType("None", nullable=True),
    DecimalProperty: PythonType("Decimal"),
    DecimalNumberProperty: PythonType("Decimal", number=True),
}


class UnsupportedTypeError(Exception):
    """A property of a kind that generated code cannot read or write."""


def type_at(prop: Any, location: Location) -> PythonType:
    """Return the Python type of a property that is described at `location`."""
    try:
        return python_type(prop)
    except UnsupportedTypeError as error:
        refuse(location, "python-type", str(error), "Describe it by another type.")


def python_type(prop: Any) -> PythonType:
    """Return the Python type of a property, or raise `UnsupportedTypeError`."""
    if type(prop) in _SCALARS:
        return _SCALARS[type(prop)]
    if isinstance(prop, opc.ModelProperty):
        name = str(prop.class_info.name)
        return PythonType(name, models=frozenset({name}), of_class=name)
    if isinstance(prop, opc.LiteralEnumProperty):
        name, base = str(prop.class_info.name), "int" if prop.value_type is int else "str"
        return PythonType(name, models=frozenset({name}), of_class=base)
    if isinstance(prop, opc.ListProperty):
        inner = python_type(prop.inner_property)
        annotation = f"list[{inner.annotation}]"
        return replace(inner, annotation=annotation, nullable=False, of_class="list")
    if isinstance(prop, opc.UnionProperty):
        return _union([python_type(inner) for inner in prop.inner_properties])
    raise UnsupportedTypeError(f"there is no Python type for a {type(prop).__name__}")


def _union(inner: list[PythonType]) -> PythonType:
    """Return the type of a value that is one of `inner`; alternatives are tried in order."""
    nullable = any(each.nullable for each in inner)
    rest = [each for each in inner if each.annotation != "None"]
    if not rest:
        return _SCALARS[opc.NoneProperty]
    annotations = list(dict.fromkeys(each.annotation.removesuffix(" | None") for each in rest))
    null = " | None" if nullable and "Any" not in annotations else ""
    annotation = " | ".join(annotations) + null
    if len({each.number for each in rest if "Decimal" in each.annotation}) > 1:
        raise UnsupportedTypeError(f"two alternatives are both {annotation} in Python")
    return PythonType(
        annotation,
        nullable,
        frozenset[str]().union(*(each.models for each in rest)),
        any(each.number for each in rest),
        rest[0].of_class if len(annotations) == 1 and not nullable else None,
    )
