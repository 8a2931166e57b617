"""Rules on operations: their ids and tags, paths and parameters, what they take and answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification, is_json

from .rule import Finding, operation_rule, rule

_IN_PATH = re.compile(r"\{([^{}]*)\}")
_ALWAYS = frozenset({"400", "401", "403", "429", "500"})


@rule("Rename one of them.")
def operation_id_unique(specification: Specification) -> Iterator[Finding]:
    """Require that no two operations have one operationId."""
    for operation in specification.operations:
        last = specification.by_id.get(operation.id, operation)
        if last is not operation:
            message = f"{last.method} {last.path} is called {operation.id}, too"
            yield operation.node["operationId"], message


@rule()
def operation_tag(specification: Specification) -> Iterator[Finding]:
    """Require one listed tag per operation: its operationId without the last word."""
    listed = {tag["name"].text for tag in specification.root["tags"].items()}
    for operation in specification.operations:
        expected = operation.resource
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
    notes: dict[str, str] = defaultdict(str)
    for operation in specification.operations:
        notes[operation.path] += f"{operation.node['x-acme-note'].text}\n"
    places: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in specification.root["paths"].keys:
        parts = _IN_PATH.split(path)  # every second one is a name
        for index in range(1, len(parts), 2):
            places["{}".join(parts[:index:2])][parts[index]].append(path)
    for before, named in places.items():
        usual = max(named, key=lambda name: len(named[name]))
        for name, path in ((name, path) for name, paths in named.items() for path in paths):
            if name != usual and name not in notes[path]:
                message = (
                    f"{path} calls {{{name}}} what other paths under {before} call {{{usual}}}"
                )
                remedy = f"Write {{{usual}}}, or say in `x-acme-note` why {name} is another thing."
                yield specification.root["paths"][path], message, remedy


@operation_rule("Add them, each as a $ref into responses.yaml.")
def error_responses(operation: Operation) -> Iterator[Finding]:
    """Require the errors that a caller must expect."""
    expected = _ALWAYS | ({"404"} if "{" in operation.path else set())
    expected |= {"409"} if operation.is_checkout else set()
    missing = sorted(expected - set(operation.responses))
    if missing:
        yield operation.node["responses"], f"{operation} does not list {', '.join(missing)}"


@operation_rule("Describe the one answer of a good call; several statuses below 300 may have it.")
def success_response(operation: Operation) -> Iterator[Finding]:
    """Require one success answer of every operation, be it under several statuses."""
    answers = {status: response.value for status, response in operation.successes}
    if not answers or any(each != next(iter(answers.values())) for each in answers.values()):
        yield operation.node["responses"], f"{operation} lists {', '.join(answers) or 'no'} success"


@operation_rule("Keep the one that programs want; another form is another operation.")
def one_media_type(operation: Operation) -> Iterator[Finding]:
    """Require one media type of every request body and success answer: the client sends one."""
    for noun, holder in _bodies(operation):
        media_types = holder["content"].keys
        if len(media_types) > 1:
            yield holder["content"], f"the {noun} of {operation} is one of {', '.join(media_types)}"


@operation_rule()
def body_examples(operation: Operation) -> Iterator[Finding]:
    """Require an example of every JSON request body and JSON success answer."""
    for noun, holder in _bodies(operation):
        for media_type, content in holder["content"].entries():
            values = [example.resolved() for example in content["examples"].values()]
            known = "example" in content or any("value" in value for value in values)
            if is_json(media_type) and not known:
                place = f"…/{operation}.{noun}.json"
                remedy = f"Add `examples: {{usual: {{value: {{$ref: {place}}}}}}}`."
                yield content, f"the {noun} of {operation} has no example", remedy


def _bodies(operation: Operation) -> Iterator[tuple[str, Node]]:
    yield "request", operation.node["requestBody"].resolved()
    for _, response in operation.successes:
        yield "response", response
