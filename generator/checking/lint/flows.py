"""Rules on calls that belong together: pages, polling, sessions, replacements, changes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification, items_of, property_at

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
    "page: page, pageSize: pageSize}`.",
)
def pagination_declared(operation: Operation) -> Iterator[Finding]:
    """Require `x-acme-pagination` where the answer has `list` and `pagination`."""
    schema = operation.success_schema
    paged = all(property_at(schema, name).exists for name in ("list", "pagination"))
    if paged and "x-acme-pagination" not in operation.node:
        yield operation.node, f"{operation} answers pages and does not declare them"


@operation_rule()
def pagination_fields(operation: Operation) -> Iterator[Finding]:
    """Require what `x-acme-pagination` names in the answer and among the query parameters."""
    pagination = operation.node["x-acme-pagination"]
    items = pagination["items"]
    if items.text and not items_of(property_at(operation.success_schema, items.text)).exists:
        message = f"{operation} answers no list called {items.text}"
        yield items, message, "Write the property of the answer that holds the rows."
    for key, what in (("count", "the total"), ("more", "whether a page follows")):
        field = pagination[key]
        if field.text and not property_at(operation.success_schema, field.text).exists:
            message = f"{operation} answers nothing called {field.text}"
            yield field, message, f"Write the property that tells {what}, or leave `{key}` out."
    for key in ("page", "pageSize"):
        yield from _unknown_query(operation, pagination[key].text, pagination[key])


@operation_rule()
def polling_targets(operation: Operation) -> Iterator[Finding]:
    """Require what `x-acme-polling` names: the other operations, the fields in the answers."""
    polling = operation.node["x-acme-polling"]
    targets = [polling["status"], *polling["results"].values()]
    targets += [polling["definition"]] if polling["definition"].exists else []
    for target in targets if polling.exists else ():
        yield from _unknown_operation(operation, target)
    if polling["resource"].exists:
        yield from _unplaceable(operation, targets)
    yield from _unknown_field(operation, operation, polling["id"])
    status = operation.named(polling["status"])
    if status is not None:
        yield from _unknown_field(operation, status, polling["statusField"])
    done = {value.lower() for value in polling["done"].texts()}
    both = sorted(done & {value.lower() for value in polling["failed"].texts()})
    if both:
        message = f"{operation} counts {', '.join(both)} as done and as failed"
        yield polling["failed"], message, "Keep each status in one of the lists."


@operation_rule()
def settled_targets(operation: Operation) -> Iterator[Finding]:
    """Require what `x-acme-settled-by` names: a search as the core makes it, fields of an order."""
    settled = operation.node["x-acme-settled-by"]
    if not settled.exists:
        return
    for key in ("search", "read", "cart"):
        if key in settled:
            yield from _unknown_operation(operation, settled[key])
    search = operation.named(settled["search"])
    missing = _SEARCH - {each.name for each in search.parameters} if search else set()
    if missing:
        message = f"{search} does not take {', '.join(sorted(missing))}"
        remedy = "Name the operation that searches orders by contact, sorted and in pages."
        yield settled["search"], message, remedy
    reading = operation.named(settled["read"])
    for key, paths in settled["order"].entries():
        if reading and (key == "lines" or not key.startswith("line")):
            for field in paths.items():
                yield from _unknown_field(operation, reading, field)
    if not any(each.name == "x-acme-request-uuid" for each in operation.parameters):
        message = f"{operation} is settled and carries no x-acme-request-uuid"
        remedy = "Declare the header, or leave the extension out: without it nothing is guarded."
        yield settled, message, remedy


@rule()
def session_fields(specification: Specification) -> Iterator[Finding]:
    """Require what `x-acme-opens-session` names, and the extension once at most."""
    opening = [each for each in specification.operations if "x-acme-opens-session" in each.node]
    for operation in opening:
        session = operation.node["x-acme-opens-session"]
        for key in ("token", "expires"):
            yield from _unknown_field(operation, operation, session[key])
    for operation in opening[1:]:
        message = f"{operation} opens sessions, and so does {opening[0]}"
        remedy = "Keep it on the operation that the client shall use."
        yield operation.node["x-acme-opens-session"], message, remedy


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


def _unplaceable(operation: Operation, targets: list[Node]) -> Iterator[Finding]:
    """Require a place of its own, in the area of all operations that it leads to."""
    resource = operation.node["x-acme-polling"]["resource"]
    area = resource.text.partition(".")[0]
    if resource.text.count(".") != 1 or any(
        each.startswith(f"{resource.text}.") for each in operation.specification.by_id
    ):
        message = f"{operation} cannot be waited for at {resource.text!r}"
        remedy = "Write an area and a name in it that holds no operations, such as `b2b.reports`."
        yield resource, message, remedy
    for each in (operation.node["operationId"], *targets):
        if each.text.partition(".")[0] != area:
            message = f"{each.text} is not in the area of {resource.text}"
            yield resource, message, "Put the resource where its operations are."


@operation_rule()
def link_targets(operation: Operation) -> Iterator[Finding]:
    """Require that links lead from what an answer has to parameters that operations have."""
    for _, response in operation.successes:
        for link in response["links"].values():
            yield from _unknown_operation(operation, link["operationId"])
            target = operation.named(link["operationId"])
            names = {each.name for each in target.parameters} if target else set()
            for name, expression in link["parameters"].entries():
                if target and name not in names:
                    message = f"{operation} links to {target}, which has no parameter {name}"
                    yield expression, message, "Write the name of one of its parameters."
                if not _leads_somewhere(operation, expression.text):
                    message = f"{operation} links by {expression.text}, which leads nowhere"
                    remedy = "Write $response.body# with a field of the answer, or $request.path."
                    yield expression, message, remedy


def _leads_somewhere(operation: Operation, expression: str) -> bool:
    """Whether a link's expression names a path parameter or a field of the answer."""
    if not expression.startswith("$"):
        return True
    kind, _, place = expression.partition("#")
    if kind != "$response.body":
        return expression in {f"$request.path.{name}" for name in operation.names("path")}
    schema = operation.success_schema
    for step in place.split("/")[1:]:
        schema = items_of(schema) if step.isdigit() else property_at(schema, step)
    return schema.exists


