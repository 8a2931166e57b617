"""The arguments of a method, and the parameters on the wire that they fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import properties as opc

from ..naming.names import argument_names
from ..naming.text import sentence
from ..reading.operation_table import ParameterRow, resolve
from .operation_source import OperationSource
from .parameter_styles import (
    OBJECT_STYLES,
    USUAL_STYLES,
    fits,
    is_compound,
    is_flat_object,
    unusual_style,
)
from .python_types import PythonType

_SUPPLIED_BY_CLIENT = {
    "idempotency-key": "Made by the client, once for the call, if left out.",
    "buyer-ip": "May be left out where `client.for_buyer(ip=...)` has set it.",
}


@dataclass(frozen=True)
class ArgumentView:
    """One keyword argument of a method.

    Attributes:
        name: the argument.
        type: its Python type.
        required: whether a call without it is refused.
        doc: what it means and what it is on the wire, as one paragraph.
        row: the parameter it becomes.
        sensitive: whether its value must not show in text.

    """

    name: str
    type: PythonType
    required: bool
    doc: str
    row: ParameterRow
    sensitive: bool


@dataclass(frozen=True)
class ParameterView:
    """One parameter on the wire, and the argument that fills it."""

    row: ParameterRow
    argument: str
    explode: bool
    style: str | None = None


def argument_views(source: OperationSource) -> tuple[ArgumentView, ...]:
    """Return the arguments of a method, the required ones first.

    Raises:
        SpecificationError: a parameter has a form that no argument can have.

    """
    rows = {(each.name, each.location): each for each in source.row.parameters}
    names = _names(source)
    arguments: list[ArgumentView] = []
    for location in ("path", "query", "header", "cookie"):
        for prop in getattr(source.endpoint, f"{location}_parameters"):
            row = rows[prop.name.get_untrusted_value(), location]
            type_ = source.type(prop, "parameters")
            if is_compound(prop) and not (
                _style(source, row, prop) in OBJECT_STYLES and is_flat_object(prop, source.data)
            ):
                source.refuse(
                    "parameters",
                    "plain-parameters",
                    f"the parameter {row.name} of {source.row.id} is a {type_.annotation}",
                    "Describe it as text, a number, or a list of one of these.",
                )
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
    schema = resolve(source.document.data, parameter.get("schema", {}))
    return parameter.get("x-acme-sensitive", schema.get("x-acme-sensitive")) is True


def parameter_views(
    source: OperationSource, arguments: tuple[ArgumentView, ...]
) -> tuple[ParameterView, ...]:
    """Return the parameters of an operation, in the order of the document.

    Raises:
        SpecificationError: one has no schema, or a style that the core does not write.

    """
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
        source.refuse(
            "parameters",
            "parameter-schema",
            f"the parameter {row.name} of {source.row.id} has no schema",
            "Describe its value under `schema`; `content` is not supported.",
        )
    type_ = argument.type if argument else None
    prop = _property(source, row)
    style = _style(source, row, prop)
    if style is not None and not fits(style, row.location, type_):
        source.refuse(
            "parameters",
            "parameter-style",
            f"the parameter {row.name} of {source.row.id} has the style {style}",
            f"Only the style {USUAL_STYLES[row.location]} is supported there.",
        )
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
    if row.location == "query" and isinstance(prop, opc.ModelProperty):
        return str(source.parameter(row).get("style", USUAL_STYLES["query"]))
    return unusual_style(source.parameter(row))


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
