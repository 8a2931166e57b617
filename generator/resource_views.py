"""What the resource templates need to know: the tree of resources and their methods.

An operationId is a path in the tree: `b2b.events.list` is the method `list` of the resource
`events` in the area `b2b`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser import GeneratorData

from .join import JoinedDocument
from .model_views import ModelModuleView
from .names import argument_name, class_name, method_name
from .operation_table import OperationRow, ParameterRow
from .problem import Problem, SpecificationError
from .python_types import PythonType, python_type
from .text import paragraphs, sentence

_SUCCESS = range(200, 300)
_CONTENT_KINDS = {"response.json()": "json", "response.text": "text", "response.content": "binary"}


@dataclass(frozen=True)
class ArgumentView:
    """One keyword argument of a method, and the parameter it becomes on the wire."""

    name: str
    type: PythonType
    required: bool
    doc: str
    row: ParameterRow


@dataclass(frozen=True)
class AnswerView:
    """What one success status means.

    Attributes:
        status: the status code.
        kind: `json`, `text`, `binary` or `empty`.
        type: the Python type of the answer.

    """

    status: int
    kind: str
    type: PythonType


@dataclass(frozen=True)
class PagingView:
    """How a paged answer is taken apart."""

    items: str
    item_type: PythonType
    total: tuple[str, ...]
    page: str
    page_size: str


@dataclass(frozen=True)
class MethodView:
    """One operation as a method."""

    row: OperationRow
    name: str
    constant: str
    arguments: tuple[ArgumentView, ...]
    body: PythonType | None
    body_required: bool
    answers: tuple[AnswerView, ...]
    paging: PagingView | None
    summary: str
    description: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]

    @property
    def returns(self) -> str:
        """The annotation of what the operation answers."""
        types = dict.fromkeys(answer.type.annotation for answer in self.answers)
        if self.row.empty_body:
            types["None"] = None
        return " | ".join(types) or "None"

    @property
    def models(self) -> frozenset[str]:
        """The names of the models that the method mentions."""
        types = [answer.type for answer in self.answers]
        types += [argument.type for argument in self.arguments]
        types += [self.body] if self.body else []
        types += [self.paging.item_type] if self.paging else []
        return frozenset[str]().union(*(each.models for each in types))


@dataclass(frozen=True)
class ResourceView:
    """One resource: a sync and an async class with a method per operation."""

    path: tuple[str, ...]
    class_name: str
    doc: str
    methods: tuple[MethodView, ...]
    imports: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def name(self) -> str:
        """The property of the client (or area) that holds it."""
        return self.path[-1]


@dataclass(frozen=True)
class AreaView:
    """A branch of the client that only holds resources."""

    name: str
    class_name: str
    doc: str
    resources: tuple[ResourceView, ...]


@dataclass(frozen=True)
class TreeView:
    """Everything that hangs on a client."""

    areas: tuple[AreaView, ...]
    resources: tuple[ResourceView, ...]

    def methods(self) -> Iterable[MethodView]:
        """Yield every method of the tree."""
        for resource in (*self.resources, *(r for area in self.areas for r in area.resources)):
            yield from resource.methods


def resource_tree(
    data: GeneratorData,
    document: JoinedDocument,
    table: tuple[OperationRow, ...],
    modules: tuple[ModelModuleView, ...],
) -> TreeView:
    """Return the tree of resources.

    Raises:
        SpecificationError: two operations would have one Python name, or an answer has a form
            that no method can return.

    """
    endpoints = {
        str(endpoint.name): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    homes = {name: module.name for module in modules for name in module.exports}
    grouped: dict[tuple[str, ...], list[MethodView]] = {}
    for row in table:
        endpoint = endpoints[_parser_name(row.id)]
        grouped.setdefault(_path(row), []).append(_method(row, endpoint, document, data))
    docs = {tag["name"]: tag.get("description", "") for tag in document.data.get("tags", ())}
    docs = {_tag_path(name): sentence(doc) for name, doc in docs.items()}
    resources = [
        _resource(path, methods, docs.get(path, ""), homes, document)
        for path, methods in sorted(grouped.items())
    ]
    areas = sorted({resource.path[0] for resource in resources if len(resource.path) > 1})
    return TreeView(
        tuple(
            AreaView(
                area, class_name(area), docs.get((area,), ""),
                tuple(each for each in resources if each.path[0] == area and len(each.path) > 1),
            )
            for area in areas
        ),
        tuple(each for each in resources if len(each.path) == 1),
    )  # fmt: skip


def _parser_name(operation_id: str) -> str:
    return method_name(operation_id)


def _path(row: OperationRow) -> tuple[str, ...]:
    return tuple(method_name(segment) for segment in row.id.split(".")[:-1])


def _tag_path(tag: str) -> tuple[str, ...]:
    return tuple(method_name(segment) for segment in tag.split("."))


def _resource(
    path: tuple[str, ...],
    methods: list[MethodView],
    doc: str,
    homes: dict[str, str],
    document: JoinedDocument,
) -> ResourceView:
    seen: dict[str, str] = {}
    for method in methods:
        twin = seen.setdefault(method.name, method.row.id)
        if twin != method.row.id:
            raise SpecificationError(
                Problem(
                    document.locate("paths", method.row.path, method.row.method.lower()),
                    "unique-python-names",
                    f"{method.row.id} and {twin} would both be `{'.'.join((*path, method.name))}()`",
                    "Give one of them another operationId.",
                )
            )
    imports: dict[str, list[str]] = {}
    for name in sorted({name for method in methods for name in method.models}):
        imports.setdefault(homes[name], []).append(name)
    name = "".join(part[:1].upper() + part[1:] for part in path[-1].split("_"))
    return ResourceView(
        path, name, doc, tuple(methods),
        tuple((module, tuple(names)) for module, names in sorted(imports.items())),
    )  # fmt: skip


def _method(
    row: OperationRow, endpoint: Any, document: JoinedDocument, data: GeneratorData
) -> MethodView:
    name = method_name(row.id.split(".")[-1])
    bodies = endpoint.bodies
    return MethodView(
        row=row,
        name=name,
        constant=name.upper(),
        arguments=_arguments(row, endpoint, document),
        body=python_type(bodies[0].prop) if bodies else None,
        body_required=bool(bodies and bodies[0].prop.required),
        answers=_answers(row, endpoint, document),
        paging=_paging(row, endpoint, document, data) if row.pagination else None,
        summary=sentence(row.summary),
        description=tuple(paragraphs(row.description)),
        errors=_errors(row, document),
    )


def _arguments(
    row: OperationRow, endpoint: Any, document: JoinedDocument
) -> tuple[ArgumentView, ...]:
    rows = {(each.name, each.location): each for each in row.parameters}
    arguments: list[ArgumentView] = []
    for location in ("path", "query", "header", "cookie"):
        for prop in getattr(endpoint, f"{location}_parameters"):
            parameter = rows[str(prop.name.get_untrusted_value()), location]
            name = argument_name(parameter.name, location)
            if any(each.name == name for each in arguments):
                raise SpecificationError(
                    Problem(
                        document.locate("paths", row.path, row.method.lower(), "parameters"),
                        "unique-python-names",
                        f"two parameters of {row.id} would both be the argument `{name}`",
                        "Rename one of them.",
                    )
                )
            arguments.append(
                ArgumentView(
                    name, python_type(prop),
                    parameter.required and parameter.role != "idempotency-key",
                    sentence(parameter.description), parameter,
                )
            )  # fmt: skip
    return tuple(sorted(arguments, key=lambda each: not each.required))


def _answers(row: OperationRow, endpoint: Any, document: JoinedDocument) -> tuple[AnswerView, ...]:
    answers: list[AnswerView] = []
    for response in endpoint.responses.patterns:
        low, high = response.status_code.range
        if low not in _SUCCESS:
            continue
        content = response.data.content or {}
        if low != high or len(content) > 1:
            raise SpecificationError(
                Problem(
                    document.locate("paths", row.path, row.method.lower(), "responses"),
                    "one-answer",
                    f"{row.id} answers {response.status_code.pattern} with {len(content)} media types",
                    "Name one status and one media type for each success; split the operation.",
                )
            )
        kind = _CONTENT_KINDS.get(response.source["attribute"], "empty")
        type_ = {"text": PythonType("str"), "binary": PythonType("bytes")}.get(kind)
        if kind == "empty":
            type_ = PythonType("None")
        answers.append(AnswerView(low, kind, type_ or python_type(response.prop)))
    return tuple(answers)


def _paging(
    row: OperationRow, endpoint: Any, document: JoinedDocument, data: GeneratorData
) -> PagingView:
    assert row.pagination is not None
    models = {str(model.class_info.name): model for model in data.models}
    envelope = models[_answers(row, endpoint, document)[0].type.annotation]
    items = _property(envelope, row.pagination["items"])
    total = row.pagination.get("count")
    return PagingView(
        items=argument_name(row.pagination["items"], "query"),
        item_type=python_type(items.inner_property),
        total=tuple(argument_name(step, "query") for step in total.split(".")) if total else (),
        page=argument_name(row.pagination.get("page", "page"), "query"),
        page_size=argument_name(row.pagination.get("pageSize", "pageSize"), "query"),
    )


def _property(model: Any, name: str) -> Any:
    for prop in (*model.required_properties, *model.optional_properties):
        if prop.name.get_untrusted_value() == name:
            return prop
    raise KeyError(name)


def _errors(row: OperationRow, document: JoinedDocument) -> tuple[tuple[str, str], ...]:
    """Return the status and meaning of each documented error."""
    operation = document.data["paths"][row.path][row.method.lower()]
    found: list[tuple[str, str]] = []
    for status, response in operation.get("responses", {}).items():
        if status.startswith("2"):
            continue
        reference = response.get("$ref", "")
        name = reference.rsplit("/", 1)[-1]
        described = document.data.get("components", {}).get("responses", {}).get(name, response)
        found.append((status, sentence(described.get("description", ""))))
    return tuple(found)
