"""Every JSON example of the specification, with the schema that it is an example of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from acme_ticketing import spec

METHODS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True)
class Example:
    """One example.

    Attributes:
        id: where it stands: operation, request or status, and its name.
        schema: the schema of the media type, which may be a `$ref`.
        value: the payload.
        operation_id: the operation.
        status: the status of the answer that it is, or None for a request body.

    """

    id: str
    schema: dict[str, Any]
    value: Any
    operation_id: str
    status: int | None

    @property
    def model(self) -> str | None:
        """The name of the schema of the payload, or of its items; None for a bare value."""
        schema = self.schema.get("items", self.schema)
        reference: str = schema.get("$ref", "")
        return reference.rsplit("/", 1)[-1] or None

    @property
    def payloads(self) -> list[Any]:
        """The objects in the payload: itself, or its items."""
        return self.value if "items" in self.schema else [self.value]


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Return what a local `$ref` leads to, or `node` itself."""
    while "$ref" in node:
        target: Any = spec.document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operations() -> Iterator[dict[str, Any]]:
    """Yield every operation object of the document."""
    for item in spec.document()["paths"].values():
        yield from (item[method] for method in METHODS if method in item)


def examples() -> Iterator[Example]:
    """Yield every JSON example of every operation: requests, answers and errors."""
    for operation in operations():
        places = [("request", None, operation.get("requestBody", {}))]
        places += [
            (status, int(status), response)
            for status, response in operation["responses"].items()
            if status.isdecimal()
        ]
        for place, status, holder in places:
            media = resolve(holder).get("content", {}).get("application/json", {})
            for name, example in media.get("examples", {}).items():
                yield Example(
                    id=f"{operation['operationId']}.{place}.{name}",
                    schema=media["schema"],
                    value=resolve(example)["value"],
                    operation_id=operation["operationId"],
                    status=status,
                )
