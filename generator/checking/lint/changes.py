"""Rules on listings whose changes are read: `x-acme-changes`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification, items_of, property_at

from .rule import Finding, rule


@rule("changes-fields")
def changes_fields(specification: Specification) -> Iterator[Finding]:
    """Require what `x-acme-changes` names among the query parameters and in the rows."""
    for operation in specification.operations:
        changes = operation.node["x-acme-changes"]
        if not changes.exists:
            continue
        queries = {each.name for each in operation.parameters if each.location == "query"}
        named = dict(changes["with"].entries())
        if changes["since"].text:
            named[changes["since"].text] = changes["since"]
        for name, node in named.items():
            if name not in queries:
                yield Finding(
                    node,
                    f"{operation} has no query parameter {name}",
                    "Declare the parameter, or correct the name.",
                )
        if changes["sort"].exists and not {"sortField", "sortDirection"} <= queries:
            yield Finding(
                changes["sort"],
                f"{operation} takes no sortField and sortDirection",
                "Declare both parameters, or leave `sort` out.",
            )
        row = _row(operation)
        for field in (changes["id"], changes["time"]):
            if field.text and not property_at(row, field.text).exists:
                yield Finding(
                    field,
                    f"the rows of {operation} have no {field.text}",
                    "Write a property of what it lists.",
                )


@rule("changes-way")
def changes_way(specification: Specification) -> Iterator[Finding]:
    """Require what each way of reading changes needs, and one such listing in a resource."""
    found: dict[str, Operation] = {}
    needed = {"filter": ("since",), "order": ("time", "sort"), "comparison": ()}
    allowed = {"filter": ("since", "time", "sort"), "order": ("time", "sort"), "comparison": ()}
    for operation in specification.operations:
        changes = operation.node["x-acme-changes"]
        if not changes.exists:
            continue
        resource = operation.id.rpartition(".")[0]
        if resource in found:
            yield Finding(
                changes,
                f"{operation} tells changes, and so does {found[resource]}",
                "Keep it on the listing whose rows are the fullest.",
            )
        found.setdefault(resource, operation)
        way = changes["by"].text
        for key in ("since", "time", "sort"):
            missing = key in needed.get(way, ()) and not changes[key].exists
            idle = changes[key].exists and key not in allowed.get(way, (key,))
            if missing or idle:
                yield Finding(
                    changes,
                    f"{operation} is read by {way} and {'lacks' if missing else 'has'} `{key}`",
                    "By filter: `since`, and `time` with `sort: asc` where rows tell their time of "
                    "change. By order: `time` and `sort: desc`. By comparison: none of them.",
                )
        yield from _reading(specification, operation, changes["read"])


def _reading(specification: Specification, operation: Operation, read: Node) -> Iterator[Finding]:
    """Require a read of one row, by its id alone, in the same resource."""
    if not read.exists:
        return
    target = specification.by_id.get(read.text)
    paths = [each for each in target.parameters if each.location == "path"] if target else []
    resource = operation.id.rpartition(".")[0]
    if target is None or target.method != "GET" or len(paths) != 1:
        problem = "is no read of one row by its id"
    elif target.id.rpartition(".")[0] != resource:
        problem = f"is not in {resource}"
    else:
        return
    yield Finding(read, f"{read.text} {problem}", "Name the operation that reads one of the rows.")


def _row(operation: Operation) -> Node:
    """Return the schema of a row, wherever the answer holds its rows."""
    schema = operation.success_schema
    items = operation.node["x-acme-pagination"]["items"]
    rows = property_at(schema, items.text) if items.text else schema
    return items_of(rows)
