"""The parameters of an operation: on the wire, and as the keyword arguments that fill them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import properties as opc

from acme_ticketing_core.operations.names import first_value

from ..naming.names import argument_names
from ..naming.text import sentence
from ..reading.operation_table import USUAL_STYLES, ParameterRow
from .operation_source import OperationSource
from .python_types import PythonType

_LOCATIONS = ("path", "query", "header", "cookie")
_OBJECT_STYLES = frozenset({"deepObject", "form"})
_LIST_STYLES = frozenset({"pipeDelimited", "spaceDelimited"})
_NO_ARGUMENT = "request-id"  # the role of a parameter that only the client fills
_KEY = "idempotency-key"
_SUPPLIED_BY_CLIENT = {
    _KEY: "Made by the client, once for the call, if left out.",
    "buyer-ip": "May be left out where `client.for_buyer(ip=...)` has set it.",
}


@dataclass(frozen=True)
class ParameterView:
    """One parameter on the wire, and the argument that fills it."""

    row: ParameterRow
    name: str  # the argument
    type: PythonType  # its Python type
    doc: str  # what it means and what it is on the wire, as one paragraph
    example: Any  # what the document gives as an example of its value, or the first value; or None
    sensitive: bool  # whether its value must not show in text
    style: str | None  # how the core must be told to write it; None for plain values as usual
    explode: bool  # whether its items, or its fields, become parameters of their own

    @property
    def required(self) -> bool:
        """Whether a call without it is refused."""
        return self.row.required and self.row.role not in _SUPPLIED_BY_CLIENT


def parameter_views(source: OperationSource) -> tuple[ParameterView, ...]:
    """Return the parameters of an operation, in the order of the document."""
    props = {
        (prop.name.get_untrusted_value(), location): prop
        for location in _LOCATIONS
        for prop in getattr(source.endpoint, f"{location}_parameters")
    }
    names = argument_names([(row.name, row.location) for row in source.row.parameters])
    return tuple(
        _parameter(source, row, name, props.get((row.name, row.location)))
        for row, name in zip(source.row.parameters, names, strict=True)
    )


def by_priority(parameters: Iterable[ParameterView]) -> tuple[ParameterView, ...]:
    """Return the parameters that are arguments of a method, the required ones first."""
    arguments = [each for each in parameters if each.row.role != _NO_ARGUMENT]
    arguments.sort(key=lambda each: (not each.required, _LOCATIONS.index(each.row.location)))
    return tuple(arguments)


def _parameter(source: OperationSource, row: ParameterRow, name: str, prop: Any) -> ParameterView:
    called = f"the parameter {row.name} of {source.row.id}"
    if prop is None and row.role != _NO_ARGUMENT:
        remedy = "Describe its value under `schema`; `content` is not supported."
        source.refuse("parameters", "parameter-schema", f"{called} has no schema", remedy)
    type_ = source.type(prop, "parameters") if prop else PythonType("str")
    if row.role == _KEY and type_.annotation == "UUID":
        type_ = PythonType("UUID | str")
    written = source.operation.described[row.name, row.location]
    schema = written["schema"].resolved()
    is_object = row.location == "query" and isinstance(prop, opc.ModelProperty)
    is_list = "list[" in type_.annotation
    usual = USUAL_STYLES[row.location]
    style = written["style"].text or usual
    is_flat = is_object and not any(map(_is_compound, source.fields(type_.annotation)))
    if _is_compound(prop) and not (is_flat and style in _OBJECT_STYLES):
        remedy = "Describe it as text, a number, or a list of one of these."
        told = f"{called} is a {type_.annotation}"
        source.refuse("parameters", "plain-parameters", told, remedy)
    is_known = is_object or (is_list and row.location == "query" and style in _LIST_STYLES)
    if style != usual and not is_known:
        remedy = f"Only the style {usual} is supported there."
        source.refuse("parameters", "parameter-style", f"{called} has the style {style}", remedy)
    sensitive = (written if "x-acme-sensitive" in written else schema)["x-acme-sensitive"]
    first = first_value(schema.document, schema.value or {})
    examples = (written["example"].value, schema["example"].value, first)
    return ParameterView(
        row=row,
        name=name,
        type=type_,
        doc=_doc(row, deprecated=written["deprecated"].value is True),
        example=next((each for each in examples if each is not None), None),
        sensitive=sensitive.value is True,
        style=style if is_object or style != usual else None,
        explode=row.explode and style == "form" and (is_object or is_list),
    )


def _doc(row: ParameterRow, *, deprecated: bool) -> str:
    supplied = _SUPPLIED_BY_CLIENT.get(row.role or "", "")
    texts = ("Deprecated." if deprecated else "", sentence(row.description), supplied)
    meaning, wire = " ".join(filter(None, texts)), f"`{sentence(row.name)}`"
    if not meaning:
        return f"The {row.location} parameter {wire}."
    return f"{meaning} ({wire}, {row.location})"


def _is_compound(prop: Any, *, in_list: bool = False) -> bool:
    """Return whether a property holds objects, or lists of lists."""
    if isinstance(prop, opc.ListProperty):
        return in_list or _is_compound(prop.inner_property, in_list=True)
    if isinstance(prop, opc.UnionProperty):
        return any(_is_compound(inner, in_list=in_list) for inner in prop.inner_properties)
    return isinstance(prop, opc.ModelProperty | opc.FileProperty)
