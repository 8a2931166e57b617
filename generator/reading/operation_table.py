"""The operation table: what a client must know of each operation beyond its parameters.

openapi-python-client's parser keeps names, types and parameters; it drops the document's own
`security` and `servers`, `deprecated`, response headers and every extension. This table holds
those, read from the joined document itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .join import JoinedDocument
from .node import Node
from .specification import Operation, Specification

USUAL_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_FORMATS = {"date-time": "date-time", "date": "date", "uuid": "uuid", "ipv4": "ip", "ipv6": "ip"}
# What is taken as it is written: `x-acme-pagination` and so on.
_EXTENSIONS = (
    "pagination", "polling", "settled_by", "replaces", "changes", "opens_session", "note",
)  # fmt: skip
Replay = Literal["safe", "idempotent", "guarded", "none"]

_REPLAY_OF_METHOD: dict[str, Replay] = {
    "GET": "safe", "HEAD": "safe", "OPTIONS": "safe", "TRACE": "safe",
    "PUT": "idempotent", "DELETE": "idempotent",
}  # fmt: skip


@dataclass(frozen=True)
class ParameterRow:
    """One parameter on the wire."""

    name: str  # the exact wire name
    location: str  # `path`, `query`, `header` or `cookie`
    required: bool  # whether the document requires it
    format: str | None  # `date-time`, `date`, `uuid`, `ip` or None; of its items, if it is a list
    # Who supplies it: `idempotency-key`, `request-id`, `buyer-ip` or None (the caller).
    role: str | None
    explode: bool  # whether a list becomes repeated parameters instead of one comma-joined value
    description: str  # what the document says of it


@dataclass(frozen=True)
class OperationRow:
    """One operation."""

    id: str  # the operationId, `b2b.events.list`
    method: str  # upper-case HTTP method
    path: str  # the path template as written
    summary: str  # one line
    description: str  # more, or empty
    # Alternatives, each a tuple of scheme names that are sent together.
    security: tuple[tuple[str, ...], ...]
    limit: str  # the limit profile whose budget a call uses
    replay: Replay  # whether a call may be sent again when its outcome is unknown
    parameters: tuple[ParameterRow, ...]  # every parameter, those of the path item included
    body: str | None  # media type of the request body, or None
    pagination: dict[str, Any] | None  # the `x-acme-pagination` object, or None
    polling: dict[str, Any] | None  # the `x-acme-polling` object, or None
    settled_by: dict[str, Any] | None  # the `x-acme-settled-by` object, or None
    # The operation that reads what this one replaces (`x-acme-replaces`), or None.
    replaces: str | None
    changes: dict[str, Any] | None  # the `x-acme-changes` object, or None
    opens_session: dict[str, Any] | None  # the `x-acme-opens-session` object, or None
    empty_body: bool  # whether a success may come without a body (`x-acme-empty-body`)
    deprecated: str | None  # None, or the operationId to use instead (empty when there is none)
    source: dict[str, Any]  # the `x-acme-source` object
    note: str | None  # `x-acme-note`, how a disagreement of sources was resolved


def operation_table(document: JoinedDocument) -> tuple[OperationRow, ...]:
    """Return a row for each operation, in the order of the document."""
    return tuple(map(_row, Specification(document).operations))


def _row(operation: Operation) -> OperationRow:
    node = operation.node.value
    parameters = tuple(map(_parameter, operation.described.values()))
    guarded = any(parameter.role == "idempotency-key" for parameter in parameters)
    replay = _REPLAY_OF_METHOD.get(operation.method, "guarded" if guarded else "none")
    return OperationRow(
        id=operation.id,
        method=operation.method,
        path=operation.path,
        summary=" ".join(node.get("summary", "").split()),
        description=node.get("description", "").strip(),
        security=tuple(each.keys for each in operation.security.items()),
        limit=node.get("x-acme-limit", "default"),
        replay=node.get("x-acme-replay", replay),
        parameters=parameters,
        body=next(iter(operation.node["requestBody"].resolved()["content"].keys), None),
        empty_body=any("x-acme-empty-body" in response for _, response in operation.successes),
        deprecated=node.get("x-acme-replacement", "") if node.get("deprecated") else None,
        source=node.get("x-acme-source", {}),
        **{name: node.get(f"x-acme-{name.replace('_', '-')}") for name in _EXTENSIONS},
    )


def _parameter(node: Node) -> ParameterRow:
    schema = node["schema"].resolved()
    location = node["in"].text
    usual = location in {"query", "cookie"}
    return ParameterRow(
        name=node["name"].text,
        location=location,
        required=node["required"].value is True,
        format=_format(schema),
        role=node["x-acme-role"].value,
        explode=node["explode"].value if "explode" in node else usual,
        description=(node["description"].text or schema["description"].text).strip(),
    )


def _format(schema: Node) -> str | None:
    """Return the format of a parameter's value, or of the items where it is a list."""
    if schema["type"].text == "array":
        schema = schema["items"].resolved()
    alternatives = [each.resolved() for each in schema["anyOf"].items()] or [schema]
    formats = {_FORMATS.get(each["format"].text) for each in alternatives}
    return formats.pop() if len(formats) == 1 else None
