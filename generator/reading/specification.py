"""The joined document as the rules look at it: operations, parameters, answers, schemas."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import getitem
from pathlib import Path
from typing import Any

from acme_ticketing_core.models.shapes import steps_of

from .join import JoinedDocument
from .load import Pointer
from .node import Node
from .objects import COMBINED, METHODS, objects
from .problem import Problem

_REFERENCE = re.compile(r'"\$ref": "([^"]*)"')


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    entry: Node  # where the operation or path item lists it
    node: Node  # where it is described: the entry itself or the component it refers to
    name: str  # the wire name
    location: str  # `path`, `query`, `header` or `cookie`
    required: bool  # whether the operation cannot be called without it


@dataclass(frozen=True)
class Operation:
    """An operation with its path and method."""

    node: Node
    item: Node
    path: str
    method: str
    specification: Specification = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The operationId; empty if there is none."""
        return self.node["operationId"].text

    @property
    def resource(self) -> str:
        """The operationId without its last word."""
        return self.id.rpartition(".")[0]

    def __str__(self) -> str:
        return self.id or f"{self.method} {self.path}"

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter, those of the path item first."""
        entries = [*self.item["parameters"].items(), *self.node["parameters"].items()]
        nodes = [each.resolved() for each in entries]
        return tuple(
            Parameter(
                entry, node, node["name"].text, node["in"].text, node["required"].value is True
            )
            for entry, node in zip(entries, nodes, strict=True)
        )

    @cached_property
    def described(self) -> dict[tuple[str, str], Node]:
        """The parameters by name and location; its own go before those of its path."""
        return {(each.name, each.location): each.node for each in self.parameters}

    def header(self, name: str) -> Parameter | None:
        """Return the header parameter of that name, whatever its case."""
        headers = (each for each in self.parameters if each.location == "header")
        return next((each for each in headers if each.name.lower() == name), None)

    def named(self, node: Node) -> Operation | None:
        """Return the operation whose id a node holds, or None."""
        return self.specification.by_id.get(node.text)

    def names(self, location: str) -> set[str]:
        """Return the names of the parameters in one place."""
        return {each.name for each in self.parameters if each.location == location}

    @property
    def security(self) -> Node:
        """The alternatives that hold, its own or the document's."""
        own = "security" in self.node
        return self.node["security"] if own else self.specification.root["security"]

    @cached_property
    def responses(self) -> dict[str, Node]:
        """What the operation answers, by status."""
        return {status: entry.resolved() for status, entry in self.node["responses"].entries()}

    @property
    def successes(self) -> Iterator[tuple[str, Node]]:
        """The answers whose status begins with 2."""
        return (each for each in self.responses.items() if each[0].startswith("2"))

    @cached_property
    def success_schema(self) -> Node:
        """The schema of the first JSON success answer, or an empty node."""
        return _json_schema(response for _, response in self.successes)

    @cached_property
    def body_schema(self) -> Node:
        """The schema of the JSON request body, or an empty node."""
        return _json_schema([self.node["requestBody"].resolved()])

    @cached_property
    def is_checkout(self) -> bool:
        """Whether a call may charge a guest: every checkout, but not the dry runs."""
        dry_run = self.path.rstrip("/").endswith(("/charges", "/validate"))
        named_so = "/checkout" in self.path or "checkout" in self.id.split(".")
        return self.method == "POST" and named_so and not dry_run

    @property
    def area(self) -> str:
        """`cors`, `b2c`, `b2b`, or empty for paths outside the three."""
        return area_of(self.path)


def _json_schema(holders: Iterable[Node]) -> Node:
    for holder in holders:
        for media_type, content in holder["content"].entries():
            if is_json(media_type):
                return content["schema"].resolved()
    return Node({}, (), None)


@dataclass(frozen=True)
class Specification:
    """The document that is linted."""

    document: JoinedDocument  # the joined document
    # The folder of the files that the document was written from, if it is at hand.
    facts: Path | None = None

    @cached_property
    def root(self) -> Node:
        """The whole document."""
        return Node(self.document.data, (), self.document.data)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, in the order of the document."""
        return tuple(
            Operation(item[method], item, path, method.upper(), self)
            for path, item in self.root["paths"].entries()
            for method in METHODS
            if method in item
        )

    @cached_property
    def by_id(self) -> dict[str, Operation]:
        """Operations by operationId."""
        return {operation.id: operation for operation in self.operations if operation.id}

    def problem(self, pointer: Pointer, rule: str, message: str, remedy: str) -> Problem:
        """Return a finding about the value at `pointer`."""
        return Problem(self.document.locate(*pointer), rule, message, remedy)

    def components(self, kind: str) -> Iterator[tuple[str, Node]]:
        """Yield name and node of each component of a kind."""
        return self.root["components"][kind].entries()

    @cached_property
    def references(self) -> dict[str, set[str]]:
        """What each component refers to itself, by the reference to it."""
        return {
            f"#/components/{kind}/{name}": references(node.value)
            for kind, section in self.root["components"].entries()
            for name, node in section.entries()
        }

    def reached(self, *values: Any) -> set[str]:
        """Return the components that values refer to, directly or through others."""
        waiting = references(values)
        found: set[str] = set()
        while waiting:
            found |= waiting
            waiting = {each for one in waiting for each in self.references.get(one, ())} - found
        return found

    @cached_property
    def objects(self) -> Mapping[str, list[Node]]:
        """Every object that is written in the document, by its kind, outermost first."""
        found: dict[str, list[Node]] = defaultdict(list)
        for kind, node in objects(self.root, "document"):
            found[kind].append(node)
        return found


def area_of(path: str) -> str:
    """Return `cors`, `b2c` or `b2b`, or nothing for a path outside the three."""
    areas = (area for area in ("b2c/cors", "b2c", "b2b") if f"/{area}/" in path)
    return next(areas, "").removeprefix("b2c/")


def essence(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON."""
    return essence(media_type).endswith(("/json", "+json"))


def references(value: Any) -> set[str]:
    """Return the components that a value refers to, each by the reference to the whole of it."""
    found = _REFERENCE.findall(json.dumps(value, ensure_ascii=False))
    return {"/".join(each.split("/")[:4]) for each in found}


def without(value: Any, keywords: frozenset[str], *, are_names: bool = False) -> Any:
    """Return a schema without these keywords, at any depth; properties may be called like them."""
    if isinstance(value, list):
        return [without(each, keywords) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: without(each, keywords, are_names=key == "properties" and not are_names)
        for key, each in value.items()
        if are_names or key not in keywords
    }


def property_at(schema: Node, path: str) -> Node:
    """Return the schema of what stands at a path such as `list[].id`, or an empty node."""
    for step in steps_of(path):
        schema = inside(schema, "items") if step == "[]" else inside(schema, "properties", step)
    return schema


def inside(schema: Node, *steps: str) -> Node:
    """Return what a schema, or a part that it is put together of, has there, or an empty node."""
    found = (reduce(getitem, steps, part) for part in parts_of(schema))
    return next((each for each in found if each.exists), Node(schema.document, (), None))


def parts_of(schema: Node) -> Iterator[Node]:
    """Yield the schema that one refers to, or itself, then its parts and alternatives, each once."""
    waiting, passed = [schema], set[Pointer]()
    while waiting:
        part = waiting.pop(0).resolved()
        if part.pointer not in passed:
            passed.add(part.pointer)
            yield part
            waiting[:0] = [each for key in COMBINED for each in part[key].items()]