def _unknown_query(operation: Operation, name: str, node: Node) -> Iterator[Finding]:
    if name and name not in operation.names("query"):
        message = f"{operation} has no query parameter {name}"
        yield node, message, "Declare the parameter, or correct the name."


def _unknown_operation(operation: Operation, target: Node) -> Iterator[Finding]:
    if operation.named(target) is None:
        message = f"{operation} refers to the operation {target.text!r}, which does not exist"
        yield target, message, "Write an operationId of this document."


def _unknown_field(operation: Operation, answering: Operation, field: Node) -> Iterator[Finding]:
    if field.text and not property_at(answering.success_schema, field.text).exists:
        message = f"{operation} refers to {field.text}, which {answering} does not answer"
        yield field, message, "Write a property of its success schema."


@operation_rule()
def changes_fields(operation: Operation) -> Iterator[Finding]:
    """Require what `x-acme-changes` names among the query parameters and in the rows."""
    changes = operation.node["x-acme-changes"]
    yield from _unknown_query(operation, changes["since"].text, changes["since"])
    for name, node in changes["with"].entries():
        yield from _unknown_query(operation, name, node)
    if changes["sort"].exists and not {"sortField", "sortDirection"} <= operation.names("query"):
        message = f"{operation} takes no sortField and sortDirection"
        yield changes["sort"], message, "Declare both parameters, or leave `sort` out."
    row = _row(operation)
    for field in (changes["id"], changes["time"]):
        if field.text and not property_at(row, field.text).exists:
            message = f"the rows of {operation} have no {field.text}"
            yield field, message, "Write a property of what it lists."


@rule(
    "By filter: `since`, and `time` with `sort: asc` where rows tell their time of "
    "change. By order: `time` and `sort: desc`. By comparison: none of them.",
)
def changes_way(specification: Specification) -> Iterator[Finding]:
    """Require what each way of reading changes needs, and one such listing in a resource."""
    found: dict[str, Operation] = {}
    for operation in specification.operations:
        changes = operation.node["x-acme-changes"]
        if not changes.exists:
            continue
        resource = operation.id.rpartition(".")[0]
        if resource in found:
            message = f"{operation} tells changes, and so does {found[resource]}"
            yield changes, message, "Keep it on the listing whose rows are the fullest."
        found.setdefault(resource, operation)
        way = changes["by"].text
        needed, optional = _WAYS.get(way, (set(), {"since", "time", "sort"}))
        for key in ("since", "time", "sort"):
            if key in needed and not changes[key].exists:
                yield changes, f"{operation} is read by {way} and lacks `{key}`"
            elif changes[key].exists and key not in needed | optional:
                yield changes, f"{operation} is read by {way} and has `{key}`"
        yield from _reading(operation, changes["read"])


def _reading(operation: Operation, read: Node) -> Iterator[Finding]:
    """Require a read of one row, by its id alone, in the same resource."""
    if not read.exists:
        return
    target = operation.named(read)
    resource = operation.id.rpartition(".")[0]
    if target is None or target.method != "GET" or len(target.names("path")) != 1:
        problem = "is no read of one row by its id"
    elif target.id.rpartition(".")[0] != resource:
        problem = f"is not in {resource}"
    else:
        return
    yield read, f"{read.text} {problem}", "Name the operation that reads one of the rows."


def _row(operation: Operation) -> Node:
    """Return the schema of a row, wherever the answer holds its rows."""
    schema = operation.success_schema
    items = operation.node["x-acme-pagination"]["items"]
    rows = property_at(schema, items.text) if items.text else schema
    return items_of(rows)
