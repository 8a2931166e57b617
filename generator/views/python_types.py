"""How a property of the API looks in Python: its annotation, which is all that a model declares.

The annotations made here are only names and literals of our own, joined; of the document nothing
enters them but names that have been through `names`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from openapi_python_client.parser import properties as opc

from ..parsing.parse import DecimalNumberProperty, DecimalProperty
from ..reading.problem import Location, refuse


@dataclass(frozen=True)
class PythonType:
    """One type."""

    annotation: str  # the annotation, without `Unset`
    number: bool = False  # whether its decimals stand as numbers in JSON
    of_class: str | None = None  # the class of every value of it; None if there is no single one

    @property
    def names(self) -> frozenset[str]:
        """Every class and enum that the annotation mentions, those of the API among them."""
        return frozenset(re.findall(r"\b[A-Z]\w*", self.annotation))

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
    opc.NoneProperty: PythonType("None"),
    DecimalProperty: PythonType("Decimal"),
    DecimalNumberProperty: PythonType("Decimal", number=True),
}


def type_at(prop: Any, location: Location) -> PythonType:
    """Return the Python type of a property that is described at `location`."""
    if type(prop) in _SCALARS:
        return _SCALARS[type(prop)]
    if isinstance(prop, opc.ModelProperty):
        name = str(prop.class_info.name)
        return PythonType(name, of_class=name)
    if isinstance(prop, opc.LiteralEnumProperty):
        base = "int" if prop.value_type is int else "str"
        return PythonType(str(prop.class_info.name), of_class=base)
    if isinstance(prop, opc.ListProperty):
        inner = type_at(prop.inner_property, location)
        return replace(inner, annotation=f"list[{inner.annotation}]", of_class="list")
    if not isinstance(prop, opc.UnionProperty):
        _refuse(location, f"there is no Python type for a {type(prop).__name__}")
    return _union([type_at(inner, location) for inner in prop.inner_properties], location)


def _union(inner: list[PythonType], location: Location) -> PythonType:
    """Return the type of a value that is one of `inner`; alternatives are tried in order."""
    nullable = any("None" in each.annotation.split(" | ") for each in inner)
    rest = [each for each in inner if each.annotation != "None"]
    if not rest:
        return _SCALARS[opc.NoneProperty]
    annotations = list(dict.fromkeys(each.annotation.removesuffix(" | None") for each in rest))
    null = " | None" if nullable and "Any" not in annotations else ""
    annotation = " | ".join(annotations) + null
    if len({each.number for each in rest if "Decimal" in each.annotation}) > 1:
        _refuse(location, f"two alternatives are both {annotation} in Python")
    return PythonType(
        annotation,
        any(each.number for each in rest),
        rest[0].of_class if len(annotations) == 1 and not nullable else None,
    )


def _refuse(location: Location, message: str) -> NoReturn:
    refuse(location, "python-type", message, "Describe it by another type.")
