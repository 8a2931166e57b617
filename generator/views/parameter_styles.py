"""What a parameter may be written like: what the core can write, and nothing else."""

from __future__ import annotations

from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import properties as opc

from .python_types import PythonType

OBJECT_STYLES = frozenset({"deepObject", "form"})
USUAL_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


def unusual_style(parameter: dict[str, Any]) -> str | None:
    """Return the style of a parameter, or None if it is the usual one of its place."""
    usual = USUAL_STYLES[parameter["in"]]
    style = str(parameter.get("style", usual))
    return None if style == usual else style


def fits(style: str, location: str, type_: PythonType | None) -> bool:
    """Return whether the core writes a value of that type in that style."""
    if location != "query" or type_ is None:
        return False
    if style in OBJECT_STYLES:
        return type_.annotation in type_.models
    return style in {"pipeDelimited", "spaceDelimited"} and type_.annotation.startswith("list[")


def is_compound(prop: Any, *, in_list: bool = False) -> bool:
    """Return whether a property holds objects, or lists of lists."""
    if isinstance(prop, opc.ListProperty):
        return in_list or is_compound(prop.inner_property, in_list=True)
    if isinstance(prop, opc.UnionProperty):
        return any(is_compound(inner, in_list=in_list) for inner in prop.inner_properties)
    return isinstance(prop, opc.ModelProperty | opc.FileProperty)


def is_flat_object(prop: Any, data: GeneratorData) -> bool:
    """Return whether a property is an object of plain values and lists of them."""
    if not isinstance(prop, opc.ModelProperty):
        return False
    model = next(each for each in data.models if each.class_info.name == prop.class_info.name)
    fields = [*(model.required_properties or ()), *(model.optional_properties or ())]
    return not any(is_compound(field) for field in fields)
