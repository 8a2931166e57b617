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
from .specification import JSON, Operation, SchemasByMedia, specification

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
        name = f"{parameter.location} {parameter.name}"
        is_time = parameter.schema.get("format") == "date-time"
        if raw is None:
            if parameter.required:
                problems.append(f"{name} is missing")
            continue
        if is_time and times.lacks_offset(raw):
            lenient.append(f"{name} has no offset, and is taken as the venue's time")
            raw = times.write(times.parse_loosely(raw, time_zone))
        found = value_of(parameter.schema, raw)
        wrong = specification().schemas.problems(parameter.schema, found, name)
        if not wrong:
            values[parameter.location][parameter.name] = times.parse(found) if is_time else found
        elif is_time and " " in raw:
            wrong = [f"{wrong[0]} (a '+' in a query is written %2B)"]
        problems += wrong
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
    if deviation := _deviation(operation.responses.get(reply.status), reply):
        raise SpecificationDeviation(f"{operation.id} answers {reply.status}{deviation}")


def _deviation(promised: SchemasByMedia | None, reply: Reply) -> str:
    """Return in which way an answer is none of those that are promised for its status."""
    if promised is None:
        # 415 is what HTTP itself answers, before the operation is asked.
        return "" if reply.status == 415 else f", which is not promised: {reply.text[:200]}"
    media = reply.headers.get("content-type", "").partition(";")[0]
    if reply.body and media not in promised:
        return f" as {media!r}, not {' or '.join(promised)}"
    if not reply.body or media != JSON:
        return ""
    # Tests ask for the same thing again and again; it is validated once.
    answer = (id(promised[media]), hashlib.blake2b(reply.body, digest_size=16).digest())
    if answer in _found_right:
        return ""
    value = json.loads(reply.body, parse_float=_number)
    problems = specification().schemas.problems(promised[media], value, "answer")
    if problems:
        return f" unlike its schema: {'; '.join(problems[:5])}"
    if len(_found_right) == _REMEMBERED:
        _found_right.clear()
    _found_right.add(answer)
    return ""
