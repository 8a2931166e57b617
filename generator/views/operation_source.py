"""One operation as the document writes it and as the parser read it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from openapi_python_client.parser import GeneratorData

from ..naming.names import constant_name, method_name, module_name, resource_path
from ..reading.node import Node
from ..reading.operation_table import OperationRow
from ..reading.problem import Location, refuse
from ..reading.specification import Operation
from .python_types import PythonType, type_at


@dataclass(frozen=True)
class OperationSource:
    """What the views of an operation are made from."""

    row: OperationRow  # its row in the operation table
    operation: Operation  # where it is written
    endpoint: Any  # the parser's reading
    data: GeneratorData  # the parser's reading of the whole document

    @property
    def node(self) -> Node:
        """The operation as it is written."""
        return self.operation.node

    @property
    def name(self) -> str:
        """The method that it becomes."""
        return method_name(self.row.id.split(".")[-1])

    @property
    def resource(self) -> tuple[str, ...]:
        """The properties of a client that lead to the resource with the method."""
        return resource_path(self.row.id.split(".")[:-1])

    @property
    def constant(self) -> str:
        """The constant that holds it."""
        return constant_name("_".join(self.resource[-1:]), self.name)

    @property
    def module(self) -> tuple[str, ...]:
        """The module that holds it: a folder inside an area of `paths/`, or else its resource."""
        root = self.operation.specification.document.locate().file.parent
        file = self.locate().file.relative_to(root)
        match file.parts, self.resource:
            case ("paths", _, folder, _), (area, _):
                return area, module_name(folder)
            case _:
                return self.resource

    def seen_from(self, module: tuple[str, ...]) -> str:
        """Return code for its constant in a module, which imports that of another as an alias."""
        alias = "_".join(("", *self.module))
        return self.constant if module == self.module else f"{alias}.{self.constant}"

    def type(self, prop: Any, place: str) -> PythonType:
        """Return the Python type of what the parser found at a place of the operation."""
        return type_at(prop, self.locate(place))

    def fields(self, model: str) -> list[Any]:
        """Return the fields of a model, as the parser read them."""
        return [
            field
            for each in self.data.models
            if each.class_info.name == model
            for field in (*(each.required_properties or ()), *(each.optional_properties or ()))
        ]

    def refuse(self, place: str, rule: str, message: str, remedy: str) -> NoReturn:
        """Refuse the document for what stands at a place of the operation."""
        refuse(self.locate(place), rule, message, remedy)

    def locate(self, place: str = "") -> Location:
        """Return where a place of the operation is described."""
        return self.operation.specification.document.locate(*self.node.pointer, place)
