"""What the resource templates need to know: the tree of resources and their methods.

An operationId is a path in the tree: `b2b.events.list` is the method `list` of the resource
`events` in the area `b2b`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from openapi_python_client.parser import GeneratorData

from ..naming.names import branch_name, class_name, resource_path
from ..naming.text import sentence
from ..parsing.dialect import operation_key
from ..reading.join import JoinedDocument
from ..reading.operation_table import OperationRow
from .methods import MethodView, method_view
from .models import ModelModuleView, by_home
from .operation_source import OperationSource

_Path = tuple[str, ...]


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
    id: str  # the operation that starts the call
    polling: dict[str, Any]  # what the document says of it
    modules: tuple[str, ...]  # the modules of the area that the operations stand in
    start: str  # the operation that starts it, as code
    status: str  # the operation that watches it
    results: tuple[tuple[str, str], ...]  # for each form of its result, the operation that reads it
    definition: str | None  # the operation that reads what is to be run, or None


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

    def all_resources(self) -> Iterator[ResourceView]:
        """Yield the resources of every area, then those that belong to none."""
        for area in self.areas:
            yield from area.resources
        yield from self.resources

    def sessions(self) -> Iterator[tuple[ResourceView, MethodView]]:
        """Yield what opens sessions."""
        for resource in self.all_resources():
            yield from ((resource, each) for each in resource.methods if each.row.opens_session)


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
    homes = {name: module.name for module in modules for name in module.exports}
    grouped: dict[_Path, list[MethodView]] = {}
    sources = {
        row.id: OperationSource(row, endpoints[operation_key(row.method, row.path)], document, data)
        for row in table
    }
    for source in sources.values():
        grouped.setdefault(source.resource, []).append(method_view(source, sources))
    _refuse_twins(sources, grouped)
    _refuse_forks(sources, grouped)
    _refuse_spread(sources)
    docs = {
        resource_path(tag["name"].split(".")): sentence(tag.get("description", ""))
        for tag in document.data.get("tags", ())
    }
    resources = [
        _resource(path, sources[methods[0].row.id].module, methods, docs.get(path, ""), homes)
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
        method.row.id: (resource.module[-1], f"{resource.module[-1]}.{method.constant}")
        for resource in resources
        for method in resource.methods
    }
    for row in (method.row for resource in resources for method in resource.methods):
        polling = row.polling or {}
        if "resource" not in polling:
            continue
        named = [polling["status"], *polling["results"].values()]
        named += [polling["definition"]] if "definition" in polling else []
        yield WaitingView(
            name=branch_name(polling["resource"].split(".")[-1]),
            id=row.id,
            polling=polling,
            modules=tuple(sorted({code[each][0] for each in (row.id, *named)})),
            start=code[row.id][1],
            status=code[polling["status"]][1],
            results=tuple((form, code[each][1]) for form, each in polling["results"].items()),
            definition=code[polling["definition"]][1] if "definition" in polling else None,
        )


def _resource(
    path: _Path, module: _Path, methods: list[MethodView], doc: str, homes: dict[str, str]
) -> ResourceView:
    name = class_name(path[-1])
    if name in homes or f"Async{name}" in homes:
        name = f"{name}Resource"
    return ResourceView(path, module, name, doc, tuple(methods))


_Sources = dict[str, OperationSource]


def _refuse_twins(sources: _Sources, grouped: dict[_Path, list[MethodView]]) -> None:
    """Refuse two operations that would be one method."""
    for path, methods in grouped.items():
        seen: dict[str, str] = {}
        for name, id_ in ((name, method.row.id) for method in methods for name in method.names):
            twin = seen.setdefault(name, id_)
            if twin != id_:
                called = ".".join((*path, name))
                _refuse(sources[id_], f"{id_} and {twin} would both be `{called}()`")


def _refuse_forks(sources: _Sources, grouped: dict[_Path, list[MethodView]]) -> None:
    """Refuse a place in the tree that holds both methods and resources, or neither."""
    areas = {path[0] for path in grouped if len(path) > 1}
    for path, (method, *_) in grouped.items():
        source = sources[method.row.id]
        if len(path) not in {1, 2}:
            _refuse(source, f"{method.row.id} has no two or three words")
        if len(path) == 1 and path[0] in areas:
            _refuse(source, f"`{path[0]}` would hold methods and resources at once")


def _refuse_spread(sources: _Sources) -> None:
    """Refuse a resource in two modules, and two constants of one name in a module."""
    homes: dict[_Path, OperationSource] = {}
    constants: dict[tuple[_Path, str], OperationSource] = {}
    for source in sources.values():
        other = homes.setdefault(source.resource, source)
        if other.module != source.module:
            source.refuse(
                "operationId",
                "resource-folder",
                f"{source.row.id} and {other.row.id} are of one resource and stand in two folders",
                f"Move one to the other, which stands at {other.locate('operationId')}.",
            )
        twin = constants.setdefault((source.module, source.constant), source)
        if twin is not source:
            _refuse(source, f"{source.row.id} and {twin.row.id} would both be {source.constant}")


def _refuse(source: OperationSource, message: str) -> NoReturn:
    remedy = "Write another operationId: `resource.method` or `area.resource.method`."
    source.refuse("operationId", "operation-tree", message, remedy)
