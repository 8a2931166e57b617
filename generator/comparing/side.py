"""One of the two documents that are compared: its operations, its schemas, and who uses them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from generator.naming.names import branch_name, class_name, method_name
from generator.reading.join import JoinedDocument
from generator.reading.node import Node
from generator.reading.operation_table import OperationRow, operation_table

from .change import NOBODY, Change, Uses
from .rules import RULES

_SCHEMA_PREFIX = "#/components/schemas/"
_DATA = frozenset({"example", "examples", "enum", "const", "default", "x-acme-source"})


class Side:
    """A joined document as the comparison looks at it."""

    def __init__(self, document: JoinedDocument) -> None:
        self.document = document
        self.root = Node(document.data, (), document.data)

    @cached_property
    def rows(self) -> dict[str, OperationRow]:
        """The operation table by operationId."""
        return {row.id: row for row in operation_table(self.document)}

    def operation(self, row: OperationRow) -> Node:
        """Return an operation as it is written."""
        return self.root["paths"][row.path][row.method.lower()]

    @cached_property
    def schemas(self) -> dict[str, Node]:
        """The named schemas."""
        return dict(self.root["components"]["schemas"].entries())

    def change(
        self, rule: str, subject: str, wire: str, node: Node, uses: Uses = NOBODY, **told: Any
    ) -> Change:
        """Return a change that is to be looked up at `node` of this document."""
        place = self.document.locate(*node.pointer)
        return Change(RULES[rule], subject, wire, place, uses, **told)

    def uses(self, schema: str) -> Uses:
        """Return the operations that send and return the schema of that name."""
        sent, given = self._users
        return Uses(tuple(sent.get(schema, ())), tuple(given.get(schema, ())))

    @cached_property
    def _users(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        sent: dict[str, list[str]] = defaultdict(list)
        given: dict[str, list[str]] = defaultdict(list)
        for row in self.rows.values():
            written = self.operation(row)
            item = self.root["paths"][row.path]
            name = call_name(row.id)
            parameters = [*item["parameters"].items(), *written["parameters"].items()]
            for reached in self._reached([*parameters, written["requestBody"]]):
                sent[reached].append(name)
            for reached in self._reached([written["responses"]]):
                given[reached].append(name)
        return sent, given

    def _reached(self, nodes: list[Node]) -> list[str]:
        found: dict[str, None] = {}
        passed: set[str] = set()
        waiting: list[Any] = [node.value for node in nodes]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                reference = value.get("$ref")
                if isinstance(reference, str):
                    if reference not in passed:
                        passed.add(reference)
                        waiting.append(Node(self.root.value, (), value).referenced().value)
                        if reference.startswith(_SCHEMA_PREFIX):
                            found[reference.removeprefix(_SCHEMA_PREFIX)] = None
                else:
                    waiting += [each for key, each in value.items() if key not in _DATA]
        return list(found)


def call_name(operation_id: str) -> str:
    """Return an operation as a person calls it, without arguments."""
    first, *rest = operation_id.split(".")
    return ".".join(["client", branch_name(first), *map(method_name, rest)])


def model_of(reference: str) -> str:
    """Return the class for a reference to a named schema."""
    return class_name(reference.removeprefix(_SCHEMA_PREFIX))
