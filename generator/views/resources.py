"""What the resource templates need to know: the tree of resources and their methods.

An operationId is a path in the tree: `b2b.events.list` is the method `list` of the resource
`events` in the area `b2b`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from openapi_python_client.parser import GeneratorData

from ..naming.names import branch_name, class_name, resource_path
from ..naming.text import sentence
from ..parsing.dialect import operation_key
from ..reading.join import JoinedDocument
from ..reading.operation_table import OperationRow
from ..reading.specification import Specification
from .methods import MethodView, method_view
from .models import ModelModuleView, by_home
from .operation_source import OperationSource

_Path = tuple[str, ...]
_Grouped = dict[_Path, list[MethodView]]


@dataclass(frozen=True)
class ResourceView:
    """One resource: a sync and an async class with a method per operation."""

    path: tuple[str, ...]
    module: tuple[str, ...]
    class_name: str
    doc: str
    methods: tuple[MethodView, ...]

    @property
    def name(self) -> str:
        """The property of the client (or area) that holds it."""
        return self.path[-1]

    @property
    def hides_list(self) -> bool:
        """Whether a method hides the builtin `list` from the annotations of the class."""
        return any(method.name == "list" for method in self.methods)


@dataclass(frozen=True)
class ResourceModuleView:
    """One module of `resources/`: resources of one area that are described in one folder."""

    path: tuple[str, ...]
    resources: tuple[ResourceView, ...]
    models: tuple[tuple[str, tuple[str, ...]], ...]  # modules of models, and what it needs of them

    @property
    def operations(self) -> tuple[MethodView, ...]:
        """Every operation; those that others settle stand after the others."""
        methods = [method for resource in self.resources for method in resource.methods]
        return tuple(sorted(methods, key=lambda method: method.settling is not None))

    @property
    def settling_imports(self) -> tuple[tuple[str, str, str], ...]:
        """The other modules whose operations settle purchases of this one."""
        views = (method.settling for method in self.operations)
        return tuple(sorted({each for view in views if view for each in view.imports}))


@dataclass(frozen=True)
class WaitingView:
    """A resource of the core that waits for a long-running call: `x-acme-polling`."""

    name: str  # the property of the area that holds it
    row: OperationRow  # the operation that starts the call
    operations: dict[str, str]  # every operation that it needs, as code

    @property
    def modules(self) -> list[str]:
        """The modules of the area that the operations stand in."""
        return sorted({code.partition(".")[0] for code in self.operations.values()})


@dataclass(frozen=True)
class AreaView:
    """A branch of the client that only holds resources."""

    name: str
    class_name: str
    doc: str
    resources: tuple[ResourceView, ...]
    waiting: tuple[WaitingView, ...]


@dataclass(frozen=True)
class TreeView:
    """Everything that hangs on a client."""

    areas: tuple[AreaView, ...]
    resources: tuple[ResourceView, ...]
    modules: tuple[ResourceModuleView, ...]

    @property
    def methods(self) -> list[MethodView]:
        """Every operation."""
        return [method for module in self.modules for method in module.operations]


def resource_tree(
    data: GeneratorData,
    document: JoinedDocument,
    table: tuple[OperationRow, ...],
    modules: tuple[ModelModuleView, ...],
) -> TreeView:
    """Return the tree of resources."""
    endpoints = {
        endpoint.summary.get_untrusted_value(): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    by_id = Specification(document).by_id
    homes = {name: module.name for module in modules for name in module.exports}
    grouped: _Grouped = {}
    sources = {
        row.id: OperationSource(
            row, by_id[row.id], endpoints[operation_key(row.method, row.path)], data
        )
        for row in table
    }
    for source in sources.values():
        grouped.setdefault(source.resource, []).append(method_view(source, sources))
    _refuse_clashes(grouped)
    docs = {
        resource_path(tag["name"].split(".")): sentence(tag.get("description", ""))
        for tag in document.data.get("tags", ())
    }
    resources = [
        _resource(path, methods, docs.get(path, ""), homes)
        for path, methods in sorted(grouped.items())
    ]
    areas = sorted({resource.path[0] for resource in resources if len(resource.path) > 1})
    return TreeView(
        tuple(
            _area(area, docs.get((area,), ""), [each for each in resources if each.path[0] == area])
            for area in areas
        ),
        tuple(each for each in resources if len(each.path) == 1),
        tuple(
            _module(name, [each for each in resources if each.module == name], homes)
            for name in sorted({each.module for each in resources})
        ),
    )


def _module(
    path: _Path, resources: list[ResourceView], homes: dict[str, str]
) -> ResourceModuleView:
    methods = [method for resource in resources for method in resource.methods]
    models = {model for method in methods for model in method.models}
    return ResourceModuleView(path, tuple(resources), by_home(models, homes))


def _area(name: str, doc: str, resources: list[ResourceView]) -> AreaView:
    taken = {each.class_name for each in resources}
    class_ = class_name(name)
    return AreaView(
        name,
        f"{class_}Area" if class_ in taken else class_,
        doc,
        tuple(resources),
        tuple(_waiting(resources)),
    )


def _waiting(resources: list[ResourceView]) -> Iterator[WaitingView]:
    """Yield what waits for the long-running calls of an area."""
    code = {
        method.row.id: f"{resource.module[-1]}.{method.constant}"
        for resource in resources
        for method in resource.methods
    }
    for row in (method.row for resource in resources for method in resource.methods):
        polling = row.polling or {}
        if "resource" in polling:
            named = [row.id, polling["status"], *polling["results"].values()]
            named += [polling["definition"]] if "definition" in polling else []
            name = branch_name(polling["resource"].split(".")[-1])
            yield WaitingView(name, row, {each: code[each] for each in named})


def _resource(
    path: _Path, methods: list[MethodView], doc: str, homes: dict[str, str]
) -> ResourceView:
    name = class_name(path[-1])
    if name in homes or f"Async{name}" in homes:
        name = f"{name}Resource"
    return ResourceView(path, methods[0].module, name, doc, tuple(methods))


def _refuse_clashes(grouped: _Grouped) -> None:
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
