"""What a sample says of an operation: where it stands in the document, and its parameters."""

from __future__ import annotations

import keyword
from typing import Any, NamedTuple

from acme_ticketing.spec import document
from acme_ticketing_core.operations import names
from acme_ticketing_core.operations.names import parameter_words, snake_case

Row = dict[str, Any]  # of the operation table


class Value(NamedTuple):
    """A parameter and what a sample says for it."""

    parameter: dict[str, Any]
    value: Any

    @property
    def argument(self) -> str:
        words = parameter_words(self.parameter["name"], self.parameter["location"])
        return python_name(words)

    @property
    def text(self) -> str:
        """The value as a command line, a path or a header says it."""
        return text_of(self.value)


class Example(NamedTuple):
    """A call that a sample makes."""

    row: Row  # the operation
    values: list[Value]  # its parameters
    body: Any  # its JSON body, or None
    security: list[str]  # the schemes that it is sent with
    every_page: bool = True  # whether a listing is gone through to its end


def python_name(words: str) -> str:
    name = snake_case(words)
    return f"{name}_" if keyword.iskeyword(name) else name


def resolved(node: Any) -> dict[str, Any]:
    """Give what a reference of the document leads to, or the node itself."""
    return names.resolved(document(), node)


def operation_object(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][row["path"]][row["method"].lower()]
    return found


def described_parameters(row: Row) -> dict[str, dict[str, Any]]:
    """Give an operation's parameters as the document has them, by name."""
    shared = document()["paths"][row["path"]].get("parameters", [])
    own = operation_object(row).get("parameters", [])
    return {found["name"]: found for found in map(resolved, [*shared, *own])}


def body_examples(row: Row) -> list[Any]:
    request = resolved(operation_object(row).get("requestBody", {}))
    examples = request.get("content", {}).get("application/json", {}).get("examples", {})
    return [resolved(each)["value"] for each in examples.values()]


def text_of(value: Any) -> str:
    """Write a value as a command line, a path or a header says it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
