"""The samples of a call that was made, filled with its own values.

What is secret does not come in: the specification's own example stands in its place, so that the
sample works as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from acme_ticketing.definition import DEFINITION
from acme_ticketing_core.redaction import HIDDEN, Redactor, is_sensitive

from ..http.messages import Request, read_json
from ..specification.specification import Operation, Parameter
from ..specification.validation import read_query, value_of
from .examples import Samples, samples_of
from .operation import Example

_REDACTOR = Redactor()


def samples_of_sent(operation: Operation, request: Request, path: Mapping[str, str]) -> Samples:
    """Make the samples of a request for an operation, given its decoded path arguments."""
    body = None
    if operation.body:
        body = _REDACTOR.clean_data(read_json(request.body), _by_name(operation.examples))
    values, security = list(_values(operation, request, path)), _security(operation, request)
    return samples_of(Example(operation, values, body, security, every_page=False))


def _values(
    operation: Operation, request: Request, path: Mapping[str, str]
) -> Iterator[tuple[Parameter, Any]]:
    sent = {"path": path, "query": read_query(request), "header": request.headers}
    for parameter in operation.parameters:
        raw = sent[parameter.location].get(parameter.name)
        if raw is None or parameter.role == "request-id":
            continue
        if is_sensitive(parameter.name) or _REDACTOR.clean(raw) != raw:
            value = parameter.example or HIDDEN
        else:
            value = value_of(parameter.schema, raw)
        yield parameter, value


def _security(operation: Operation, request: Request) -> list[str]:
    """Return the schemes that the request was sent with, or else those that it should be."""
    schemes = DEFINITION.security_schemes
    complete = (
        each
        for each in operation.security
        if all(schemes[scheme].header.lower() in request.headers for scheme in each)
    )
    return list(next(complete, operation.security[0]))


def _by_name(value: Any) -> dict[str, Any]:
    """Return what examples say by name, at whatever depth; what comes first goes before."""
    if isinstance(value, dict):
        found, parts = dict(value), list(value.values())
    elif isinstance(value, (list, tuple)):
        found, parts = {}, list(value)
    else:
        return {}
    for part in parts:
        found = _by_name(part) | found
    return found
