"""How the changes of a listing are read: `x-acme-changes` as the templates need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..naming.names import attribute_name, constant_name, method_name
from ..reading.problem import Problem, SpecificationError
from .answers import answer_views
from .arguments import ArgumentView, ParameterView, argument_views
from .operation_source import OperationSource
from .python_types import PythonType

_SORT = ("sortField", "sortDirection")
_OWN = frozenset({"since", "overlap", "page_size"})
"""The arguments of `changes` itself, beside those that no parameter is called as."""


@dataclass(frozen=True)
class ReadView:
    """What reads one row by its id.

    Attributes:
        operation: the operation, as code.
        argument: the id.
        row: what it answers.

    """

    operation: str
    argument: ArgumentView
    row: PythonType


@dataclass(frozen=True)
class ChangingView:
    """How changes are read.

    Attributes:
        way: how the server helps.
        row: the type of a row.
        id: the attribute that tells rows apart.
        time: the attribute with the time of change, or None.
        since: the argument that asks for what changed after a time, or None.
        sort: the arguments that sort by time of change.
        fixed: arguments that the listing is always called with.
        arguments: those that a caller may give.
        read: what reads one row, or None.

    """

    way: str
    row: PythonType
    id: str
    time: str | None
    since: str | None
    sort: Mapping[str, str]
    fixed: Mapping[str, Any]
    arguments: tuple[ArgumentView, ...]
    read: ReadView | None


def changing_view(
    source: OperationSource,
    row: PythonType | None,
    parameters: tuple[ParameterView, ...],
    sources: Mapping[str, OperationSource],
) -> ChangingView | None:
    """Return how the changes of an operation are read, if the document says."""
    changes = source.row.changes
    if changes is None or row is None:
        return None
    names = {each.row.name: each.argument for each in parameters}
    fixed = {names[name]: value for name, value in changes.get("with", {}).items()}
    pagination = source.row.pagination or {}
    taken = {*_SORT, changes.get("since"), pagination.get("page"), pagination.get("pageSize")}
    sort = {}
    if "sort" in changes:
        sort = {names["sortField"]: changes["time"], names["sortDirection"]: changes["sort"]}
    arguments = tuple(
        each
        for each in argument_views(source)
        if each.row.location == "query" and each.row.name not in taken
        if each.required or not fixed
    )
    for each in arguments:
        if each.name in _OWN:
            raise SpecificationError(
                Problem(
                    source.document.locate("paths", source.row.path, source.row.method.lower()),
                    "changes-way",
                    f"{each.row.name} of {source.row.id} would be called as `changes` calls its own "
                    f"argument {each.name}",
                    "Name the parameter under `x-acme-pagination` if it is the page's size, or "
                    "leave `x-acme-changes` out.",
                )
            )
    return ChangingView(
        way=changes["by"],
        row=row,
        id=attribute_name(changes["id"]),
        time=attribute_name(changes["time"]) if "time" in changes else None,
        since=names[changes["since"]] if "since" in changes else None,
        sort=sort,
        fixed=fixed,
        arguments=arguments,
        read=_read_view(sources[changes["read"]]) if "read" in changes else None,
    )


def _read_view(source: OperationSource) -> ReadView:
    argument = next(each for each in argument_views(source) if each.row.location == "path")
    return ReadView(
        operation=constant_name(method_name(source.row.id.split(".")[-1])),
        argument=argument,
        row=answer_views(source)[0].type,
    )
