"""Rules on what operations take and answer."""

from __future__ import annotations

from collections.abc import Iterator

from generator.reading.node import Node
from generator.reading.specification import Operation, Specification, is_json

from .rule import Finding, rule

_ALWAYS = frozenset({"400", "401", "403", "429", "500"})


@rule("error-responses")
def error_responses(specification: Specification) -> Iterator[Finding]:
    """Require the errors that a caller must expect."""
    for operation in specification.operations:
        expected = _ALWAYS | ({"404"} if "{" in operation.path else set())
        expected |= {"409"} if operation.is_checkout else set()
        missing = sorted(expected - set(operation.responses))
        if missing:
            yield Finding(
                operation.node["responses"],
                f"{operation} does not list {', '.join(missing)}",
                "Add them, each as a $ref into responses.yaml.",
            )


@rule("success-response")
def success_response(specification: Specification) -> Iterator[Finding]:
    """Require one success answer of every operation, be it under several statuses."""
    for operation in specification.operations:
        statuses = [status for status, _ in operation.successes]
        answers = [response.value for _, response in operation.successes]
        if not answers or any(each != answers[0] for each in answers):
            yield Finding(
                operation.node["responses"],
                f"{operation} lists {', '.join(statuses) or 'no'} success",
                "Describe the one answer of a good call; several statuses below 300 may have it.",
            )


@rule("one-media-type")
def one_media_type(specification: Specification) -> Iterator[Finding]:
    """Require one media type of every request body and success answer: the client sends one."""
    for operation in specification.operations:
        for noun, holder in _bodies(operation):
            media_types = holder["content"].keys
            if len(media_types) > 1:
                yield Finding(
                    holder["content"],
                    f"the {noun} of {operation} is one of {', '.join(media_types)}",
                    "Keep the one that programs want; another form is another operation.",
                )


@rule("body-examples")
def body_examples(specification: Specification) -> Iterator[Finding]:
    """Require an example of every JSON request body and JSON success answer."""
    for operation in specification.operations:
        for noun, holder in _bodies(operation):
            for media_type, content in holder["content"].entries():
                if is_json(media_type) and not _has_example(content):
                    yield Finding(
                        content,
                        f"the {noun} of {operation} has no example",
                        f"Add `examples: {{usual: {{value: {{$ref: …/{operation}.{noun}.json}}}}}}`.",
                    )


def _bodies(operation: Operation) -> Iterator[tuple[str, Node]]:
    yield "request", operation.node["requestBody"].resolved()
    for _, response in operation.successes:
        yield "response", response


def _has_example(content: Node) -> bool:
    values = [example.resolved() for _, example in content["examples"].entries()]
    return "example" in content or any("value" in value for value in values)
