"""What the resource templates need to know: the tree of resources and their methods.

An operationId is a path in the tree: `b2b.events.list` is the method `list` of the resource
`events` in the area `b2b`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NoReturn

from openapi_python_client.parser import GeneratorData

from ..naming.names import class_name, resource_path
from ..naming.text import sentence
from ..parsing.dialect import operation_key
from ..reading.join import JoinedDocument
from ..reading.operation_table import OperationRow
from ..reading.specification import Specification
from .flows import MethodView, method_view
from .methods import CallView, call_view
from .operation_source import OperationSource

_Path = tuple[str, ...]


@dataclass(frozen=True)
class ResourceView:
    """One resource: a sync and an async class with a method per operation."""

    path: tuple[str, ...]
    class_name: str
    doc: str
    methods: tuple[MethodView, ...]

    @property
    def name(self) -> str:
        """The property of the client (or area) that holds it."""
        return self.path[-1]

    @property
    def module(self) -> tuple[str, ...]:
        """The module that it stands in."""
        return self.methods[0].module

    @property
    def hides_list(self) -> bool:
        """Whether a method hides the builtin `list` from the annotations of the class."""
        return any(method.name == "list" for method in self.methods)


@dataclass(frozen=True)
class ResourceModuleView:
    """One module of `resources/`: resources of one area that are described in one folder."""

    path: tuple[str, ...]
    resources: tuple[ResourceView, ...]

    @property
    def mentioned(self) -> list[str]:
        """Every class and enum that its methods mention."""
        return sorted({name for method in self.operations for name in method.mentioned})

    @property
    def operations(self) -> list[MethodView]:
        """Every operation; those that others settle stand after the others."""
        methods = [method for resource in self.resources for method in resource.methods]
        return sorted(methods, key=lambda method: method.settling is not None)

    @property
    def settling_modules(self) -> list[_Path]:
        """The other modules whose operations settle purchases of this one."""
        views = [method.settling for method in self.operations if method.settling]
        used = {
            each.module for view in views for each in (view.search, view.read, view.cart) if each
        }
        return sorted(used - {self.path})


@dataclass(frozen=True)
class AreaView:
    """A branch of the client that only holds resources."""

    name: str
    class_name: str
    doc: str
    resources: tuple[ResourceView, ...]

    @property
    def waiting(self) -> list[OperationRow]:
        """The operations that start a call which a resource of the core waits for."""
        rows = [method.row for resource in self.resources for method in resource.methods]
        return [row for row in rows if "resource" in (row.polling or {})]


@dataclass(frozen=True)
class TreeView:
    """Everything that hangs on a client."""

    methods: Mapping[str, MethodView]  # every operation, by its id
    areas: tuple[AreaView, ...]
    resources: tuple[ResourceView, ...]
    modules: tuple[ResourceModuleView, ...]


def resource_tree(
    data: GeneratorData,
    document: JoinedDocument,
    table: tuple[OperationRow, ...],
    models: Container[str],
) -> TreeView:
    """Return the tree of resources; `models` are the names that are taken."""
    endpoints = {
        endpoint.summary.get_untrusted_value(): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    calls: dict[str, CallView] = {}
    for row, operation in zip(table, Specification(document).operations, strict=True):
        endpoint = endpoints[operation_key(row.method, row.path)]
        calls[row.id] = call_view(OperationSource(row, operation, endpoint, data))
    methods = {id_: method_view(call, calls) for id_, call in calls.items()}
    grouped: dict[_Path, list[MethodView]] = defaultdict(list)
    for method in methods.values():
        grouped[method.resource].append(method)
    _refuse_clashes(grouped)
    docs = {
        resource_path(tag["name"].split(".")): sentence(tag.get("description", ""))
        for tag in document.data.get("tags", ())
    }
    resources = [
        ResourceView(path, _class(path, "Resource", models), docs.get(path, ""), tuple(group))
        for path, group in sorted(grouped.items())
    ]
    return TreeView(
        methods,
        tuple(
            _area(name, docs.get((name,), ""), [each for each in resources if each.path[0] == name])
            for name in sorted({each.path[0] for each in resources if len(each.path) > 1})
        ),
        tuple(each for each in resources if len(each.path) == 1),
        tuple(
            ResourceModuleView(name, tuple(each for each in resources if each.module == name))
            for name in sorted({each.module for each in resources})
        ),
    )


def _class(path: _Path, kind: str, taken: Container[str]) -> str:
    """Return the class of a branch, called after what it is as well where the name is taken."""
    name = class_name(path[-1])
    return f"{name}{kind}" if name in taken or f"Async{name}" in taken else name


def _area(name: str, doc: str, resources: list[ResourceView]) -> AreaView:
    taken = {each.class_name for each in resources}
    doc = doc or "Resources of one area."
    return AreaView(name, _class((name,), "Area", taken), doc, tuple(resources))


def _refuse_clashes(grouped: Mapping[_Path, list[MethodView]]) -> None:
    """Refuse two things of one name, and a place in the tree that cannot hold what it would."""
    areas = {path[0] for path in grouped if len(path) > 1}
    holders: dict[tuple[_Path, str], MethodView] = {}
    for path, methods in grouped.items():
        first = methods[0]
        if len(path) not in {1, 2}:
            _refuse(first, f"{first.row.id} has no two or three words")
        if len(path) == 1 and path[0] in areas:
            _refuse(first, f"`{path[0]}` would hold methods and resources at once")
        for method in methods:
            if method.module != first.module:
                both = f"{method.row.id} and {first.row.id}"
                told = f"{both} are of one resource and stand in two folders"
                remedy = f"Move one to the other, which stands at {first.locate('operationId')}."
                method.refuse("operationId", "resource-folder", told, remedy)
            claimed = {(path, name): f"`{'.'.join((*path, name))}()`" for name in method.names}
            claimed[method.module, method.constant] = method.constant
            for claim, told in claimed.items():
                twin = holders.setdefault(claim, method)
                if twin is not method:
                    _refuse(method, f"{method.row.id} and {twin.row.id} would both be {told}")


def _refuse(source: OperationSource, message: str) -> NoReturn:
    remedy = "Write another operationId: `resource.method` or `area.resource.method`."
    source.refuse("operationId", "operation-tree", message, remedy)
