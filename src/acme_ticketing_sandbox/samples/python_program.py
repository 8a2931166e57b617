"""A call as a Python program, synchronous or asynchronous."""

from __future__ import annotations

import keyword
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import attrs

from acme_ticketing import UNSET, Model, models
from acme_ticketing_core.operations.names import snake_case

from ..specification.specification import Parameter
from .expressions import Expression, Import, array, call, mapping, named, plain
from .operation import Example

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


def python_program(example: Example, *, asynchronous: bool) -> str:
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
