"""Calls that belong together: edits, changes, purchases settled, as the templates need them.

That is what `x-acme-replaces`, `x-acme-changes` and `x-acme-settled-by` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .answers import answer_views
from .arguments import ParameterView, argument_views
from .operation_source import OperationSource
from .python_types import PythonType

_SORT = ("sortField", "sortDirection")
# The arguments of `changes` itself, beside those that no parameter is called as.
_OWN = frozenset({"since", "overlap", "page_size"})


@dataclass(frozen=True)
class ReadView:
    """An operation that reads one object."""

    operation: str  # the operation, as code
    object: PythonType  # what it answers
    arguments: tuple[ParameterView, ...]  # what it is called with, its id first


def _read_view(source: OperationSource) -> ReadView:
    arguments = tuple(each for each in argument_views(source) if each.required)
    return ReadView(source.constant, answer_views(source)[0].type, arguments)


@dataclass(frozen=True)
class EditingView:
    """How an object is edited that an operation replaces."""

    read: ReadView  # what reads it
    found: tuple[
        str, ...
    ]  # which argument of that `restore` finds in the object itself, as its `id`
    read_only: tuple[str, ...]  # names of fields that the server sets itself

    @property
    def told(self) -> tuple[ParameterView, ...]:
        """The arguments that `restore` is given."""
        return tuple(each for each in self.read.arguments if each.name not in self.found)


def editing_view(
    source: OperationSource, sources: Mapping[str, OperationSource]
) -> EditingView | None:
    """Return how an object is edited; None where another method replaces the same objects."""
    if source.row.replaces is None or source.row.method != "PUT":
        return None
    read = _read_view(sources[source.row.replaces])
    given = {each.name for each in argument_views(source)}
    found = tuple(each.name for each in read.arguments if each.name not in given)
    return EditingView(read, found[-1:], tuple(sorted(_read_only(source))))


def _read_only(source: OperationSource) -> set[str]:
    """Return the names of the fields of a body, at any depth, that are marked `readOnly`."""
    specification, body = source.operation.specification, source.node["requestBody"]
    reached = specification.reached(body.value)
    return {
        name
        for schema in specification.objects["schema"]
        if "/".join(("#", *map(str, schema.pointer[:3]))) in reached
        or schema.pointer[: len(body.pointer)] == body.pointer
        for name, each in schema["properties"].entries()
        if each["readOnly"].value or each.resolved()["readOnly"].value
    }


@dataclass(frozen=True)
class ChangingView:
    """How changes are read."""

    row: PythonType  # the type of a row
    since: str | None  # the argument that asks for what changed after a time, or None
    sort: Mapping[str, str]  # the arguments that sort by time of change
    fixed: Mapping[str, Any]  # arguments that the listing is always called with
    arguments: tuple[ParameterView, ...]  # those that a caller may give
    read: ReadView | None  # what reads one row, or None


def changing_view(
    source: OperationSource,
    row: PythonType | None,
    sources: Mapping[str, OperationSource],
) -> ChangingView | None:
    """Return how the changes of an operation are read, if the document says."""
    changes = source.row.changes
    if changes is None or row is None:
        return None
    given = argument_views(source)
    names = {each.row.name: each.name for each in given}
    fixed = {names[name]: value for name, value in changes.get("with", {}).items()}
    pagination = source.row.pagination or {}
    taken = {*_SORT, changes.get("since"), pagination.get("page"), pagination.get("pageSize")}
    sort = {}
    if "sort" in changes:
        sort = {names["sortField"]: changes["time"], names["sortDirection"]: changes["sort"]}
    arguments = tuple(
        each
        for each in given
        if each.row.location == "query" and each.row.name not in taken
        if each.required or not fixed
    )
    for each in arguments:
        if each.name in _OWN:
            source.refuse(
                "x-acme-changes",
                "changes-way",
                f"{each.row.name} of {source.row.id} would be called as `changes` calls its own "
                f"argument {each.name}",
                "Name the parameter under `x-acme-pagination` if it is the page's size, or "
                "leave `x-acme-changes` out.",
            )
    reading = sources.get(changes.get("read", ""))
    return ChangingView(
        row=row,
        since=names[changes["since"]] if "since" in changes else None,
        sort=sort,
        fixed=fixed,
        arguments=arguments,
        read=_read_view(reading) if reading else None,
    )


@dataclass(frozen=True)
class SettlingView:
    """What settles a purchase."""

    name: str  # the method that settles
    whole: str  # the method that buys and, in doubt, settles
    # For each other module that is needed, its package, module and name here.
    imports: tuple[tuple[str, str, str], ...]
    search: str  # the operation that finds orders, as code
    items: str  # where its answer holds them
    count: str  # where it tells how many there are
    read: str  # the operation that reads one, as code
    cart: str  # the operation that reads the cart of a purchase, as code; empty: none
    order: PythonType  # what that answers


def settling_view(
    source: OperationSource, sources: Mapping[str, OperationSource]
) -> SettlingView | None:
    """Return what settles an operation, if the document says."""
    settled, name = source.row.settled_by, source.name
    if settled is None:
        return None
    paging = sources[settled["search"]].row.pagination or {}
    imports: dict[str, tuple[str, str, str]] = {}

    def code(operation_id: str) -> str:
        other = sources[operation_id]
        if other.module == source.module:
            return other.constant
        alias = "_".join(["", *other.module])
        imports[alias] = (".".join(["resources", *other.module[:-1]]), other.module[-1], alias)
        return f"{alias}.{other.constant}"

    return SettlingView(
        name=name.replace("create", "settle", 1) if "create" in name else f"settle_{name}",
        whole=f"{name}_settled",
        search=code(settled["search"]),
        items=paging.get("items", "list"),
        count=paging.get("count", ""),
        read=code(settled["read"]),
        cart=code(settled["cart"]) if "cart" in settled else "",
        order=answer_views(sources[settled["read"]])[0].type,
        imports=tuple(sorted(imports.values())),
    )
