"""Parameters and bodies of an operation as arguments and options."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

import click
from click.shell_completion import CompletionItem

from acme_ticketing.spec import document
from acme_ticketing_cli.naming import did_you_mean
from acme_ticketing_cli.settings import option
from acme_ticketing_core.models.values import read_datetime
from acme_ticketing_core.operations import names
from acme_ticketing_core.operations.names import option_name

T = TypeVar("T")


def _reader(read: Callable[[str], T], words: str, example: str) -> Callable[[str], T]:
    """Make a reader of text that refuses what makes no sense."""

    def value(text: str) -> T:
        try:
            return read(text)
        except ValueError:
            raise click.BadParameter(f"{text!r} is no {words} such as {example}") from None

    return value


_MOMENT: Final = "2026-06-01T09:00:00-07:00"
_KINDS: Final[dict[str, tuple[str, Any]]] = {
    "date-time": ("TIME", _reader(read_datetime, "time with an offset", _MOMENT)),
    "date": ("DATE", _reader(date.fromisoformat, "date", "2026-06-01")),
    "ip": ("IP", _reader(ip_address, "IP address", "203.0.113.7")),
    "uuid": ("UUID", _reader(UUID, "UUID", "0d7c6e12-6f0a-4b0e-9d55-0f6f6a3b8c11")),
    "integer": ("NUMBER", click.INT),
    "boolean": ("true|false", click.BOOL),
}
"""Format or type of a parameter → how its value is called, and read."""


def time_option(name: str, text: str, **further: Any) -> click.Option:
    metavar, type_ = _KINDS["date-time"]
    return option(f"{name} {metavar}", text, type=type_, **further)


def parameters_of(row: dict[str, Any], taken: frozenset[str]) -> dict[str, click.Parameter]:
    """Give them by their names in Python."""
    shared = document()["paths"][row["path"]].get("parameters", [])
    own = operation_object(row).get("parameters", [])
    schemas = {each["name"]: each.get("schema", {}) for each in map(resolved, [*shared, *own])}
    return {
        argument_of(each): _parameter(each, resolved(schemas.get(each["name"])), taken)
        for each in row["parameters"]
    }


def argument_of(parameter: dict[str, Any]) -> str:
    return option_name(parameter).replace("-", "_")


def resolved(node: Any) -> dict[str, Any]:
    return names.resolved(document(), node)


def operation_object(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][row["path"]][row["method"].lower()]
    return found


def answer_of(row: dict[str, Any]) -> dict[str, Any]:
    """Give the schemas of the first success, by media type."""
    responses: dict[str, Any] = operation_object(row)["responses"]
    first = next((each for status, each in responses.items() if status.startswith("2")), None)
    content = resolved(first).get("content", {})
    return {media_type: each.get("schema", {}) for media_type, each in content.items()}


def read_body(text: str | None, *, piped: bool) -> Any:
    given = "-" if text is None and piped and not sys.stdin.isatty() else text
    if given is None:
        raise click.UsageError("missing --body: JSON, @file.json, or - for the standard input")
    return read_json("--body", given)


def read_json(name: str, given: str) -> Any:
    """Read JSON that is given inline, as @file.json, or as - for the standard input."""
    try:
        if given.startswith("@"):
            return json.loads(Path(given[1:]).read_text(encoding="utf-8"))
        return json.loads(sys.stdin.read() if given == "-" else given)
    except OSError as error:
        raise click.UsageError(f"{name}: cannot read {given[1:]}: {error.strerror}") from None
    except ValueError as error:
        raise click.UsageError(f"{name} is no JSON: {error}") from None


def body_option(row: dict[str, Any]) -> click.Option:
    request = operation_object(row).get("requestBody", {})
    content = resolved(request).get("content", {}).get(row["body"], {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    kind = f"a {name} as JSON" if name else "JSON"
    standard = "; else what is piped in" if row["replaces"] else ""
    return option(
        "--body JSON",
        f"The request's body, {kind}: inline, @file.json, or - for the standard input{standard}.",
        shell_complete=lambda _context, _parameter, text: [CompletionItem(text, type="file")],
    )


def _parameter(
    parameter: dict[str, Any], schema: dict[str, Any], taken: frozenset[str]
) -> click.Parameter:
    items = resolved(schema.get("items", schema))
    values = [str(value) for value in names.values_of(document(), items)]
    kind = parameter["format"] if parameter["format"] in _KINDS else type_of(items)
    metavar, type_ = _KINDS.get(kind, ("TEXT", click.STRING))
    type_ = _known_value(values) if values else type_
    name = option_name(parameter)
    if parameter["location"] == "path":
        return click.Argument([argument_of(parameter)], type=type_, metavar=name.upper())
    return option(
        f"--{'api-' if name in taken else ''}{name} {metavar}",
        _help(parameter, schema, values),
        type=type_,
        required=parameter["required"] and parameter["role"] != "idempotency-key",
        multiple=type_of(schema) == "array",
        shell_complete=lambda _context, _parameter, text: [v for v in values if v.startswith(text)],
    )


def _known_value(values: list[str]) -> Callable[[str], str]:
    """Refuse what looks like a misspelt value of an enumeration, not what looks new."""

    def checked(text: str) -> str:
        hint = "" if text in values else did_you_mean(text, values)
        if hint:
            raise click.BadParameter(f"{text!r} is none of the known values{hint}")
        return text

    return checked


def types_of(schema: dict[str, Any]) -> list[str]:
    """Give the types that a schema names; null is none."""
    kinds = schema.get("type", [])
    return [kind for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind != "null"]


def type_of(schema: dict[str, Any]) -> str:
    """Give the one type of a schema; empty where there are several."""
    types = types_of(schema)
    return types[0] if len(types) == 1 else ""


def _help(parameter: dict[str, Any], schema: dict[str, Any], values: list[str]) -> str:
    parts = (
        " ".join((parameter["description"] or "").split()),
        f"One of {', '.join(values)}." if values else "",
        f"With an offset: {_MOMENT}." if parameter["format"] == "date-time" else "",
        "A new one if left out." if parameter["role"] == "idempotency-key" else "",
        f"[{schema['default']} if left out]" if "default" in schema else "",
    )
    return " ".join(filter(None, parts))
