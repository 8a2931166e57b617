"""The samples of a call that was made, filled with its own values.

What is secret does not come in: the specification's own example stands in its place, so that the
sample works as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from acme_ticketing.definition import DEFINITION
from acme_ticketing.spec import operations
from acme_ticketing_core.redaction import HIDDEN, Redactor, is_sensitive

from ..http.messages import Request, read_json
from ..specification.validation import read_query, value_of
from .examples import Samples, parameter_example, samples_of
from .operation import Example, Row, Value, body_examples, described_parameters, resolved

_REDACTOR = Redactor()


def samples_of_sent(operation_id: str, request: Request, path: Mapping[str, str]) -> Samples:
    """Make the samples of a request for an operation, given its decoded path arguments."""
    row = next(each for each in operations() if each["id"] == operation_id)
    body = None
    if row["body"]:
        body = _without_secrets(read_json(request.body), _examples_by_name(row))
    values = list(_values(row, request, path))
    example = Example(row, values, body, _security(row, request), every_page=False)
    return samples_of(example)


def _values(row: Row, request: Request, path: Mapping[str, str]) -> Iterator[Value]:
    described = described_parameters(row)
    sent = {"path": path, "query": read_query(request), "header": request.headers}
    for parameter in row["parameters"]:
        name, location = parameter["name"], parameter["location"]
        raw = sent[location].get(name.lower() if location == "header" else name)
        if raw is None or parameter["role"] == "request-id":
            continue
        if is_sensitive(name) or _REDACTOR.clean(raw) != raw:
            value = parameter_example(described[name]) or HIDDEN
        else:
            value = value_of(resolved(described[name]["schema"]), raw)
        yield Value(parameter, value)


def _security(row: Row, request: Request) -> list[str]:
    """Return the schemes that the request was sent with, or else those that it should be."""
    schemes = DEFINITION.security_schemes
    alternatives = row["security"] or [[]]
    complete = (
        each
        for each in alternatives
        if all(schemes[scheme].header.lower() in request.headers for scheme in each)
    )
    return list(next(complete, alternatives[0]))


def _without_secrets(value: Any, examples: Mapping[str, Any]) -> Any:
    """Return a body with the specification's examples for what must not show."""
    if isinstance(value, dict):
        return {
            name: examples.get(name, HIDDEN)
            if is_sensitive(name) and found not in (None, "")
            else _without_secrets(found, examples)
            for name, found in value.items()
        }
    if isinstance(value, list):
        return [_without_secrets(each, examples) for each in value]
    return _REDACTOR.clean(value) if isinstance(value, str) else value


def _examples_by_name(row: Row) -> dict[str, Any]:
    """Return what the body's examples say by name; where several do, the first one."""
    found: dict[str, Any] = {}
    for example in body_examples(row):
        found = dict(_fields(example)) | found
    return found


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Go through all that an example says by name."""
    if isinstance(value, dict):
        for name, found in value.items():
            yield name, found
            yield from _fields(found)
    elif isinstance(value, list):
        for each in value:
            yield from _fields(each)
