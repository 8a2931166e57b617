"""Samples of each operation: Python, asynchronous Python, the command line, curl.

Their values are the examples of the specification; the sandbox's venue is the one that these
examples tell of, and tests run every sample against it.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from acme_ticketing import Model, models
from acme_ticketing.definition import DEFINITION
from acme_ticketing.spec import document
from acme_ticketing_cli.naming.names import kebab_case, option_name
from generator.naming.names import argument_name, method_name
from generator.reading.operation_table import resolve
from generator.views.expressions import Expression, call, named
from generator.views.method_examples import first_value

from .expressions import WIDTH, literal

VARIABLES = {
    "apiKey": "ACME_API_KEY",
    "publishableKey": "ACME_PUBLISHABLE_KEY",
    "session": "ACME_SESSION_TOKEN",
    "tenantId": "ACME_TENANT_ID",
    "email": "ACME_EMAIL",
    "userName": "ACME_USER_NAME",
    "password": "ACME_PASSWORD",
    "loginTenantId": "ACME_TENANT_ID",
}


TIME_OF_THE_EXAMPLES = 1780236000.0
"""2026-05-31, 10:00 at the venue: the day that the examples tell of, as epoch seconds."""

BESIDES: dict[str, dict[str, Any]] = {
    "b2b.memberships.validateCheckout": {
        "levelId": "5d9645346b309f26d082be10",
        "offeringId": "0a1b2c3d4e5f60718293a4b5c6d7e8f0",
        "pricePointId": "5d9645346b309f26d082be20",
    },
    "b2b.membershipSummaries.advancedSearch": {"lastName": "Example"},
}
"""Optional parameters without which a call says nothing, although the specification lets it."""


class Samples(NamedTuple):
    """One operation, four ways."""

    python: str
    asynchronous: str
    command_line: str
    curl: str


class Value(NamedTuple):
    """A parameter and what a sample says for it."""

    parameter: dict[str, Any]
    value: Any

    @property
    def argument(self) -> str:
        """The Python argument."""
        return argument_name(self.parameter["name"], self.parameter["location"])


def samples(row: dict[str, Any]) -> Samples:
    """Make the samples of an operation."""
    values, body = list(values_of(row)), example_body(row)
    return Samples(
        _python(row, values, body, asynchronous=False),
        _python(row, values, body, asynchronous=True),
        _command_line(row, values, body),
        _curl(row, values, body),
    )


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Give what a reference of the document leads to, or the node itself."""
    return resolve(document(), node)


def operation_object(row: dict[str, Any]) -> dict[str, Any]:
    """Give an operation as the document has it."""
    found: dict[str, Any] = document()["paths"][row["path"]][row["method"].lower()]
    return found


def values_of(row: dict[str, Any]) -> Iterator[Value]:
    """Give the parameters that a sample shows: the required ones, and periods."""
    shared = document()["paths"][row["path"]].get("parameters", [])
    described = {
        found["name"]: found
        for found in map(resolved, [*shared, *operation_object(row).get("parameters", [])])
    }
    for parameter in row["parameters"]:
        found = described[parameter["name"]]
        example = found.get("example", resolved(found.get("schema", {})).get("example"))
        if example is None and parameter["required"]:
            example = first_value(document(), resolved(found.get("schema", {})))
        beside = BESIDES.get(row["id"], {})
        example = beside.get(parameter["name"], example)
        wanted = parameter["required"] or parameter["format"] == "date-time" or beside
        if (
            wanted
            and example is not None
            and (parameter["required"] or not beside or parameter["name"] in beside)
        ):
            yield Value(parameter, example)


def example_body(row: dict[str, Any]) -> Any:
    """Give the first example of an operation's body, or None."""
    request = resolved(operation_object(row).get("requestBody", {}))
    examples = request.get("content", {}).get("application/json", {}).get("examples", {})
    return resolved(next(iter(examples.values())))["value"] if examples else None


