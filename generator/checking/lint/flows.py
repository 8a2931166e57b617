"""Rules on calls that belong together: pages, polling, sessions, replacements."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification, items_of, property_at

from .rule import Finding, rule


@rule("pagination-declared")
def pagination_declared(specification: Specification) -> Iterator[Finding]:
    """Require `x-acme-pagination` where the answer has `list` and `pagination`."""
    for operation in specification.operations:
        schema = operation.success_schema
        paged = all(property_at(schema, name).exists for name in ("list", "pagination"))
        if paged and "x-acme-pagination" not in operation.node:
            yield Finding(
                operation.node,
                f"{operation} answers pages and does not declare them",
                "Add `x-acme-pagination: {style: page, items: list, count: pagination.count, "
                "page: page, pageSize: pageSize}`.",
            )


@rule("pagination-fields")
def pagination_fields(specification: Specification) -> Iterator[Finding]:
    """Require what `x-acme-pagination` names in the answer and among the query parameters."""
    for operation in specification.operations:
        pagination = operation.node["x-acme-pagination"]
        queries = {each.name for each in operation.parameters if each.location == "query"}
        items = pagination["items"]
        if items.text and not items_of(property_at(operation.success_schema, items.text)).exists:
            yield Finding(
                items,
                f"{operation} answers no list called {items.text}",
                "Write the property of the answer that holds the rows.",
            )
        for key, what in (("count", "the total"), ("more", "whether a page follows")):
            field = pagination[key]
            if field.text and not property_at(operation.success_schema, field.text).exists:
                yield Finding(
                    field,
                    f"{operation} answers nothing called {field.text}",
                    f"Write the property that tells {what}, or leave `{key}` out.",
                )
        for key in ("page", "pageSize"):
            if pagination[key].text and pagination[key].text not in queries:
                yield Finding(
                    pagination[key],
                    f"{operation} has no query parameter {pagination[key].text}",
                    "Declare the parameter, or correct the name.",
                )


@rule("polling-targets")
def polling_targets(specification: Specification) -> Iterator[Finding]:
    """Require what `x-acme-polling` names: the other operations, the fields in the answers."""
    for operation in specification.operations:
        polling = operation.node["x-acme-polling"]
        targets = [polling["status"], *(node for _, node in polling["results"].entries())]
        targets += [polling["definition"]] if polling["definition"].exists else []
        for target in targets if polling.exists else ():
            yield from _unknown_operation(specification, operation, target)
        if polling["resource"].exists:
            yield from _unplaceable(specification, operation, targets)
        yield from _unknown_field(operation, operation, polling["id"])
        status = specification.by_id.get(polling["status"].text)
        if status is not None:
            yield from _unknown_field(operation, status, polling["statusField"])
        done = {value.lower() for value in polling["done"].texts()}
        both = sorted(done & {value.lower() for value in polling["failed"].texts()})
        if both:
            yield Finding(
                polling["failed"],
                f"{operation} counts {', '.join(both)} as done and as failed",
                "Keep each status in one of the lists.",
            )


@rule("settled-targets")
def settled_targets(specification: Specification) -> Iterator[Finding]:
    """Require what `x-acme-settled-by` names: a search as the core makes it, fields of an order."""
    wanted = {"email", "phoneNumber", "page", "pageSize", "sortField", "sortDirection"}
    for operation in specification.operations:
        settled = operation.node["x-acme-settled-by"]
        if not settled.exists:
            continue
        for key in ("search", "read", "cart"):
            if key in settled:
                yield from _unknown_operation(specification, operation, settled[key])
        search = specification.by_id.get(settled["search"].text)
        missing = wanted - {each.name for each in search.parameters} if search else set()
        if missing:
            yield Finding(
                settled["search"],
                f"{search} does not take {', '.join(sorted(missing))}",
                "Name the operation that searches orders by contact, sorted and in pages.",
            )
        reading = specification.by_id.get(settled["read"].text)
        facts = settled["order"]
        for key, paths in facts.entries():
            for field in paths.items() if not key.startswith("line") or key == "lines" else ():
                if reading is not None:
                    yield from _unknown_field(operation, reading, field)
        if not any(each.name == "x-acme-request-uuid" for each in operation.parameters):
            yield Finding(
                settled,
                f"{operation} is settled and carries no x-acme-request-uuid",
                "Declare the header, or leave the extension out: without it nothing is guarded.",
            )


@rule("session-fields")
def session_fields(specification: Specification) -> Iterator[Finding]:
    """Require what `x-acme-opens-session` names, and the extension once at most."""
    opening = [each for each in specification.operations if "x-acme-opens-session" in each.node]
    for operation in opening:
        session = operation.node["x-acme-opens-session"]
        for key in ("token", "expires"):
            yield from _unknown_field(operation, operation, session[key])
    for operation in opening[1:]:
        yield Finding(
            operation.node["x-acme-opens-session"],
            f"{operation} opens sessions, and so does {opening[0]}",
            "Keep it on the operation that the client shall use.",
        )


@rule("replacement")
def replacement(specification: Specification) -> Iterator[Finding]:
    """Require of a deprecated operation one to use instead that is not deprecated itself."""
    for operation in specification.operations:
        node = operation.node["x-acme-replacement"]
        if operation.node["deprecated"].value is not True:
            if node.exists:
                yield Finding(
                    node,
                    f"{operation} names a replacement and is not deprecated",
                    "Add `deprecated: true`, or remove the replacement.",
                )
            continue
        target = specification.by_id.get(node.text)
        if target is None:
            yield Finding(
                node,
                f"{operation} is deprecated and names no operation to use instead",
                "Write its operationId under `x-acme-replacement`.",
            )
        elif target.node["deprecated"].value is True:
            yield Finding(
                node,
                f"{operation} is replaced by {target}, which is deprecated too",
                "Name the operation that a new program should call.",
            )


@rule("replaces-declared")
def replaces_declared(specification: Specification) -> Iterator[Finding]:
    """Require `x-acme-replaces` of a replacement beside which its object can be read."""
    for operation in specification.operations:
        resource, _, word = operation.id.rpartition(".")
        reading = specification.by_id.get(f"{resource}.get")
        if word.startswith("replace") and reading and "x-acme-replaces" not in operation.node:
            yield Finding(
                operation.node,
                f"{operation} does not say how its object is read",
                f"Add `x-acme-replaces: {reading}`.",
            )


@rule("replaces-target")
def replaces_target(specification: Specification) -> Iterator[Finding]:
    """Require of `x-acme-replaces` a read of the object that the body holds, by ids at hand."""
    # Its path parameters are those of the replacement, and one more at the most: the body's `id`.
    for operation in specification.operations:
        node = operation.node["x-acme-replaces"]
        reading = specification.by_id.get(node.text)
        if not node.exists:
            continue
        body = operation.body_schema
        if reading is None or reading.method != "GET":
            yield Finding(
                node, f"{operation} replaces what no operation reads", "Name the one that reads it."
            )
        elif body.pointer != reading.success_schema.pointer:
            yield Finding(
                node,
                f"{operation} does not take what {reading} answers",
                "Give both the same schema, or name the operation that reads the whole object.",
            )
        else:
            needed = {each.name for each in reading.parameters if each.location == "path"}
            needed -= {each.name for each in operation.parameters}
            if len(needed) > bool("id" in body["properties"]):
                yield Finding(
                    node,
                    f"{operation} does not tell the {' and '.join(sorted(needed))} of {reading}",
                    "Name a read whose path parameters are the replacement's and the body's `id`.",
                )


def _unplaceable(
    specification: Specification, operation: Operation, targets: list[Node]
) -> Iterator[Finding]:
    """Require a place of its own, in the area of all operations that it leads to."""
    resource = operation.node["x-acme-polling"]["resource"]
    area = resource.text.partition(".")[0]
    if resource.text.count(".") != 1 or any(
        each.startswith(f"{resource.text}.") for each in specification.by_id
    ):
        yield Finding(
            resource,
            f"{operation} cannot be waited for at {resource.text!r}",
            "Write an area and a name in it that holds no operations, such as `b2b.reports`.",
        )
    for each in (operation.node["operationId"], *targets):
        if each.text.partition(".")[0] != area:
            yield Finding(
                resource,
                f"{each.text} is not in the area of {resource.text}",
                "Put the resource where its operations are.",
            )


@rule("link-targets")
def link_targets(specification: Specification) -> Iterator[Finding]:
    """Require that links lead from what an answer has to parameters that operations have."""
    for operation in specification.operations:
        for _, response in operation.successes:
            for _, link in response["links"].entries():
                yield from _unknown_operation(specification, operation, link["operationId"])
                target = specification.by_id.get(link["operationId"].text)
                names = {each.name for each in target.parameters} if target else set()
                for name, expression in link["parameters"].entries():
                    if target and name not in names:
                        yield Finding(
                            expression,
                            f"{operation} links to {target}, which has no parameter {name}",
                            "Write the name of one of its parameters.",
                        )
                    if not _leads_somewhere(operation, expression.text):
                        yield Finding(
                            expression,
                            f"{operation} links by {expression.text}, which leads nowhere",
                            "Write $response.body# with a field of the answer, or $request.path.",
                        )


def _leads_somewhere(operation: Operation, expression: str) -> bool:
    """Whether a link's expression names a path parameter or a field of the answer."""
    if not expression.startswith("$"):
        return True
    kind, _, place = expression.partition("#")
    if kind != "$response.body":
        paths = (each.name for each in operation.parameters if each.location == "path")
        return expression in {f"$request.path.{name}" for name in paths}
    schema = operation.success_schema
    for step in place.split("/")[1:]:
        schema = items_of(schema) if step.isdigit() else property_at(schema, step)
    return schema.exists


def _unknown_operation(
    specification: Specification, operation: Operation, target: Node
) -> Iterator[Finding]:
    if target.text not in specification.by_id:
        yield Finding(
            target,
            f"{operation} refers to the operation {target.text!r}, which does not exist",
            "Write an operationId of this document.",
        )


def _unknown_field(operation: Operation, answering: Operation, field: Node) -> Iterator[Finding]:
    if field.text and not property_at(answering.success_schema, field.text).exists:
        yield Finding(
            field,
            f"{operation} refers to {field.text}, which {answering} does not answer",
            "Write a property of its success schema.",
        )
