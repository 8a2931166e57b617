"""The samples of an operation, filled with the examples of the specification.

The sandbox's venue is the one that these examples tell of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from acme_ticketing.spec import document
from acme_ticketing_core.operations.names import first_value

from ..specification.specification import Operation, Parameter, specification
from .operation import Example
from .python_program import python_program
from .shell_commands import acme_command, curl_command

# 2026-05-31, 10:00 at the venue: the day that the examples tell of, as epoch seconds.
TIME_OF_THE_EXAMPLES = 1780236000.0
# Optional parameters without which a call says nothing, although the specification lets it.
BESIDES: dict[str, dict[str, Any]] = {
    "b2b.memberships.validateCheckout": {
        "levelId": "5d9645346b309f26d082be10",
        "offeringId": "0a1b2c3d4e5f60718293a4b5c6d7e8f0",
        "pricePointId": "5d9645346b309f26d082be20",
    },
    "b2b.membershipSummaries.advancedSearch": {"lastName": "Example"},
}


class Samples(NamedTuple):
    """One call, four ways."""

    python: str
    asynchronous: str
    command_line: str
    curl: str


def samples_of(example: Example) -> Samples:
    """Write the samples of a call."""
    return Samples(
        python_program(example, asynchronous=False),
        python_program(example, asynchronous=True),
        acme_command(example),
        curl_command(example),
    )


def samples(row: dict[str, Any]) -> Samples:
    """Make the samples of an operation, given its row of the operation table."""
    operation = specification().operations[row["id"]]
    body = next(iter(operation.examples), None)
    values = list(_values(operation))
    return samples_of(Example(operation, values, body, list(operation.security[0])))


def _values(operation: Operation) -> Iterator[tuple[Parameter, Any]]:
    """Give the parameters that a sample shows: the required ones, and periods."""
    besides = BESIDES.get(operation.id, {})
    for parameter in operation.parameters:
        name, required, schema = parameter.name, parameter.required, parameter.schema
        example = besides.get(name, parameter.example)
        if example is None and required:
            example = first_value(document(), schema)
        shown = name in besides if besides else schema.get("format") == "date-time"
        if example is not None and (required or shown):
            yield parameter, example
