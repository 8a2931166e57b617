"""Validates requests against their operations, and in strict mode replies.

One refusal names everything that is wrong with a request.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import tzinfo
from math import isfinite
from typing import Any

from ..http.messages import Reply, Request
from ..http.refusal import Refusal
from ..values import times
from .specification import JSON, Operation, Parameter, specification

_INTEGER = re.compile(r"-?[0-9]{1,40}")
_REMEMBERED = 10_000
_found_right: set[tuple[int, bytes]] = set()  # schemas, digests of answers


def read_arguments(
    operation: Operation,
    request: Request,
    path: Mapping[str, str],
    problems: list[str],
    *,
    time_zone: tzinfo,
    lenient: list[str],
) -> tuple[dict[str, dict[str, Any]], Any]:
    """Return the values of what was sent, by location and wire name, and the body or None.

    Times in the query without an offset are of `time_zone`. `problems` are already known; `lenient`
    is told what is taken though it should not be sent.

    Raises:
        Refusal: 415, the operation takes no such media type; 400, whatever is missing or malformed.

    """
    _check_media_type(operation, request)
    sent = {"path": path, "query": read_query(request), "header": request.headers}
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    problems = list(problems)
    known = {each.name for each in operation.parameters if each.location == "query"}
    lenient += [f"query {n} is unknown, and ignored" for n in sent["query"] if n not in known]
    for parameter in operation.parameters:
        raw = sent[parameter.location].get(parameter.name)
        if raw is None:
            if parameter.required:
                problems.append(f"{parameter.location} {parameter.name} is missing")
            continue
        if _is_time(parameter) and times.lacks_offset(raw):
            lenient.append(
                f"query {parameter.name} has no offset, and is taken as the venue's time"
            )
            raw = times.write(times.parse_loosely(raw, time_zone))
        found = value_of(parameter.schema, raw)
        name = f"{parameter.location} {parameter.name}"
        wrong = specification().schemas.problems(parameter.schema, found, name)
        if wrong and " " in raw and _is_time(parameter):
            wrong = [f"{wrong[0]} (a '+' in a query is written %2B)"]
        problems += wrong
        if not wrong:
            value = times.parse(found) if _is_time(parameter) else found
            values[parameter.location][parameter.name] = value
    body = _body(operation, request, problems)
    if problems:
        raise Refusal.naming(f"{operation.id} ({operation.area} area) cannot be done", problems)
    return values, body


def read_query(request: Request) -> dict[str, str]:
    """Return a request's query by name."""
    found: dict[str, str] = {}
    for name, value in request.query:
        # A list may come as repeated parameters or as one value joined by commas.
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def value_of(schema: Mapping[str, Any], raw: str) -> Any:
    """Return a parameter's text as the JSON value that it means, or as it is if it means none."""
    kind = schema.get("type")
    if kind == "array":
        return raw.split(",")
    if kind == "integer" and _INTEGER.fullmatch(raw):
        return int(raw)
    if kind == "boolean":
        return {"true": True, "false": False}.get(raw, raw)
    return raw


def _is_time(parameter: Parameter) -> bool:
    return parameter.schema.get("format") == "date-time"


def _check_media_type(operation: Operation, request: Request) -> None:
    sent = request.headers.get("content-type", "")
    if operation.body and request.body and sent.partition(";")[0].strip().lower() != JSON:
        raise Refusal(415, f"{operation.id} takes {JSON}, not {sent or 'an unnamed type'!r}")


def _body(operation: Operation, request: Request, problems: list[str]) -> Any:
    if operation.body is None:
        return None
    if not request.body:
        problems.append("body is missing")
        return None
    try:
        body = json.loads(request.body, parse_constant=_no_constant, parse_float=_number)
        json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        problems.append(f"body is no JSON: {error}")
        return None
    problems += specification().bodies.problems(operation.body, body, "body")
    return body


def _number(text: str) -> float:
    """Read a number; 2.0 is an integer, as JSON Schema has it."""
    number = float(text)
    if not isfinite(number):
        _no_constant(text)
    return int(number) if number.is_integer() else number


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


class SpecificationDeviation(AssertionError):  # noqa: N818 - names what happened
    """An answer of the sandbox is not what the specification promises."""


def check_reply(operation: Operation, reply: Reply) -> None:
    """Raise `SpecificationDeviation` for an answer that the operation does not promise."""
    promised = operation.responses.get(reply.status)
    if promised is None:
        if reply.status == 415:  # what HTTP itself answers, before the operation is asked
            return
        raise SpecificationDeviation(
            f"{operation.id} answers {reply.status}, which is not promised: {reply.text[:200]}"
        )
    if not reply.body:
        return
    media = reply.headers.get("content-type", "").partition(";")[0]
    if media not in promised:
        raise SpecificationDeviation(
            f"{operation.id} answers {reply.status} as {media!r}, not {' or '.join(promised)}"
        )
    if media == JSON:
        # Tests ask for the same thing again and again; it is validated once.
        answer = (id(promised[media]), hashlib.blake2b(reply.body, digest_size=16).digest())
        if answer in _found_right:
            return
        value = json.loads(reply.body, parse_float=_number)
        problems = specification().schemas.problems(promised[media], value, "answer")
        if problems:
            raise SpecificationDeviation(
                f"{operation.id} answers {reply.status} unlike its schema: "
                + "; ".join(problems[:5])
            )
        if len(_found_right) == _REMEMBERED:
            _found_right.clear()
        _found_right.add(answer)
