"""Parameters and bodies of an operation as arguments and options."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click
from click.shell_completion import CompletionItem

from acme_ticketing.spec import document
from acme_ticketing_cli.naming import did_you_mean
from acme_ticketing_cli.settings import option
from acme_ticketing_core.operations import names
from acme_ticketing_core.operations.names import option_name


@dataclass(frozen=True)
class _Form:
    """Reads text, and refuses what makes no sense."""

    metavar: str
    words: str
    example: str
    read: Callable[[str], object]

    def value(self, text: str) -> object:
        try:
            return self.read(text)
        except ValueError:
            message = f"{text!r} is no {self.words} such as {self.example}"
            raise click.BadParameter(message) from None


def _read_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


TIME: Final = _Form("TIME", "time with an offset", "2026-06-01T09:00:00-07:00", _read_time)
_FORMS: Final = {
    "date-time": TIME,
    "date": _Form("DATE", "date", "2026-06-01", date.fromisoformat),
    "ip": _Form("IP", "IP address", "203.0.113.7", ip_address),
    "uuid": _Form("UUID", "UUID", "0d7c6e12-6f0a-4b0e-9d55-0f6f6a3b8c11", UUID),
}
_TYPES: Final[dict[str, Any]] = {"integer": click.INT, "boolean": click.BOOL}
_METAVARS: Final = {"integer": "NUMBER", "boolean": "true|false"}


def parameters_of(row: dict[str, Any], taken: frozenset[str]) -> dict[str, click.Parameter]:
    """Give them by their names in Python."""
    shared = document()["paths"][row["path"]].get("parameters", [])
    own = operation_object(row).get("parameters", [])
    schemas = {each["name"]: each.get("schema", {}) for each in map(resolved, [*shared, *own])}
    return {
        argument_of(parameter): _parameter(
            parameter, resolved(schemas.get(parameter["name"], {})), taken
        )
        for parameter in row["parameters"]
    }


def argument_of(parameter: dict[str, Any]) -> str:
    return option_name(parameter).replace("-", "_")


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    return names.resolved(document(), node)


def operation_object(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][row["path"]][row["method"].lower()]
    return found


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
        "--body",
        "JSON",
        f"The request's body, {kind}: inline, @file.json, or - for the standard input{standard}.",
        shell_complete=lambda _context, _parameter, text: [CompletionItem(text, type="file")],
    )


def _parameter(
    parameter: dict[str, Any], schema: dict[str, Any], taken: frozenset[str]
) -> click.Parameter:
    items = resolved(schema.get("items", schema))
    values = [str(value) for value in names.values_of(document(), items)]
    form = _FORMS.get(parameter["format"] or "")
    plain = form.value if form else _TYPES.get(type_of(items), click.STRING)
    type_ = _known_value(values) if values else plain
    name = option_name(parameter)
    if parameter["location"] == "path":
        return click.Argument([argument_of(parameter)], type=type_, metavar=name.upper())
    return option(
        f"--{'api-' if name in taken else ''}{name}",
        form.metavar if form else _METAVARS.get(type_of(schema), "TEXT"),
        _help(parameter, schema, values),
        type=type_,
        required=parameter["required"] and parameter["role"] != "idempotency-key",
        multiple=type_of(schema) == "array",
        shell_complete=lambda _context, _parameter, incomplete: [
            CompletionItem(value) for value in values if value.startswith(incomplete)
        ],
    )


def _known_value(values: list[str]) -> Callable[[str], str]:
    """Refuse what looks like a misspelt value of an enumeration, not what looks new."""

    def checked(text: str) -> str:
        hint = "" if text in values else did_you_mean(text, values)
        if hint:
            raise click.BadParameter(f"{text!r} is none of the known values{hint}")
        return text

    return checked


def type_of(schema: dict[str, Any]) -> str:
    """Give the one type of a schema; empty where there are several."""
    kinds = schema.get("type", "")
    several = [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) else [kinds]
    return several[0] if len(several) == 1 else ""


def _help(parameter: dict[str, Any], schema: dict[str, Any], values: list[str]) -> str:
    parts = [" ".join((parameter["description"] or "").split())]
    if values:
        parts.append(f"One of {', '.join(values)}.")
    if parameter["format"] == "date-time":
        parts.append(f"With an offset: {TIME.example}.")
    if parameter["role"] == "idempotency-key":
        parts.append("A new one if left out.")
    if "default" in schema:
        parts.append(f"[{schema['default']} if left out]")
    return " ".join(filter(None, parts))
