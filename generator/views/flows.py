"""Calls that belong together: edits, changes, purchases settled, as the templates need them.

That is what `x-acme-replaces`, `x-acme-changes` and `x-acme-settled-by` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .arguments import ParameterView
from .methods import CallView
from .python_types import PythonType

_SORT = ("sortField", "sortDirection")
# The arguments of `changes` itself, beside those that no parameter is called as.
_OWN = frozenset({"since", "overlap", "page_size"})


@dataclass(frozen=True)
class EditingView:
    """How an object is edited that an operation replaces."""

    read: CallView  # what reads it
    found: str | None  # which argument of that `restore` finds in the object itself, as its `id`
    read_only: tuple[str, ...]  # names of fields that the server sets itself

    @property
    def told(self) -> list[ParameterView]:
        """The arguments that `restore` is given."""
        return [each for each in self.read.required if each.name != self.found]


def _editing(call: CallView, calls: Mapping[str, CallView]) -> EditingView | None:
    """Return how an object is edited; None where another method replaces the same objects."""
    if call.row.replaces is None or call.row.method != "PUT":
        return None
    read, given = calls[call.row.replaces], {each.name for each in call.arguments}
    found = [each.name for each in read.required if each.name not in given]
    return EditingView(read, found[-1] if found else None, tuple(sorted(_read_only(call))))


def _read_only(call: CallView) -> set[str]:
    """Return the names of the fields of a body, at any depth, that are marked `readOnly`."""
    specification, body = call.operation.specification, call.node["requestBody"]
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
    arguments: list[ParameterView]  # those that a caller may give
    read: CallView | None  # what reads one row, or None


def _changing(call: CallView, calls: Mapping[str, CallView]) -> ChangingView | None:
    """Return how the changes of an operation are read, if the document says."""
    changes, row = call.row.changes, call.item_type or call.answer.item
    if changes is None or row is None:
        return None
    names = {each.row.name: each.name for each in call.arguments}
    fixed = {names[name]: value for name, value in changes.get("with", {}).items()}
    pagination = call.row.pagination or {}
    taken = {*_SORT, changes.get("since"), pagination.get("page"), pagination.get("pageSize")}
    sort = {}
    if "sort" in changes:
        sort = {names["sortField"]: changes["time"], names["sortDirection"]: changes["sort"]}
    arguments = [
        each
        for each in call.arguments
        if each.row.location == "query" and each.row.name not in taken
        if each.required or not fixed
    ]
    for each in arguments:
        if each.name in _OWN:
            call.refuse(
                "x-acme-changes",
                "changes-way",
                f"{each.row.name} of {call.row.id} would be called as `changes` calls its own "
                f"argument {each.name}",
                "Name the parameter under `x-acme-pagination` if it is the page's size, or "
                "leave `x-acme-changes` out.",
            )
    since = names[changes["since"]] if "since" in changes else None
    return ChangingView(row, since, sort, fixed, arguments, calls.get(changes.get("read", "")))


@dataclass(frozen=True)
class SettlingView:
    """What settles a purchase."""

    name: str  # the method that settles
    whole: str  # the method that buys and, in doubt, settles
    search: CallView  # the operation that finds orders
    read: CallView  # the one that reads one
    cart: CallView | None  # the one that reads the cart of a purchase, or None


def _settling(call: CallView, calls: Mapping[str, CallView]) -> SettlingView | None:
    """Return what settles an operation, if the document says."""
    settled, name = call.row.settled_by, call.name
    if settled is None:
        return None
    return SettlingView(
        name.replace("create", "settle", 1) if "create" in name else f"settle_{name}",
        f"{name}_settled",
        calls[settled["search"]],
        calls[settled["read"]],
        calls[settled["cart"]] if "cart" in settled else None,
    )


@dataclass(frozen=True)
class MethodView(CallView):
    """One operation as a method, with those beside it that are more than one call."""

    editing: EditingView | None
    changing: ChangingView | None
    settling: SettlingView | None

    @property
    def returns_settled(self) -> str:
        """The annotation of what the purchase answers that is settled if need be."""
        order = self.settling.read.answer.annotation if self.settling else self.returns
        return self.returns if order == self.returns else f"{self.returns} | {order}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all methods that the operation becomes."""
        settled = (self.settling.name, self.settling.whole) if self.settling else ()
        edited = ("edit", "restore") if self.editing else ()
        changed = ["changes"] if self.changing else []
        changed += ["fetch_missing"] if self.changing and self.changing.read else []
        filled = (f"{self.name}_to_file",) if self.fills_file else settled
        return (self.name, *filled, *edited, *changed)

    @property
    def mentioned(self) -> frozenset[str]:
        """The names of the classes and enums that its methods mention."""
        types = [answer.type for answer in self.answers]
        types += [argument.type for argument in self.arguments]
        types += [self.body.type] if self.body else []
        types += [self.item_type] if self.item_type else []
        types += [self.settling.read.answer] if self.settling else []
        types += [self.changing.read.answer] if self.changing and self.changing.read else []
        return frozenset[str]().union(*(each.names for each in types))


def method_view(call: CallView, calls: Mapping[str, CallView]) -> MethodView:
    """Return an operation as methods; `calls` are all operations by id."""
    return MethodView(
        **vars(call),
        editing=_editing(call, calls),
        changing=_changing(call, calls),
        settling=_settling(call, calls),
    )
