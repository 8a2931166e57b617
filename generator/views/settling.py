"""How it is found out what became of a purchase: `x-acme-settled-by` as the templates need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.naming.names import branch_name, constant_name, method_name

from .answers import answer_views
from .operation_source import OperationSource
from .python_types import PythonType


@dataclass(frozen=True)
class SettlingView:
    """What settles a purchase.

    Attributes:
        name: the method that settles.
        whole: the method that buys and, in doubt, settles.
        imports: for each other resource that is needed, its package, module and name here.
        search: the operation that finds orders, as code.
        items: where its answer holds them.
        count: where it tells how many there are.
        read: the operation that reads one, as code.
        cart: the operation that reads the cart of a purchase, as code; empty: none.
        order: what that answers.
        purchase: fact → where a purchase's body tells it.
        found: fact → where an order tells it.

    """

    name: str
    whole: str
    imports: tuple[tuple[str, str, str], ...]
    search: str
    items: str
    count: str
    read: str
    cart: str
    order: PythonType
    purchase: Mapping[str, tuple[str, ...]]
    found: Mapping[str, tuple[str, ...]]


def settling_view(
    source: OperationSource, name: str, sources: Mapping[str, OperationSource]
) -> SettlingView | None:
    """Return what settles an operation, if the document says."""
    settled = source.row.settled_by
    if settled is None:
        return None
    paging = sources[settled["search"]].row.pagination or {}
    imports: dict[str, tuple[str, str, str]] = {}

    def code(operation_id: str) -> str:
        *words, last = operation_id.split(".")
        constant = constant_name(method_name(last))
        if words == source.row.id.split(".")[:-1]:
            return constant
        alias = "_".join(["", *map(method_name, words)])
        package = "".join(f".{branch_name(word)}" for word in words[:-1])
        imports[alias] = (f"resources{package}", method_name(words[-1]), alias)
        return f"{alias}.{constant}"

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
        purchase={fact: tuple(paths) for fact, paths in settled["purchase"].items()},
        found={fact: tuple(paths) for fact, paths in settled["order"].items()},
    )
