"""Parameters and bodies of an operation as arguments and options of a command."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from acme_ticketing_spec import document

from .names import option_name

_TYPES: Final[dict[str, Any]] = {"integer": click.INT, "boolean": click.BOOL}


def parameters_of(row: dict[str, Any], taken: frozenset[str]) -> dict[str, click.Parameter]:
    """Give an operation's parameters as click knows them, by their names in Python.

    Args:
        row: the operation's row of the table.
        taken: options that mean something else; a parameter of such a name gets `api-` before it.

    """
    described = _described(row)
    return {
        option_name(parameter).replace("-", "_"): _parameter(
            parameter, described.get(parameter["name"], {}), taken
        )
        for parameter in row["parameters"]
    }


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Give what a reference of the document leads to, or the node itself."""
    while "$ref" in node:
        target: Any = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operation_object(row: dict[str, Any]) -> dict[str, Any]:
    """Give an operation as the document has it."""
    found: dict[str, Any] = document()["paths"][row["path"]][row["method"].lower()]
    return found


def read_body(text: str) -> Any:
    """Read a body: JSON, `@file.json`, or `-` for the standard input.

    Raises:
        click.BadParameter: it cannot be read, or is no JSON.

    """
    try:
        if text == "-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            text = Path(text[1:]).read_text(encoding="utf-8")
        return json.loads(text)
    except OSError as error:
        raise click.BadParameter(f"cannot read {text[1:]}: {error.strerror}") from None
    except ValueError as error:
        raise click.BadParameter(f"is no JSON: {error}") from None


def body_option(row: dict[str, Any]) -> click.Option:
    """Give the option for an operation's body."""
    request = operation_object(row).get("requestBody", {})
    content = resolved(request).get("content", {}).get(row["body"], {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    kind = f"a {name} as JSON" if name else "JSON"
    return click.Option(
        ["--body"],
        required=True,
        metavar="JSON",
        help=f"The request's body, {kind}: inline, @file.json, or - for the standard input.",
        shell_complete=_complete_file,
    )


def _described(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    shared = document()["paths"][row["path"]].get("parameters", [])
    given = operation_object(row).get("parameters", [])
    return {found["name"]: found for found in map(resolved, [*shared, *given])}


def _parameter(
    parameter: dict[str, Any], described: dict[str, Any], taken: frozenset[str]
) -> click.Parameter:
    schema = resolved(described.get("schema", {}))
    values = _values(schema)
    kind = _TYPES.get(_type(schema), click.STRING)
    name = option_name(parameter)
    if parameter["location"] == "path":
        return click.Argument([name.replace("-", "_")], type=kind, metavar=name.upper())
    required = parameter["required"] and parameter["role"] != "idempotency-key"
    return click.Option(
        [f"--{'api-' if name in taken else ''}{name}"],
        type=kind,
        required=required,
        multiple=_type(schema) == "array",
        metavar=_metavar(parameter, schema),
        help=_help(parameter, schema, values),
        shell_complete=lambda _context, _parameter, incomplete: [
            CompletionItem(value) for value in values if value.startswith(incomplete)
        ],
    )


def _values(schema: dict[str, Any]) -> list[str]:
    """Give the values that are known of an enum, open or closed."""
    schema = resolved(schema.get("items", schema))
    branches = [schema, *schema.get("anyOf", [])]
    return [str(value) for branch in branches for value in resolved(branch).get("enum", [])]


def _metavar(parameter: dict[str, Any], schema: dict[str, Any]) -> str:
    formats = {"date-time": "TIME", "date": "DATE", "ip": "IP", "uuid": "UUID"}
    return formats.get(parameter["format"] or "") or {
        "integer": "NUMBER",
        "boolean": "true|false",
    }.get(_type(schema), "TEXT")


def _type(schema: dict[str, Any]) -> str:
    """Give the one type of a schema; empty where it may be of several."""
    kinds = schema.get("type", "")
    several = [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) else [kinds]
    return several[0] if len(several) == 1 else ""


def _help(parameter: dict[str, Any], schema: dict[str, Any], values: list[str]) -> str:
    parts = [" ".join((parameter["description"] or "").split())]
    if values:
        parts.append(f"One of {', '.join(values)}.")
    if parameter["format"] == "date-time":
        parts.append("With an offset: 2026-06-01T09:00:00-07:00.")
    if parameter["role"] == "idempotency-key":
        parts.append("A new one if left out.")
    if "default" in schema:
        parts.append(f"[{schema['default']} if left out]")
    return " ".join(filter(None, parts))


def _complete_file(_context: object, _parameter: object, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(incomplete, type="file")]
