"""The arguments of a method, and the parameters on the wire that they fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import properties as opc

from acme_ticketing_core.operations.names import resolved

from ..naming.names import argument_names
from ..naming.text import sentence
from ..reading.operation_table import USUAL_STYLES, ParameterRow
from .operation_source import OperationSource
from .python_types import PythonType

_OBJECT_STYLES = frozenset({"deepObject", "form"})
_SUPPLIED_BY_CLIENT = {
    "idempotency-key": "Made by the client, once for the call, if left out.",
    "buyer-ip": "May be left out where `client.for_buyer(ip=...)` has set it.",
}


@dataclass(frozen=True)
class ArgumentView:
    """One keyword argument of a method."""

    name: str  # the argument
    type: PythonType  # its Python type
    required: bool  # whether a call without it is refused
    doc: str  # what it means and what it is on the wire, as one paragraph
    row: ParameterRow  # the parameter it becomes
    sensitive: bool  # whether its value must not show in text


@dataclass(frozen=True)
class ParameterView:
    """One parameter on the wire, and the argument that fills it."""

    row: ParameterRow
    argument: str
    explode: bool
    style: str | None = None


def argument_views(source: OperationSource) -> tuple[ArgumentView, ...]:
    """Return the arguments of a method, the required ones first."""
    rows = {(each.name, each.location): each for each in source.row.parameters}
    names = _names(source)
    arguments: list[ArgumentView] = []
    for location in ("path", "query", "header", "cookie"):
        for prop in getattr(source.endpoint, f"{location}_parameters"):
            row = rows[prop.name.get_untrusted_value(), location]
            type_ = source.type(prop, "parameters")
            if _is_compound(prop) and not (
                _style(source, row, prop) in _OBJECT_STYLES and _is_flat_object(prop, source.data)
            ):
                message = f"the parameter {row.name} of {source.row.id} is a {type_.annotation}"
                remedy = "Describe it as text, a number, or a list of one of these."
                source.refuse("parameters", "plain-parameters", message, remedy)
            arguments.append(
                ArgumentView(
                    names[row],
                    type_,
                    row.required and row.role not in _SUPPLIED_BY_CLIENT,
                    _doc(source, row),
                    row,
                    _is_sensitive(source, row),
                )
            )
    return tuple(sorted(arguments, key=lambda each: not each.required))


def _is_sensitive(source: OperationSource, row: ParameterRow) -> bool:
    parameter = source.parameter(row)
    schema = resolved(source.document.data, parameter.get("schema", {}))
    return parameter.get("x-acme-sensitive", schema.get("x-acme-sensitive")) is True


def parameter_views(
    source: OperationSource, arguments: tuple[ArgumentView, ...]
) -> tuple[ParameterView, ...]:
    """Return the parameters of an operation, in the order of the document."""
    return tuple(
        _parameter(source, row, name, next((each for each in arguments if each.row == row), None))
        for row, name in _names(source).items()
    )


def _names(source: OperationSource) -> dict[ParameterRow, str]:
    rows = source.row.parameters
    names = argument_names([(row.name, row.location) for row in rows])
    return dict(zip(rows, names, strict=True))


def _parameter(
    source: OperationSource, row: ParameterRow, name: str, argument: ArgumentView | None
) -> ParameterView:
    if argument is None and row.role != "request-id":
        message = f"the parameter {row.name} of {source.row.id} has no schema"
        remedy = "Describe its value under `schema`; `content` is not supported."
        source.refuse("parameters", "parameter-schema", message, remedy)
    type_ = argument.type if argument else None
    prop = _property(source, row)
    style = _style(source, row, prop)
    if style is not None and not _fits(style, row.location, type_):
        message = f"the parameter {row.name} of {source.row.id} has the style {style}"
        remedy = f"Only the style {USUAL_STYLES[row.location]} is supported there."
        source.refuse("parameters", "parameter-style", message, remedy)
    is_list = type_ is not None and "list[" in type_.annotation
    explode = row.explode and row.location in {"query", "cookie"}
    return ParameterView(
        row, name, explode and (style == "form" or (is_list and style is None)), style
    )


def _property(source: OperationSource, row: ParameterRow) -> Any:
    found = getattr(source.endpoint, f"{row.location}_parameters")
    return next((each for each in found if each.name.get_untrusted_value() == row.name), None)


def _style(source: OperationSource, row: ParameterRow, prop: Any) -> str | None:
    """Return how the core must be told to write a parameter; None for plain values as usual."""
    usual = USUAL_STYLES[row.location]
    style = str(source.parameter(row).get("style", usual))
    is_object = row.location == "query" and isinstance(prop, opc.ModelProperty)
    return style if is_object or style != usual else None


def _doc(source: OperationSource, row: ParameterRow) -> str:
    meaning = sentence(row.description)
    if source.parameter(row).get("deprecated"):
        meaning = f"Deprecated. {meaning}".rstrip()
    if row.role in _SUPPLIED_BY_CLIENT:
        meaning = f"{meaning} {_SUPPLIED_BY_CLIENT[row.role]}".lstrip()
    wire = f"`{sentence(row.name)}`"
    if not meaning:
        return f"The {row.location} parameter {wire}."
    return f"{meaning} ({wire}, {row.location})"


def _fits(style: str, location: str, type_: PythonType | None) -> bool:
    """Return whether the core writes a value of that type in that style."""
    if location != "query" or type_ is None:
        return False
    if style in _OBJECT_STYLES:
        return type_.annotation in type_.models
    return style in {"pipeDelimited", "spaceDelimited"} and type_.annotation.startswith("list[")


def _is_compound(prop: Any, *, in_list: bool = False) -> bool:
    """Return whether a property holds objects, or lists of lists."""
    if isinstance(prop, opc.ListProperty):
        return in_list or _is_compound(prop.inner_property, in_list=True)
    if isinstance(prop, opc.UnionProperty):
        return any(_is_compound(inner, in_list=in_list) for inner in prop.inner_properties)
    return isinstance(prop, opc.ModelProperty | opc.FileProperty)


def _is_flat_object(prop: Any, data: GeneratorData) -> bool:
    """Return whether a property is an object of plain values and lists of them."""
    if not isinstance(prop, opc.ModelProperty):
        return False
    model = next(each for each in data.models if each.class_info.name == prop.class_info.name)
    fields = [*(model.required_properties or ()), *(model.optional_properties or ())]
    return not any(_is_compound(field) for field in fields)
