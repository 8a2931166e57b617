"""Rules on paths and the parameters inside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification

from .rule import Finding, operation_rule, rule

_IN_PATH = re.compile(r"\{([^{}]*)\}")


@rule("Merge the two path items.")
def path_unique(specification: Specification) -> Iterator[Finding]:
    """Require that paths differ in more than the names of their parameters."""
    seen: dict[str, str] = {}
    for path, item in specification.root["paths"].entries():
        first = seen.setdefault(_IN_PATH.sub("{}", path), path)
        if first != path:
            yield item, f"{path} and {first} are one path"


@operation_rule()
def path_parameters(operation: Operation) -> Iterator[Finding]:
    """Require that the parameters in a path are those declared `in: path`."""
    used = set(_IN_PATH.findall(operation.path))
    declared = {each.name: each for each in operation.parameters if each.location == "path"}
    for name in sorted(used - set(declared)):
        message = f"{operation} does not declare the path parameter {name}"
        remedy = f"Add `{{name: {name}, in: path, required: true, schema: …}}`."
        yield operation.node["parameters"], message, remedy
    for name in sorted(set(declared) - used):
        message = f"{operation} declares the path parameter {name}, which {operation.path} lacks"
        yield declared[name].entry, message, "Remove it, or correct the path."


@rule()
def path_parameter_names(specification: Specification) -> Iterator[Finding]:
    """Require one name for a parameter in one place of similar paths, or a note that says why."""
    places: dict[tuple[str, ...], dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for path, item in specification.root["paths"].entries():
        segments = path.split("/")
        for index, segment in enumerate(segments):
            for name in _IN_PATH.findall(segment):
                before = tuple(_IN_PATH.sub("{}", each) for each in segments[:index])
                places[before][name].append(item)
    for before, items_by_name in places.items():
        usual = max(items_by_name, key=lambda name: len(items_by_name[name]))
        for name, items in items_by_name.items():
            for item in items:
                if name != usual and not _explained(specification, item, name):
                    place, others = item.pointer[-1], f"{'/'.join(before)}/"
                    yield (
                        item,
                        f"{place} calls {{{name}}} what other paths under {others} call {{{usual}}}",
                        f"Write {{{usual}}}, or say in `x-acme-note` why {name} is another thing.",
                    )


def _explained(specification: Specification, item: Node, name: str) -> bool:
    return any(
        name in operation.node["x-acme-note"].text
        for operation in specification.operations
        if operation.item.pointer == item.pointer
    )
