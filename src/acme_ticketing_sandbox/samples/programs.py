"""A call as programs write it: Python, asynchronous Python, `acme`, curl."""

from __future__ import annotations

import json
import keyword
import shlex
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import attrs

from acme_ticketing import UNSET, Model, models
from acme_ticketing.definition import DEFINITION
from acme_ticketing_core.operations.names import kebab_case, snake_case

from ..specification.specification import Operation, Parameter
from .expressions import Expression, Import, array, call, mapping, named, plain

_WIDTH = 88
_SYNCHRONOUS = """\
{imports}

with AcmeClient() as client:
    {body}"""
_ASYNCHRONOUS = """\
import asyncio

{imports}


async def main() -> None:
    async with AsyncAcmeClient() as client:
        {body}


asyncio.run(main())"""


class Example(NamedTuple):
    """A call that a sample makes."""

    operation: Operation
    values: list[tuple[Parameter, Any]]
    body: Any  # as JSON, or None
    security: list[str]  # the schemes that it is sent with
    every_page: bool = True  # whether a listing is gone through to its end


class Samples(NamedTuple):
    """One call, four ways."""

    python: str
    asynchronous: str
    command_line: str
    curl: str


def samples_of(example: Example) -> Samples:
    """Write the samples of a call."""
    return Samples(
        _python_program(example, asynchronous=False),
        _python_program(example, asynchronous=True),
        _acme_command(example),
        _curl_command(example),
    )


def _python_program(example: Example, *, asynchronous: bool) -> str:
    row = example.operation.row
    arguments = [named(_name(each.words), _argument(each, said)) for each, said in example.values]
    if example.body is not None:
        arguments.append(named("body", _body(example)))
    if row["replaces"]:
        arguments.append(named("whole", plain(True)))
    used = call(f"client.{'.'.join(map(_name, row['id'].split('.')))}", arguments)
    client, inner = ("AsyncAcmeClient", 8) if asynchronous else ("AcmeClient", 4)
    text, pad = used.lines(_WIDTH, inner, 12), " " * inner
    if row["pagination"] and example.every_page:
        body = f"{'async ' * asynchronous}for each in {text}:\n{pad}    print(each)"
    else:
        body = f"answer = {'await ' * asynchronous}{text}\n{pad}print(answer)"
    imports = _import_lines({("acme_ticketing", client), *used.imports()})
    return (_ASYNCHRONOUS if asynchronous else _SYNCHRONOUS).format(imports=imports, body=body)


def _name(words: str) -> str:
    name = snake_case(words)
    return f"{name}_" if keyword.iskeyword(name) else name


def _argument(parameter: Parameter, value: Any) -> Expression:
    if parameter.role == "idempotency-key":
        return Expression("uuid4()", needs=("uuid", "uuid4"))
    if parameter.schema.get("format") == "date-time":
        with suppress(ValueError):  # a text that names no time stays one
            return _expression(datetime.fromisoformat(value))
    return _expression(value)


def _body(example: Example) -> Expression:
    schema, body = example.operation.body or {}, example.body
    name = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
    model = getattr(models, name, None)
    if isinstance(body, list):
        return _expression([_of_model(model, each) for each in body])
    return _expression(_of_model(model, body))


def _of_model(model: Any, value: Any) -> Any:
    """Return a value as its model, if there is one and it says all that the value does."""
    if isinstance(value, dict) and isinstance(model, type) and issubclass(model, Model):
        made = model.from_dict(value)
        return made if made.to_dict() == value else value
    return value


def _import_lines(imports: set[Import]) -> str:
    """Write an import for each module, the standard library first."""
    blocks: dict[bool, list[str]] = {False: [], True: []}
    for module, found in groupby(sorted(imports), itemgetter(0)):
        names = [name for _, name in found]
        line = f"from {module} import {', '.join(names)}"
        if len(line) > _WIDTH:
            inner = "".join(f"    {name},\n" for name in names)
            line = f"from {module} import (\n{inner})"
        blocks[module.startswith("acme_ticketing")].append(line)
    return "\n\n".join("\n".join(lines) for lines in blocks.values() if lines)


def _expression(value: Any) -> Expression:
    kind = type(value).__name__
    if isinstance(value, Model):
        return call(kind, _fields(value), needs=("acme_ticketing.models", kind))
    if isinstance(value, list):
        return array(list(map(_expression, value)))
    if isinstance(value, dict):
        return mapping([(key, _expression(each)) for key, each in value.items()])
    if isinstance(value, date):  # or a datetime, which is one
        return Expression(f'{kind}.fromisoformat("{value.isoformat()}")', needs=("datetime", kind))
    if isinstance(value, Decimal):
        return Expression(f'Decimal("{value}")', needs=("decimal", "Decimal"))
    return plain(str(value) if isinstance(value, UUID) else value)


def _fields(value: Model) -> list[Expression]:
    found = {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}
    for name in ("unknown_fields", "raw_fields"):
        if not found.get(name):
            found.pop(name, None)
    return [named(name, _expression(each)) for name, each in found.items() if each is not UNSET]


def _acme_command(example: Example) -> str:
    row = example.operation.row
    words, options = ["acme", *map(kebab_case, row["id"].split("."))], []
    for parameter, value in example.values:
        if parameter.location == "path":
            words.append(shlex.quote(_text(value)))
        elif parameter.role != "idempotency-key":
            option = f"--{kebab_case(parameter.words)}"
            items = value if isinstance(value, list) else [value]
            options += [f"{option} {shlex.quote(_text(item))}" for item in items]
    if example.body is not None:
        options.append(f"--body {shlex.quote(_json(example.body))}")
    if row["replaces"]:
        options.append("--whole")
    return " \\\n  ".join([" ".join(words), *options])


def _curl_command(example: Example) -> str:
    """Write the call as curl; `ACME_URL` says where to."""
    row, schemes = example.operation.row, DEFINITION.security_schemes
    path, query = row["path"], []
    headers = [
        f'-H "{schemes[scheme].header}: ${_variable(scheme)}"' for scheme in example.security
    ]
    for parameter, value in example.values:
        name = parameter.name
        if parameter.location == "path":
            path = path.replace(f"{{{name}}}", quote(_text(value), safe=""))
        elif parameter.location == "query":
            items = value if isinstance(value, list) else [_text(value)]
            texts = items if parameter.explode else [",".join(map(str, items))]
            query += [f"{name}={quote(str(item), safe=',')}" for item in texts]
        elif parameter.role == "idempotency-key":
            headers.append(f'-H "{name}: $(uuidgen)"')
        else:
            headers.append(f"-H {_quoted(f'{name}: {_text(value)}')}")
    url = f'"$ACME_URL{path}{"?" if query else ""}{"&".join(query)}"'
    verb = "" if row["method"] == "GET" else f"-X {row['method']} "
    lines = [f"curl {verb}{url}", *headers]
    if example.body is not None:
        body = shlex.quote(_json(example.body))
        lines += ['-H "content-type: application/json"', f"-d {body}"]
    return " \\\n  ".join(lines)


def _variable(scheme: str) -> str:
    """Return the environment variable from which a credential is taken."""
    name = {"session": "sessionToken", "loginTenantId": "tenantId"}.get(scheme, scheme)
    return f"ACME_{snake_case(name).upper()}"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(body: Any) -> str:
    """Write JSON; what hides in a terminal, or turns its text around, is written as an escape."""
    text = json.dumps(body, indent=2, ensure_ascii=False)
    return text if text.replace("\n", "").isprintable() else json.dumps(body, indent=2)


def _quoted(text: str) -> str:
    """Quote a header as the others are quoted, unless a shell would read something in it."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'
