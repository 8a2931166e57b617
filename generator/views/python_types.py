"""How a property of the API looks in Python: its annotation, and the code that reads and writes it.

Reading is strict about types and open about values: a string enum is its known values or any
other string. The code fragments made here are only names and literals of our own, joined; of the
document nothing enters them but names that have been through `names`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from openapi_python_client.parser import properties as opc

from ..naming.text import literal
from ..parsing.parse import DecimalNumberProperty, DecimalProperty
from ..reading.problem import Location, Problem, SpecificationError


@dataclass(frozen=True)
class PythonType:
    """One type.

    Attributes:
        annotation: the annotation, without `Unset`.
        check: the exact Python types of its JSON value, if reading needs no more than a type test.
        expected: what an error says was expected.
        read: code that makes the Python value of the JSON value `{}`, or None to take it as it is.
        write: code that makes the JSON value of the Python value `{}`, or None.
        nullable: whether JSON null is a value of it.
        models: names of the model classes and enums that the annotation or the code mentions.

    """

    annotation: str
    check: tuple[str, ...] = ()
    expected: str = ""
    read: str | None = None
    write: str | None = None
    nullable: bool = False
    models: frozenset[str] = field(default_factory=frozenset)

    @property
    def test(self) -> str:
        """Code that is true when `value` has a wrong type: an attribute is read faster than a call."""
        return " and ".join(f"value.__class__ is not {name}" for name in self.check)

    @property
    def reader(self) -> str:
        """Code for a function that reads one value."""
        if self.read is None:
            return "read_any"
        name, _, rest = self.read.partition("({}")
        if rest == ")":
            reader = name
        elif name == "read_list":
            reader = f"list_of({rest.removeprefix(', ')}"
        else:
            reader = f"lambda value: {self.read.format('value')}"
        return f"nullable({reader})" if self.nullable else reader

    def written(self, value: str) -> str:
        """Code for the JSON value of the Python value that the code `value` gives."""
        if self.write is None:
            return value
        code = self.write.format(value)
        return f"None if {value} is None else {code}" if self.nullable else code


_SCALARS: dict[type, PythonType] = {
    opc.StringProperty: PythonType("str", ("str",), "string", "read_string({})"),
    opc.BooleanProperty: PythonType("bool", ("bool",), "boolean", "read_boolean({})"),
    opc.IntProperty: PythonType("int", ("int",), "integer", "read_integer({})"),
    opc.FloatProperty: PythonType(
        "float", ("float", "int"), "number", "read_number({})", "write_number({})"
    ),
    opc.DateTimeProperty: PythonType(
        "dt.datetime", read="read_datetime({})", write="write_datetime({})"
    ),
    opc.DateProperty: PythonType("dt.date", read="read_date({})", write="write_date({})"),
    opc.UuidProperty: PythonType("UUID", read="read_uuid({})", write="write_uuid({})"),
    opc.AnyProperty: PythonType("Any"),
    opc.FileProperty: PythonType("File", read="read_file({})"),
    opc.NoneProperty: PythonType("None", (), "null", "read_null({})", nullable=True),
    DecimalProperty: PythonType("Decimal", read="read_decimal({})", write="write_decimal({})"),
    DecimalNumberProperty: PythonType(
        "Decimal", read="read_decimal_number({})", write="write_decimal_number({})"
    ),
}


class UnsupportedTypeError(Exception):
    """A property of a kind that generated code cannot read or write."""


def type_at(prop: Any, location: Location) -> PythonType:
    """Return the Python type of a property that is described at `location`.

    Raises:
        SpecificationError: generated code cannot read or write it.

    """
    try:
        return python_type(prop)
    except UnsupportedTypeError as error:
        raise SpecificationError(
            Problem(location, "python-type", str(error), "Describe it by another type.")
        ) from error


def python_type(prop: Any) -> PythonType:
    """Return the Python type of one of openapi-python-client's properties.

    Raises:
        UnsupportedTypeError: no template can write it.

    """
    if type(prop) in _SCALARS:
        return _SCALARS[type(prop)]
    if isinstance(prop, opc.ModelProperty):
        return _model(str(prop.class_info.name))
    if isinstance(prop, opc.ListProperty):
        return _list_of(python_type(prop.inner_property))
    if isinstance(prop, opc.LiteralEnumProperty):
        return _enum(str(prop.class_info.name), prop.value_type)
    if isinstance(prop, opc.UnionProperty):
        return _union([python_type(inner) for inner in prop.inner_properties])
    raise UnsupportedTypeError(f"there is no Python type for a {type(prop).__name__}")


def _model(name: str) -> PythonType:
    return PythonType(name, read=f"{name}.decode({{}})", models=frozenset({name}))


def _enum(name: str, value_type: type) -> PythonType:
    base = _SCALARS[opc.IntProperty if value_type is int else opc.StringProperty]
    return replace(base, annotation=name, models=frozenset({name}))


def _list_of(inner: PythonType) -> PythonType:
    write = None if inner.write is None else f"[{inner.written('item')} for item in {{}}]"
    if inner.check and not inner.nullable:
        types = f"({', '.join(inner.check)},)"
        return PythonType(
            f"list[{inner.annotation}]",
            read=f"read_list_of({{}}, {types}, {inner.expected!r})",
            write=write,
            models=inner.models,
        )
    return PythonType(
        f"list[{inner.annotation}]",
        read=f"read_list({{}}, {inner.reader})",
        write=write,
        models=inner.models,
    )


def _union(inner: list[PythonType]) -> PythonType:
    """Return the type of a value that is one of `inner`; alternatives are tried in order."""
    nullable = any(each.nullable for each in inner)
    rest = [each for each in inner if each.annotation != "None"]
    if not rest:
        return _SCALARS[opc.NoneProperty]
    annotations = list(dict.fromkeys(each.annotation.removesuffix(" | None") for each in rest))
    null = " | None" if nullable and "Any" not in annotations else ""
    annotation = " | ".join(annotations) + null
    if len(annotations) == 1:
        if len({(each.read, each.write) for each in rest}) > 1:
            raise UnsupportedTypeError(f"two alternatives are both {annotation} in Python")
        return replace(rest[0], annotation=annotation, nullable=nullable)
    models = frozenset[str]().union(*(each.models for each in rest))
    if all(each.check for each in rest):
        check = tuple(dict.fromkeys(name for each in rest for name in each.check))
        expected = " or ".join(dict.fromkeys(each.expected for each in rest))
        read = f"read_one_of({{}}, ({', '.join(check)},), {literal(expected)})"
        write = "write_any({})" if any(each.write for each in rest) else None
        return PythonType(annotation, check, expected, read, write, nullable, models)
    readers = ", ".join(each.reader for each in rest)
    return PythonType(
        annotation, (), "", f"read_union({{}}, ({readers},))", "write_any({})", nullable, models
    )
