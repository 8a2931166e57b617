"""What the templates need to know of an answer that comes in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import properties as opc

from ..naming.names import attribute_name
from ..reading.join import JoinedDocument
from ..reading.operation_table import OperationRow
from ..reading.problem import Problem, SpecificationError
from .python_types import PythonType, type_at


@dataclass(frozen=True)
class PagingView:
    """How a paged answer is taken apart: attributes of the answer, arguments of the call.

    Attributes:
        items: the attribute that holds the rows; None where the answer is a list of them.
        item_type: the type of a row.
        total: the way to the number of all rows, or nothing.
        more: the way to whether a page follows, or nothing.
        most: the most rows that a page may be asked for, or None.
        page: the argument with the page's number.
        page_size: the argument with its size.

    """

    items: str | None
    item_type: PythonType
    total: tuple[str, ...]
    more: tuple[str, ...]
    most: int | None
    page: str
    page_size: str


def paging_view(
    row: OperationRow, answer: PythonType, document: JoinedDocument, data: GeneratorData
) -> PagingView | None:
    """Return how the answer of an operation is paged, None if it is not.

    Raises:
        SpecificationError: the rows are not where the document says.

    """
    pagination = row.pagination
    if not pagination:
        return None
    place = document.locate("paths", row.path, row.method.lower(), "x-acme-pagination")
    items = pagination.get("items")
    if items is None and answer.item is not None:
        item_type = answer.item
    else:
        rows = _property(data, answer.annotation, items)
        if not isinstance(rows, opc.ListProperty):
            raise SpecificationError(
                Problem(
                    place,
                    "pagination-fields",
                    f"the answer of {row.id} has no list called {items}"
                    if items
                    else f"the answer of {row.id} is no list",
                    "Write under `items` the property of the answer that holds the rows.",
                )
            )
        item_type = type_at(
            rows.inner_property,
            document.locate("paths", row.path, row.method.lower(), "responses"),
        )
    return PagingView(
        items=attribute_name(items) if items else None,
        item_type=item_type,
        total=_way(pagination.get("count")),
        more=_way(pagination.get("more")),
        most=pagination.get("most"),
        page=attribute_name(pagination.get("page", "page")),
        page_size=attribute_name(pagination.get("pageSize", "pageSize")),
    )


def _way(property_path: str | None) -> tuple[str, ...]:
    return tuple(map(attribute_name, property_path.split("."))) if property_path else ()


def _property(data: GeneratorData, model: str, name: str | None) -> Any:
    for each in data.models:
        if str(each.class_info.name) == model:
            for prop in (*(each.required_properties or ()), *(each.optional_properties or ())):
                if prop.name.get_untrusted_value() == name:
                    return prop
    return None
