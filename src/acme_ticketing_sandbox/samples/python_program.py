"""A call as a Python program, synchronous or asynchronous."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import attrs

from acme_ticketing import UNSET, Model, models

from .expressions import Expression, array, call, mapping, named, plain
from .operation import Example, Value, python_name

_WIDTH = 88
Import = tuple[str, str]  # a module, and a name of it


def python_program(example: Example, *, asynchronous: bool) -> str:
    row, body = example.row, example.body
    imports: set[Import] = set()
    arguments = [
        named(python_name(each.words), _argument(each, imports)) for each in example.values
    ]
    if body is not None:
        arguments.append(named("body", _body(example, imports)))
    if row["replaces"]:
        arguments.append(named("whole", expression(True, imports)))
    way = ".".join(map(python_name, row["id"].split(".")))
    client = "AsyncAcmeClient" if asynchronous else "AcmeClient"
    inner = 8 if asynchronous else 4
    used = call(f"client.{way}", arguments).lines(_WIDTH, inner, 12)
    pad = " " * inner
    if row["pagination"] and example.every_page:
        loop = "async for" if asynchronous else "for"
        lines = [f"{pad}{loop} each in {used}:", f"{pad}    print(each)"]
    else:
        wait = "await " if asynchronous else ""
        lines = [f"{pad}answer = {wait}{used}", f"{pad}print(answer)"]
    head = _import_lines(imports | {("acme_ticketing", client)})
    if not asynchronous:
        return "\n".join([*head, "", f"with {client}() as client:", *lines])
    opened = ["async def main() -> None:", f"    async with {client}() as client:"]
    body = [*head, "", "", *opened, *lines, "", "", "asyncio.run(main())"]
    return "\n".join(["import asyncio", "", *body])


def _argument(each: Value, imports: set[Import]) -> Expression:
    if each.parameter.role == "idempotency-key":
        imports.add(("uuid", "uuid4"))
        return Expression("uuid4()")
    if each.parameter.schema.get("format") == "date-time":
        with suppress(ValueError):  # a text that names no time stays one
            return expression(datetime.fromisoformat(each.value), imports)
    return expression(each.value, imports)


def _body(example: Example, imports: set[Import]) -> Expression:
    schema, body = example.operation.body or {}, example.body
    name = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
    model = getattr(models, name, None)
    if not isinstance(model, type) or not issubclass(model, Model):
        return expression(body, imports)
    if isinstance(body, list) and all(isinstance(each, dict) for each in body):
        return expression([_of_model(model, each) for each in body], imports)
    return expression(_of_model(model, body) if isinstance(body, dict) else body, imports)


def _of_model(model: type[Model], value: dict[str, Any]) -> Any:
    """Return a value as its model, if that says all that the value does."""
    made = model.from_dict(value)
    return made if made.to_dict() == value else value


def _import_lines(imports: set[Import]) -> list[str]:
    """Write an import for each module, the standard library first."""
    standard: list[str] = []
    own: list[str] = []
    for module in sorted({module for module, _ in imports}):
        names = sorted(name for found, name in imports if found == module)
        line = f"from {module} import {', '.join(names)}"
        if len(line) > _WIDTH:
            inner = "".join(f"    {name},\n" for name in names)
            line = f"from {module} import (\n{inner})"
        (own if module.startswith("acme_ticketing") else standard).append(line)
    return [*standard, "", *own] if standard else own


def expression(value: Any, imports: set[Import]) -> Expression:
    """Write a value; what has to be imported for it is added to `imports`."""
    if isinstance(value, Model):
        return _model(value, imports)
    if isinstance(value, list):
        return array([expression(each, imports) for each in value])
    if isinstance(value, dict):
        return mapping([(key, expression(each, imports)) for key, each in value.items()])
    if isinstance(value, date):  # or a datetime, which is one
        kind = type(value).__name__
        imports.add(("datetime", kind))
        return Expression(f'{kind}.fromisoformat("{value.isoformat()}")')
    if isinstance(value, Decimal):
        imports.add(("decimal", "Decimal"))
        return Expression(f'Decimal("{value}")')
    return plain(str(value) if isinstance(value, UUID) else value)


def _model(value: Model, imports: set[Import]) -> Expression:
    kind = type(value).__name__
    imports.add(("acme_ticketing.models", kind))
    arguments = []
    for attribute in attrs.fields(type(value)):
        found = getattr(value, attribute.name)
        if found is UNSET or (attribute.name in {"unknown_fields", "raw_fields"} and not found):
            continue
        arguments.append(named(attribute.name, expression(found, imports)))
    return call(kind, arguments)
