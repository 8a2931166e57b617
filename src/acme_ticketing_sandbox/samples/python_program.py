"""A call as a Python program, synchronous or asynchronous."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from acme_ticketing import Model, models
from acme_ticketing_core.operations.names import snake_case

from .expressions import Expression, call, named
from .operation import Example, Row, Value, operation_object, resolved
from .values import literal

_WIDTH = 88


def python_program(example: Example, *, asynchronous: bool) -> str:
    """Write the program."""
    row, body = example.row, example.body
    imports: set[str] = set()
    arguments = [named(each.argument, _argument(each, imports)) for each in example.values]
    if body is not None:
        arguments.append(named("body", _body(row, body, imports)))
    if row["replaces"]:
        arguments.append(named("whole", literal(True, imports)))
    way = ".".join(map(_method, row["id"].split(".")))
    client = "AsyncAcmeClient" if asynchronous else "AcmeClient"
    inner = 8 if asynchronous else 4
    used = call(f"client.{way}", arguments).lines(_WIDTH, inner, 12)
    pad = " " * inner
    if row["pagination"] and example.every_page:
        loop = "async for" if asynchronous else "for"
        lines = [f"{pad}{loop} each in {used}:", f"{pad}    print(each)"]
    else:
        lines = [
            f"{pad}answer = {'await ' if asynchronous else ''}{used}",
            f"{pad}print(answer)",
        ]
    head = sorted(imports | {f"from acme_ticketing import {client}"}, key=_import_order)
    if not asynchronous:
        return "\n".join([*_merged(head), "", f"with {client}() as client:", *lines])
    head = ["import asyncio", "", *_merged(head), "", ""]
    opened = ["async def main() -> None:", f"    async with {client}() as client:"]
    return "\n".join([*head, *opened, *lines, "", "", "asyncio.run(main())"])


def _method(name: str) -> str:
    found = snake_case(name)
    return f"{found}_" if keyword.iskeyword(found) else found


def _argument(each: Value, imports: set[str]) -> Expression:
    if each.parameter["role"] == "idempotency-key":
        imports.add("from uuid import uuid4")
        return Expression("uuid4()")
    if each.parameter["format"] == "date-time":
        return literal(_moment(each.value), imports)
    return literal(each.value, imports)


def _moment(text: str) -> datetime | str:
    """Return the time that a text names, or the text if it names none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _body(row: Row, body: Any, imports: set[str]) -> Expression:
    request = resolved(operation_object(row)["requestBody"])
    schema = request["content"]["application/json"]["schema"]
    name = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
    model = getattr(models, name, None)
    if not isinstance(model, type) or not issubclass(model, Model):
        return literal(body, imports)
    if isinstance(body, list) and all(isinstance(each, dict) for each in body):
        return literal([_of_model(model, each) for each in body], imports)
    return literal(_of_model(model, body) if isinstance(body, dict) else body, imports)


def _of_model(model: type[Model], value: dict[str, Any]) -> Any:
    """Return a value as its model, if that says all that the value does."""
    made = model.from_dict(value)
    return made if made.to_dict() == value else value


def _import_order(line: str) -> tuple[bool, str]:
    return "acme_ticketing" in line, line


def _merged(lines: list[str]) -> Iterator[str]:
    """Write the imports of one module as one line, the standard library first."""
    modules: dict[str, list[str]] = {}
    for line in lines:
        _, module, _, name = line.split(" ", 3)
        modules.setdefault(module, []).append(name)
    ours = False
    for module, names in modules.items():
        if "acme_ticketing" in module and not ours:
            ours = True
            if len(modules) > 1 and "acme_ticketing" not in next(iter(modules)):
                yield ""
        whole = f"from {module} import {', '.join(sorted(names))}"
        if len(whole) > _WIDTH:
            inner = "".join(f"    {name},\n" for name in sorted(names))
            whole = f"from {module} import (\n{inner})"
        yield whole
