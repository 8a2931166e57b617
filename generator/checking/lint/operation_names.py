"""Rules on what operations and their arguments are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from acme_ticketing_core.operations.names import snake_case
from generator.naming import names
from generator.reading.node import Node
from generator.reading.specification import Operation, Specification

from .rule import Finding, operation_rule, rule


@rule("Rename one of them.")
def operation_id_unique(specification: Specification) -> Iterator[Finding]:
    """Require that two operations never become one Python method."""
    seen: dict[tuple[str, ...], Operation] = {}
    for operation in specification.operations:
        first = seen.setdefault(_call(operation), operation)
        if operation.id and first is not operation:
            yield (
                operation.node["operationId"],
                f"{operation.id} and {first.id} ({first.method} {first.path}) are one Python call",
            )


@rule("Rename one of them.")
def operation_tree(specification: Specification) -> Iterator[Finding]:
    """Require of a name in the tree of resources to be a method or a resource, never both."""
    branches: dict[tuple[str, ...], Operation] = {}
    for operation in specification.operations:
        call = _call(operation)
        for length in range(1, len(call)):
            branches.setdefault(call[:length], operation)
    for operation in specification.operations:
        below = branches.get(_call(operation))
        if operation.id and below is not None:
            message = f"{operation.id} is a method, and {below.id} needs a resource of that name"
            yield operation.node["operationId"], message


@rule()
def operation_tag(specification: Specification) -> Iterator[Finding]:
    """Require one listed tag per operation: its operationId without the last word."""
    listed = {tag["name"].text for tag in specification.root["tags"].items()}
    for operation in specification.operations:
        expected = operation.id.rpartition(".")[0]
        tags = operation.node["tags"]
        if tags.value != [expected]:
            yield tags, f"{operation} has the tags {tags.value!r}", f"Write `tags: [{expected}]`."
        elif expected not in listed:
            listed.add(expected)  # one finding is enough, however many operations have it
            message = f"the tag {expected} is not listed in the root document"
            yield tags, message, "Add it under `tags` with a one-line description."


@rule("Remove it, or correct its spelling.")
def tag_used(specification: Specification) -> Iterator[Finding]:
    """Require that operations have each tag of the root document, or one below it."""
    tags = {tag for operation in specification.operations for tag in operation.node["tags"].texts()}
    used = tags | {tag.rpartition(".")[0] for tag in tags}
    for tag in specification.root["tags"].items():
        if tag["name"].text not in used:
            yield tag, f"no operation is below the tag {tag['name'].text}"


@operation_rule()
def argument_names(operation: Operation) -> Iterator[Finding]:
    """Require that parameters of an operation become different Python arguments."""
    arguments = (
        (parameter.entry, parameter.name, partial(names.argument_name, location=parameter.location))
        for parameter in operation.parameters
        if parameter.node["x-acme-role"].text != "request-id" and parameter.name
    )
    yield from _collisions(str(operation), "argument", arguments, {"body", "options", "self"})


@rule()
def attribute_names(specification: Specification) -> Iterator[Finding]:
    """Require that properties of a schema become different Python attributes."""
    for name, schema in specification.components("schemas"):
        attributes = (
            (node, wire_name, names.attribute_name)
            for wire_name, node in schema["properties"].entries()
        )
        yield from _collisions(name, "attribute", attributes, set())


@rule()
def class_names(specification: Specification) -> Iterator[Finding]:
    """Require that schemas become different Python classes, on any file system."""
    classes = (
        (node, name, lambda name: names.class_name(name).lower())
        for name, node in specification.components("schemas")
    )
    yield from _collisions("the document", "class", classes, set())


def _call(operation: Operation) -> tuple[str, ...]:
    return tuple(snake_case(word) for word in operation.id.split("."))


def _collisions(
    owner: str,
    noun: str,
    named: Iterable[tuple[Node, str, Callable[[str], str]]],
    taken: set[str],
) -> Iterator[Finding]:
    seen = dict.fromkeys(taken, f"the {noun} every method has")
    for node, wire_name, python_name in named:
        try:
            python = python_name(wire_name)
        except ValueError as error:
            yield node, f"{owner}: {error}", "Rename it, or describe the API differently."
            continue
        if python in seen:
            message = f"{owner}: {wire_name} and {seen[python]} are both the Python {noun} {python}"
            remedy = "Rename one in the document, or leave the rarer one out and say so."
            yield node, message, remedy
        seen.setdefault(python, wire_name)