def _python(row: dict[str, Any], values: list[Value], body: Any, *, asynchronous: bool) -> str:
    imports: set[str] = set()
    arguments = [named(each.argument, _argument(each, imports)) for each in values]
    if body is not None:
        arguments.append(named("body", _body(row, body, imports)))
    if row["replaces"]:
        arguments.append(named("whole", literal(True, imports)))
    way = ".".join(map(method_name, row["id"].split(".")))
    client = "AsyncAcmeClient" if asynchronous else "AcmeClient"
    inner = 8 if asynchronous else 4
    used = call(f"client.{way}", arguments).lines(WIDTH, inner, 12)
    pad = " " * inner
    if row["pagination"]:
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


def _argument(each: Value, imports: set[str]) -> Expression:
    if each.parameter["role"] == "idempotency-key":
        imports.add("from uuid import uuid4")
        return Expression("uuid4()")
    if each.parameter["format"] == "date-time":
        return literal(datetime.fromisoformat(each.value), imports)
    return literal(each.value, imports)


def _body(row: dict[str, Any], body: Any, imports: set[str]) -> Expression:
    request = resolved(operation_object(row)["requestBody"])
    schema = request["content"]["application/json"]["schema"]
    name = schema.get("items", schema).get("$ref", "").rpartition("/")[2]
    model = getattr(models, name, None)
    if not isinstance(model, type) or not issubclass(model, Model):
        return literal(body, imports)
    if isinstance(body, list):
        return literal([model.from_dict(each) for each in body], imports)
    return literal(model.from_dict(body), imports)


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
        if len(whole) > 88:  # noqa: PLR2004
            inner = "".join(f"    {name},\n" for name in sorted(names))
            whole = f"from {module} import (\n{inner})"
        yield whole


def _command_line(row: dict[str, Any], values: list[Value], body: Any) -> str:
    way = [each for each in values if each.parameter["location"] == "path"]
    words = ["acme", *map(kebab_case, row["id"].split("."))]
    words += [shlex.quote(_text(each.value)) for each in way]
    lines = [" ".join(words)]
    lines += [
        f"--{option_name(each.parameter)} {shlex.quote(_text(item))}"
        for each in values
        if each not in way and each.parameter["role"] != "idempotency-key"
        for item in (each.value if isinstance(each.value, list) else [each.value])
    ]
    if body is not None:
        lines.append(f"--body {shlex.quote(json.dumps(body, indent=2, ensure_ascii=False))}")
    if row["replaces"]:
        lines.append("--whole")
    return " \\\n  ".join(lines)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _curl(row: dict[str, Any], values: list[Value], body: Any) -> str:
    from urllib.parse import quote

    path, query = row["path"], []
    headers = []
    for each in values:
        name, text = each.parameter["name"], _text(each.value)
        if each.parameter["location"] == "path":
            path = path.replace(f"{{{name}}}", quote(text, safe=""))
        elif each.parameter["location"] == "query":
            items = each.value if isinstance(each.value, list) else [text]
            texts = items if each.parameter["explode"] else [",".join(map(str, items))]
            query += [f"{name}={quote(str(item), safe=',')}" for item in texts]
        elif each.parameter["role"] == "idempotency-key":
            headers.append(f'-H "{name}: $(uuidgen)"')
        else:
            headers.append(f'-H "{name}: {text}"')
    schemes = DEFINITION.security_schemes
    secure = [
        f'-H "{schemes[scheme].header}: ${VARIABLES[scheme]}"'
        for scheme in (row["security"] or [[]])[0]
    ]
    url = f'"$ACME_URL{path}{"?" if query else ""}{"&".join(query)}"'
    verb = "" if row["method"] == "GET" else f"-X {row['method']} "
    lines = [f"curl {verb}{url}", *secure, *headers]
    if body is not None:
        text = json.dumps(body, indent=2, ensure_ascii=False)
        lines += ['-H "content-type: application/json"', f"-d {shlex.quote(text)}"]
    return " \\\n  ".join(lines)
