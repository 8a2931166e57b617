"""The operations of the joined document, found by method and path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from ..http.messages import Reply, json_reply
from .schemas import Schemas, pointer_step

METHODS = ("get", "put", "post", "delete", "patch", "head")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str  # the wire name; headers in lower case
    location: str  # `path`, `query` or `header`
    required: bool  # whether a request without it is refused
    pointer: str  # where its schema stands in the document
    schema: dict[str, Any]  # that schema, its reference resolved
    role: str | None  # `x-acme-role`, who supplies the value, or None


@dataclass(frozen=True, slots=True)
class Operation:
    """What the sandbox must know of one operation."""

    id: str  # the operationId
    method: str  # upper-case HTTP method
    path: str  # the path template
    limit: str  # the limit profile, `b2b`, `b2c` or `cors`
    security: tuple[tuple[str, ...], ...]  # alternatives, each the schemes that are sent together
    parameters: tuple[Parameter, ...]  # those of the path item included
    # Pointers to the request body's schemas by media type; empty when there is no body.
    body: dict[str, str]
    body_required: bool  # whether the body may be absent
    responses: dict[int, dict[str, str]]  # pointers to schemas by status and media type

    @property
    def area(self) -> str:
        """The first word of the operationId."""
        return self.id.partition(".")[0]

    def reply(self, value: object) -> Reply:
        """Return what a handler returned with the first success status and its media type.

        Bytes are sent as they are. Text is sent as it is too, unless JSON is promised: a bare JSON
        string. None is an empty body.
        """
        status = min(status for status in self.responses if status < 300)
        media = next(iter(self.responses[status]), None)
        if value is None or media is None:
            return Reply(status)
        if isinstance(value, bytes):
            return Reply(status, {"content-type": media}, value)
        if isinstance(value, str) and media != "application/json":
            return Reply(status, {"content-type": f"{media}; charset=utf-8"}, value.encode())
        return json_reply(status, value)

    def arguments_of(self, path: str) -> dict[str, str]:
        """Return the decoded arguments of a path that leads here."""
        template = self.path.strip("/").split("/")
        segments = [each for each in path.split("/") if each]
        return {
            part[1:-1]: unquote(segment)
            for part, segment in zip(template, segments, strict=True)
            if part.startswith("{")
        }


@dataclass(slots=True)
class _Node:
    literal: dict[str, _Node] = field(default_factory=dict)
    variable: _Node | None = None
    # Without and with a slash at the end: the operation of each method.
    forms: dict[bool, dict[str, Operation]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a path leads."""

    operation: Operation | None  # the operation, or None when the path has none for the method
    arguments: dict[str, str]  # the decoded path arguments by name
    methods: tuple[str, ...]  # every method that the path has


class Specification:
    """The joined document, indexed."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.schemas = Schemas(document)
        components = document.get("components", {})
        self.security_schemes: dict[str, dict[str, Any]] = components.get("securitySchemes", {})
        self.operations: dict[str, Operation] = {}
        self._root = _Node()
        for path, item in document["paths"].items():
            for method in filter(item.__contains__, METHODS):
                operation = self._operation(document, path, method, item)
                self.operations[operation.id] = operation
                self._index(operation)

    def route(self, method: str, path: str) -> Route | None:
        """Return where the request leads, or None for an unknown path.

        A literal segment goes before a variable one. A slash at the end counts for nothing,
        because sources write both forms of one path, unless both are described.
        """
        segments = path.strip("/").split("/")
        slashed = path.endswith("/")
        for node in self._nodes(self._root, segments, 0):
            operations = node.forms.get(slashed) or node.forms.get(not slashed)
            if not operations:
                continue
            if method not in operations:
                return Route(None, {}, tuple(sorted(operations)))
            operation = operations[method]
            return Route(operation, operation.arguments_of(path), (method,))
        return None

    def _nodes(self, node: _Node, segments: list[str], depth: int) -> Iterator[_Node]:
        if depth == len(segments):
            yield node
            return
        literal = node.literal.get(segments[depth])
        if literal is not None:
            yield from self._nodes(literal, segments, depth + 1)
        if node.variable is not None and segments[depth]:
            yield from self._nodes(node.variable, segments, depth + 1)

    def _index(self, operation: Operation) -> None:
        node = self._root
        for segment in operation.path.strip("/").split("/"):
            if segment.startswith("{"):
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.literal.setdefault(segment, _Node())
        form = node.forms.setdefault(operation.path.endswith("/"), {})
        form[operation.method] = operation

    def _operation(
        self, document: dict[str, Any], path: str, method: str, item: dict[str, Any]
    ) -> Operation:
        node, place = item[method], f"/paths/{pointer_step(path)}"
        security = node.get("security", document.get("security", []))
        body = self.schemas.resolve(node.get("requestBody", {}))
        parameters = {}
        for owner, owner_place in ((item, place), (node, f"{place}/{method}")):
            for index, entry in enumerate(owner.get("parameters", [])):
                found = self._parameter(entry, f"{owner_place}/parameters/{index}")
                parameters[found.location, found.name] = found
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            path=path,
            limit=node.get("x-acme-limit", "b2b"),
            security=tuple(tuple(requirement) for requirement in security),
            parameters=tuple(parameters.values()),
            body=self._media(node.get("requestBody", {}), f"{place}/{method}/requestBody"),
            body_required=bool(body.get("required")),
            responses={
                int(status): self._media(answer, f"{place}/{method}/responses/{status}")
                for status, answer in node["responses"].items()
                if status.isdecimal()
            },
        )

    def _parameter(self, node: dict[str, Any], place: str) -> Parameter:
        place = _place(node, place)
        node = self.schemas.resolve(node)
        name, location = node["name"], node["in"]
        return Parameter(
            name=name.lower() if location == "header" else name,
            location=location,
            required=bool(node.get("required")),
            pointer=f"{place}/schema",
            schema=self.schemas.resolve(node["schema"]),
            role=node.get("x-acme-role"),
        )

    def _media(self, node: dict[str, Any], place: str) -> dict[str, str]:
        place = _place(node, place)
        content = self.schemas.resolve(node).get("content", {})
        return {
            media: f"{place}/content/{pointer_step(media)}/schema"
            for media, entry in content.items()
            if "schema" in entry
        }


def _place(node: dict[str, Any], place: str) -> str:
    reference = node.get("$ref")
    return reference.removeprefix("#") if isinstance(reference, str) else place
