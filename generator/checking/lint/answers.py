"""Rules on what operations take and answer."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, is_json

from .rule import Finding, operation_rule

_ALWAYS = frozenset({"400", "401", "403", "429", "500"})


@operation_rule("Add them, each as a $ref into responses.yaml.")
def error_responses(operation: Operation) -> Iterator[Finding]:
    """Require the errors that a caller must expect."""
    expected = _ALWAYS | ({"404"} if "{" in operation.path else set())
    expected |= {"409"} if operation.is_checkout else set()
    missing = sorted(expected - set(operation.responses))
    if missing:
        yield operation.node["responses"], f"{operation} does not list {', '.join(missing)}"


@operation_rule(
    "Describe the one answer of a good call; several statuses below 300 may have it.",
)
def success_response(operation: Operation) -> Iterator[Finding]:
    """Require one success answer of every operation, be it under several statuses."""
    statuses = [status for status, _ in operation.successes]
    answers = [response.value for _, response in operation.successes]
    if not answers or any(each != answers[0] for each in answers):
        message = f"{operation} lists {', '.join(statuses) or 'no'} success"
        yield operation.node["responses"], message


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
                yield (
                    content,
                    f"the {noun} of {operation} has no example",
                    f"Add `examples: {{usual: {{value: {{$ref: …/{operation}.{noun}.json}}}}}}`.",
                )


def _bodies(operation: Operation) -> Iterator[tuple[str, Node]]:
    yield "request", operation.node["requestBody"].resolved()
    for _, response in operation.successes:
        yield "response", response
