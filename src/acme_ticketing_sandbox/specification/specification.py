"""The operations of the joined document, found by method and path."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from acme_ticketing.spec import document as joined_document
from acme_ticketing.spec import operations as operation_table
from acme_ticketing_core.operations.names import parameter_words

from ..http.messages import Reply, json_reply
from .schemas import Schemas

JSON = "application/json"
SchemasByMedia = dict[str, dict[str, Any]]
_Forms = dict[bool, dict[str, "Operation"]]  # of a path without and with a slash at its end
_SLASHES = re.compile("/{2,}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str  # the wire name; headers in lower case
    location: str  # `path`, `query` or `header`
    required: bool  # whether a request without it is refused
    explode: bool  # whether a list becomes repeated parameters instead of one comma-joined value
    schema: dict[str, Any]  # its reference resolved
    role: str | None  # `x-acme-role`, who supplies the value, or None
    example: Any  # a value of it, or None

    @property
    def words(self) -> str:
        """The name without what tells whose it is."""
        return parameter_words(self.name, self.location)


@dataclass(frozen=True, slots=True)
class Operation:
    """What the sandbox must know of one operation."""

    row: dict[str, Any]  # its row of the operation table
    id: str  # the operationId
    limit: str  # the limit profile, `b2b`, `b2c` or `cors`
    security: tuple[tuple[str, ...], ...]  # alternatives, each the schemes that are sent together
    parameters: tuple[Parameter, ...]  # those of the path item included
    body: dict[str, Any] | None  # the schema of its JSON body, which is required; None: it has none
    examples: tuple[Any, ...]  # of such bodies
    responses: dict[int, SchemasByMedia]  # by status

    @property
    def area(self) -> str:
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
        if isinstance(value, str) and media != JSON:
            return Reply(status, {"content-type": f"{media}; charset=utf-8"}, value.encode())
        return json_reply(status, value)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a path leads."""

    operation: Operation | None  # the operation, or None when the path has none for the method
    arguments: dict[str, str]  # the decoded path arguments by name
    methods: tuple[str, ...]  # every method that the path has; empty for an unknown path


class Specification:
    """The joined document, indexed."""

    def __init__(self) -> None:
        document = joined_document()
        self.schemas = Schemas(document)
        self.bodies = Schemas(document, incoming=True)
        self.security_schemes: dict[str, dict[str, Any]] = document["components"]["securitySchemes"]
        self.operations: dict[str, Operation] = {}
        forms: dict[str, _Forms] = defaultdict(lambda: {False: {}, True: {}})
        for row in operation_table():
            path: str = row["path"]
            operation = self._operation(row, document["paths"][path])
            self.operations[operation.id] = operation
            forms[path.strip("/")][path.endswith("/")][row["method"]] = operation
        # By the number of slashes; a literal segment goes before a variable one.
        self._routes: dict[int, list[tuple[re.Pattern[str], _Forms]]] = defaultdict(list)
        for path in sorted(forms, key=_variables):
            self._routes[path.count("/")].append((_pattern(path), forms[path]))

    def route(self, method: str, path: str) -> Route:
        """Return where the request leads.

        Slashes together count as one, as in production. One at the end counts for nothing, because
        sources write both forms of one path, unless both are described.
        """
        bare, slashed = _SLASHES.sub("/", path).strip("/"), path.endswith("/")
        for pattern, forms in self._routes.get(bare.count("/"), ()):
            if match := pattern.fullmatch(bare):
                operations = forms.get(slashed) or forms[not slashed]
                arguments = {name: unquote(text) for name, text in match.groupdict().items()}
                return Route(operations.get(method), arguments, tuple(sorted(operations)))
        return Route(None, {}, ())

    def _operation(self, row: dict[str, Any], item: dict[str, Any]) -> Operation:
        node = item[row["method"].lower()]
        body = self.schemas.resolve(node.get("requestBody", {}))
        examples = body.get("content", {}).get(JSON, {}).get("examples", {}).values()
        written = [*item.get("parameters", ()), *node.get("parameters", ())]
        parameters = [self._parameter(each) for each in written]
        return Operation(
            row=row,
            id=row["id"],
            limit=row["limit"],
            security=tuple(map(tuple, row["security"])),
            # What an operation says of a parameter goes before what its path says.
            parameters=tuple({(each.location, each.name): each for each in parameters}.values()),
            body=_by_media(body).get(JSON),
            examples=tuple(self.schemas.resolve(each)["value"] for each in examples),
            responses={
                int(status): _by_media(self.schemas.resolve(answer))
                for status, answer in node["responses"].items()
                if status.isdecimal()
            },
        )

    def _parameter(self, node: dict[str, Any]) -> Parameter:
        node = self.schemas.resolve(node)
        name, location = node["name"], node["in"]
        schema = self.schemas.resolve(node["schema"])
        return Parameter(
            name=name.lower() if location == "header" else name,
            location=location,
            required=bool(node.get("required")),
            explode=node.get("explode", location == "query"),
            schema=schema,
            role=node.get("x-acme-role"),
            example=node.get("example", schema.get("example")),
        )


@cache
def specification() -> Specification:
    """Return the document, indexed once: its validators serve every sandbox."""
    return Specification()


def _by_media(node: dict[str, Any]) -> SchemasByMedia:
    content = node.get("content", {})
    return {media: entry["schema"] for media, entry in content.items() if "schema" in entry}


def _variables(path: str) -> list[bool]:
    return [segment.startswith("{") for segment in path.split("/")]


def _pattern(path: str) -> re.Pattern[str]:
    segments = (
        f"(?P<{each[1:-1]}>[^/]+)" if each.startswith("{") else re.escape(each)
        for each in path.split("/")
    )
    return re.compile("/".join(segments))
