"""Rules on calls that belong together: pages, polling, sessions, replacements, changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification, property_at

from .rule import Finding, operation_rule, rule

# What each way of reading changes needs, and what it may have besides.
_WAYS: dict[str, tuple[set[str], set[str]]] = {
    "filter": ({"since"}, {"time", "sort"}),
    "order": ({"time", "sort"}, set()),
    "comparison": (set(), set()),
}
_SEARCH = {"email", "phoneNumber", "page", "pageSize", "sortField", "sortDirection"}


@operation_rule(
    "Add `x-acme-pagination: {style: page, items: list, count: pagination.count, "
    "page: page, pageSize: pageSize}`."
)
def pagination_declared(operation: Operation) -> Iterator[Finding]:
    """Require `x-acme-pagination` where the answer has `list` and `pagination`."""
    schema = operation.success_schema
    paged = all(property_at(schema, name).exists for name in ("list", "pagination"))
    if paged and "x-acme-pagination" not in operation.node:
        yield operation.node, f"{operation} answers pages and does not declare them"


@operation_rule()
def replacement(operation: Operation) -> Iterator[Finding]:
    """Require of a deprecated operation one to use instead that is not deprecated itself."""
    node = operation.node["x-acme-replacement"]
    if operation.node["deprecated"].value is not True:
        if node.exists:
            message = f"{operation} names a replacement and is not deprecated"
            yield node, message, "Add `deprecated: true`, or remove the replacement."
        return
    target = operation.named(node)
    if target is None:
        message = f"{operation} is deprecated and names no operation to use instead"
        yield node, message, "Write its operationId under `x-acme-replacement`."
    elif target.node["deprecated"].value is True:
        message = f"{operation} is replaced by {target}, which is deprecated too"
        yield node, message, "Name the operation that a new program should call."


@operation_rule()
def replaces_declared(operation: Operation) -> Iterator[Finding]:
    """Require `x-acme-replaces` of a replacement beside which its object can be read."""
    resource, _, word = operation.id.rpartition(".")
    reading = operation.specification.by_id.get(f"{resource}.get")
    if word.startswith("replace") and reading and "x-acme-replaces" not in operation.node:
        message = f"{operation} does not say how its object is read"
        yield operation.node, message, f"Add `x-acme-replaces: {reading}`."


@operation_rule()
def replaces_target(operation: Operation) -> Iterator[Finding]:
    """Require of `x-acme-replaces` a read of the object that the body holds, by ids at hand."""
    # Its path parameters are those of the replacement, and one more at the most: the body's `id`.
    node = operation.node["x-acme-replaces"]
    if not node.exists:
        return
    reading = operation.named(node)
    body = operation.body_schema
    if reading is None or reading.method != "GET":
        yield node, f"{operation} replaces what no operation reads", "Name the one that reads it."
    elif body.pointer != reading.success_schema.pointer:
        message = f"{operation} does not take what {reading} answers"
        remedy = "Give both the same schema, or name the operation that reads the whole object."
        yield node, message, remedy
    else:
        needed = reading.names("path") - {each.name for each in operation.parameters}
        if len(needed) > bool("id" in body["properties"]):
            message = f"{operation} does not tell the {' and '.join(sorted(needed))} of {reading}"
            remedy = "Name a read whose path parameters are the replacement's and the body's `id`."
            yield node, message, remedy


# What must exist → where an operation names it: by a text, by texts in a list, or by the keys of a
# mapping. `*` is any entry.
_NAMED_BY = {
    "operation": (
        "x-acme-polling.status", "x-acme-polling.results.*", "x-acme-polling.definition",
        "x-acme-settled-by.search", "x-acme-settled-by.read", "x-acme-settled-by.cart",
        "responses.*.links.*.operationId",
    ),
    "query parameter": (
        "x-acme-pagination.page", "x-acme-pagination.pageSize", "x-acme-changes.since",
        "x-acme-changes.with",
    ),
    "list of its answer": ("x-acme-pagination.items",),
    "field of its answer": (
        "x-acme-pagination.count", "x-acme-pagination.more", "x-acme-polling.id",
        "x-acme-opens-session.token", "x-acme-opens-session.expires",
    ),
    "field of its rows": ("x-acme-changes.id", "x-acme-changes.time"),
    "field of the status": ("x-acme-polling.statusField",),
    "field of an order": tuple(
        f"x-acme-settled-by.order.{fact}"
        for fact in ("amount", "card", "customer", "email", "lines", "notes", "telephone", "time")
    ),
    "parameter of what it links to": ("responses.*.links.*.parameters",),
    "field or path parameter to link by": ("responses.*.links.*.parameters.*",),
}  # fmt: skip


@operation_rule("Correct the name, or add to the document what it names.")
def dangling_name(operation: Operation) -> Iterator[Finding]:
    """Refuse what extensions and links of an operation name and the document does not have."""
    for what, places in _NAMED_BY.items():
        for place in places:
            for name, node in _names_at(operation.node, place.split(".")):
                if not _exists(operation, what, name, node):
                    yield node, f"{operation} names the {what} {name!r}, which does not exist"


def _names_at(node: Node, place: list[str]) -> Iterator[tuple[str, Node]]:
    if not place:
        yield from node.entries()
        yield from ((each.text, each) for each in (node, *node.items()) if each.text)
        return
    step, *rest = place
    around = node.resolved()
    for inner in around.values() if step == "*" else [around[step]]:
        yield from _names_at(inner, rest)


def _exists(operation: Operation, what: str, name: str, node: Node) -> bool:
    answering, path = operation, name
    match what:
        case "operation":
            return name in operation.specification.by_id
        case "query parameter":
            return name in operation.names("query")
        case "list of its answer":
            path = f"{name}[]"
        case "field of its rows":
            path = f"{operation.node['x-acme-pagination']['items'].text}[].{name}"
        case "field of the status":
            answering = operation.named(operation.node["x-acme-polling"]["status"]) or operation
        case "field of an order":
            answering = operation.named(operation.node["x-acme-settled-by"]["read"]) or operation
        case "parameter of what it links to":
            link = operation.specification.root.at(node.pointer[:-2])
            target = operation.named(link["operationId"])
            return target is None or name in {each.name for each in target.parameters}
        case "field or path parameter to link by" if not name.startswith("$response.body"):
            from_path = name.removeprefix("$request.path.") in operation.names("path")
            return from_path or not name.startswith("$")  # else it is a constant
        case "field or path parameter to link by":
            path = re.sub(r"/\d+\b", "[]", name.partition("#")[2]).replace("/", ".")
    return property_at(answering.success_schema, path).exists


@operation_rule()
def polling_resource(operation: Operation) -> Iterator[Finding]:
    """Require a place of its own for what is waited for, in the area of all that it leads to."""
    polling = operation.node["x-acme-polling"]
    resource = polling["resource"]
    if not resource.exists:
        return
    if resource.text.count(".") != 1 or any(
        each.startswith(f"{resource.text}.") for each in operation.specification.by_id
    ):
        message = f"{operation} cannot be waited for at {resource.text!r}"
        remedy = "Write an area and a name in it that holds no operations, such as `b2b.reports`."
        yield resource, message, remedy
    area = resource.text.partition(".")[0]
    for each in (operation.node["operationId"], polling["status"], *polling["results"].values()):
        if each.text.partition(".")[0] != area:
            message = f"{each.text} is not in the area of {resource.text}"
            yield resource, message, "Put the resource where its operations are."


@operation_rule()
def settled(operation: Operation) -> Iterator[Finding]:
    """Require of `x-acme-settled-by` a search as the core makes it, and a guard of the purchase."""
    settled = operation.node["x-acme-settled-by"]
    if not settled.exists:
        return
    search = operation.named(settled["search"])
    missing = _SEARCH - {each.name for each in search.parameters} if search else set()
    if missing:
        message = f"{search} does not take {', '.join(sorted(missing))}"
        remedy = "Name the operation that searches orders by contact, sorted and in pages."
        yield settled["search"], message, remedy
    if operation.header("x-acme-request-uuid") is None:
        message = f"{operation} is settled and carries no x-acme-request-uuid"
        remedy = "Declare the header, or leave the extension out: without it nothing is guarded."
        yield settled, message, remedy


@rule("Keep it on the operation that the client shall use.")
def extension_once(specification: Specification) -> Iterator[Finding]:
    """Require that one operation opens sessions, and one of a resource tells changes, at most."""
    found: dict[tuple[str, str], Operation] = {}
    for operation in specification.operations:
        for name, scope in (("x-acme-opens-session", ""), ("x-acme-changes", operation.resource)):
            if name in operation.node:
                first = found.setdefault((name, scope), operation)
                if first is not operation:
                    yield operation.node[name], f"{operation} has {name}, and so does {first}"


@operation_rule(
    "By filter: `since`, and `time` with `sort: asc` where rows tell their time of "
    "change. By order: `time` and `sort: desc`. By comparison: none of them.",
)
def changes_way(operation: Operation) -> Iterator[Finding]:
    """Require what a way of reading changes needs, and a read of one row by its id alone."""
    changes = operation.node["x-acme-changes"]
    way, has = changes["by"].text, {"since", "time", "sort"} & set(changes.keys)
    needed, optional = _WAYS.get(way, (set(), has))
    if not needed <= has <= needed | optional:
        yield changes, f"{operation} is read by {way} and has {' and '.join(sorted(has)) or 'none'}"
    if "sort" in has and not {"sortField", "sortDirection"} <= operation.names("query"):
        message = f"{operation} takes no sortField and sortDirection"
        yield changes["sort"], message, "Declare both parameters, or leave `sort` out."
    read = operation.named(changes["read"])
    of_row = read and read.method == "GET" and len(read.names("path")) == 1
    if "read" in changes and not (read and of_row and read.resource == operation.resource):
        message = f"{changes['read'].text} reads no row of {operation.resource} by its id"
        yield changes["read"], message, "Name the operation that reads one of the rows."
