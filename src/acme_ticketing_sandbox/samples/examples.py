"""The samples of operations: with the examples of the specification, and of calls that were made.

The sandbox's venue is the one that the examples tell of. What is secret in a call does not come into
its sample: the specification's own example stands in its place, so that the sample works as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from acme_ticketing.definition import DEFINITION
from acme_ticketing.spec import document
from acme_ticketing_core.operations.names import first_value
from acme_ticketing_core.redaction import HIDDEN, Redactor, is_sensitive

from ..http.messages import Request, read_json
from ..specification.specification import Operation, Parameter, specification
from ..specification.validation import read_query, value_of
from .programs import Example, Samples, samples_of

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
_REDACTOR = Redactor()
_Values = Iterator[tuple[Parameter, Any]]


def samples(row: dict[str, Any]) -> Samples:
    """Make the samples of an operation, given its row of the operation table."""
    operation = specification().operations[row["id"]]
    body = next(iter(operation.examples), None)
    return samples_of(
        Example(operation, list(_examples(operation)), body, [*operation.security[0]])
    )


def samples_of_sent(operation: Operation, request: Request, path: Mapping[str, str]) -> Samples:
    """Make the samples of a request for an operation, given its decoded path arguments."""
    body = None
    if operation.body:
        body = _REDACTOR.clean_data(read_json(request.body), _by_name(operation.examples))
    values, security = list(_sent(operation, request, path)), _security(operation, request)
    return samples_of(Example(operation, values, body, security, every_page=False))


def _examples(operation: Operation) -> _Values:
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


def _sent(operation: Operation, request: Request, path: Mapping[str, str]) -> _Values:
    sent = {"path": path, "query": read_query(request), "header": request.headers}
    for parameter in operation.parameters:
        raw = sent[parameter.location].get(parameter.name)
        if raw is None or parameter.role == "request-id":
            continue
        if is_sensitive(parameter.name) or _REDACTOR.clean(raw) != raw:
            yield parameter, parameter.example or HIDDEN
        else:
            yield parameter, value_of(parameter.schema, raw)


def _security(operation: Operation, request: Request) -> list[str]:
    """Return the schemes that the request was sent with, or else those that it should be."""
    schemes = DEFINITION.security_schemes
    for alternative in operation.security:
        if all(schemes[each].header.lower() in request.headers for each in alternative):
            return list(alternative)
    return list(operation.security[0])


def _by_name(value: Any) -> dict[str, Any]:
    """Return what examples say by name, at whatever depth; what comes first goes before."""
    found = dict(value) if isinstance(value, dict) else {}
    if isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            found = _by_name(part) | found
    return found
