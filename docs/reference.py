"""A page for each operation, made from the specification."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import Any, NamedTuple

from acme_ticketing.errors import class_for_status
from acme_ticketing.spec import document, operations
from acme_ticketing_cli.naming import command_of
from acme_ticketing_cli.parameters import operation_object, resolved
from acme_ticketing_sandbox.samples.examples import samples
from acme_ticketing_sandbox.samples.programs import Samples
from generator.naming.names import argument_name, method_name

from . import known

_REPLAY = {
    "safe": "It only reads: a lost answer is asked for again.",
    "idempotent": "Done twice it has the same end: a lost answer is asked for again.",
    "guarded": "The server takes its `x-acme-request-uuid` once: a lost answer is asked for again, "
    "and nothing is done twice.",
    "none": "Done twice it happens twice: after a lost answer `OutcomeUnknown` is raised, and "
    "nothing is repeated.",
}


MADE_FIRST = frozenset(
    {
        "b2b.eventTemplates.delete",
        "b2b.reportRuns.get",
        "b2b.reportRuns.getCsv",
        "b2b.reportRuns.getResult",
        "b2b.reservations.delete",
        "b2b.reservations.get",
        "b2b.reservations.replace",
    }
)
"""Operations whose samples name what a local ACME does not begin with."""


class Page(NamedTuple):
    """A page of the reference.

    Attributes:
        path: its file, below `reference/`.
        title: its title, and its name in the navigation.
        text: its Markdown.

    """

    path: Path
    title: str
    text: str


def pages() -> Iterator[Page]:
    """Make the page of every operation, and the index of all."""
    yield Page(Path("index.md"), "All operations", _index())
    yield Page(Path("known.md"), "What is known, and how", known.page())
    for row in operations():
        *way, last = command_of(row["id"]).split()
        yield Page(Path(*way, f"{last}.md"), row["summary"], _operation(row))


def python_call(row: dict[str, Any]) -> str:
    """Write how an operation is called in Python."""
    return f"client.{'.'.join(map(method_name, row['id'].split('.')))}(…)"


def _index() -> str:
    tags = {tag["name"]: tag["description"] for tag in document()["tags"]}
    lines = ["# All operations", "", f"{len(operations())} operations of the API.", ""]
    group = ""
    order = list(dict.fromkeys(row["id"].rpartition(".")[0] for row in operations()))
    for row in sorted(operations(), key=lambda row: order.index(row["id"].rpartition(".")[0])):
        if (of := row["id"].rpartition(".")[0]) != group:
            group = of
            lines += [
                "",
                f"## {group}",
                "",
                tags.get(group, ""),
                "",
                "| Operation | Python | HTTP |",
                "| --- | --- | --- |",
            ]
        link = command_of(row["id"]).replace(" ", "/")
        lines.append(
            f"| [{row['summary']}]({link}.md) | `{python_call(row)}` | "
            f"`{row['method']} {row['path']}` |"
        )
    return "\n".join(lines)


def _operation(row: dict[str, Any]) -> str:
    found = operation_object(row)
    parts = [
        f"# {row['summary']}",
        f"`{row['method']} {row['path']}`{{ .http }}",
        _deprecation(row),
        _linked(row["description"] or ""),
        (
            f"**Credentials** {_credentials(row)} · **Rate limit** `{row['limit']}` · "
            f"**Known** {known.SUPPORT[row['source']['support']][0]}\n\n"
            f"{_REPLAY[row['replay']]}"
        ),
        f"!!! note\n\n{indent(row['note'], '    ')}" if row["note"] else "",
        _samples(row),
        _parameters(row),
        _body(found),
        _answer(row, found),
        _errors(found),
    ]
    return "\n\n".join(part for part in parts if part)


def _deprecation(row: dict[str, Any]) -> str:
    if not row["deprecated"]:
        return ""
    return f'!!! warning "Deprecated"\n\n    Use `{row["deprecated"]}` instead.'


def _credentials(row: dict[str, Any]) -> str:
    alternatives = [" and ".join(f"`{name}`" for name in each) for each in row["security"]]
    return ", or ".join(alternatives) or "none"


def _samples(row: dict[str, Any]) -> str:
    made = samples(row)
    tabs = [
        ("Python", "python", made.python),
        ("async", "python", made.asynchronous),
        ("acme", "sh", made.command_line),
        ("curl", "sh", made.curl),
    ]
    shown = "\n\n".join(
        f'=== "{title}"\n\n' + indent(f"```{language}\n{text}\n```", "    ")
        for title, language, text in tabs
    )
    return f"{shown}\n\n{_trial(row, made)}"


def _trial(row: dict[str, Any], made: Samples) -> str:
    """Give the command that tries an operation without an account."""
    if row["id"] in MADE_FIRST:
        return "To try it without an account, first make what it names, in `acme sandbox`."
    command = indent(f"```sh\nacme sandbox exec {made.command_line}\n```", "    ")
    return f'??? tip "Try it against the local ACME"\n\n{command}'


def _parameters(row: dict[str, Any]) -> str:
    if not row["parameters"]:
        return ""
    lines = ["## Parameters", "", "| Python | HTTP | Meaning |", "| --- | --- | --- |"]
    for each in row["parameters"]:
        needed = "**required** " if each["required"] else ""
        text = _cell(each["description"] or "")
        argument = argument_name(each["name"], each["location"])
        lines.append(f"| `{argument}` | `{each['name']}`, {each['location']} | {needed}{text} |")
    return "\n".join(lines)


def _body(found: dict[str, Any]) -> str:
    request = resolved(found.get("requestBody", {}))
    content = request.get("content", {}).get("application/json")
    if not content:
        return ""
    return f"## Body\n\n{_model(content['schema'])}\n\n{_fields(content['schema'])}"


def _answer(row: dict[str, Any], found: dict[str, Any]) -> str:
    status = next(status for status in found["responses"] if status.startswith("2"))
    response = resolved(found["responses"][status])
    lines = ["## Answer", "", _linked(response.get("description", ""))]
    for media, content in response.get("content", {}).items():
        lines += ["", f"`{media}`: {_model(content.get('schema', {}))}"]
        examples = content.get("examples", {})
        if examples and media == "application/json":
            example = resolved(next(iter(examples.values())))["value"]
            text = json.dumps(example, indent=2, ensure_ascii=False)
            lines += ["", '??? example "Example"', "", indent(f"```json\n{text}\n```", "    ")]
        lines += ["", _fields(_record(row, content.get("schema", {})))]
    return "\n".join(lines)


def _record(row: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of one item where the answer is a listing."""
    found = resolved(schema)
    if row["pagination"]:
        # A bare list has no envelope, and so no field that holds its items.
        items = row["pagination"].get("items")
        found = resolved(found.get("properties", {}).get(items, found))
    return resolved(found["items"]) if "items" in found else found


def _model(schema: dict[str, Any]) -> str:
    if "items" in schema:
        return f"a list of {_model(schema['items'])}"
    name = schema.get("$ref", "").rpartition("/")[2]
    return f"`{name}`" if name else f"`{schema.get('type', 'anything')}`"


def _fields(schema: dict[str, Any]) -> str:
    found = resolved(schema)
    found = resolved(found["items"]) if "items" in found else found
    if not (properties := found.get("properties")):
        return ""
    lines = ["| Field | Type | Meaning |", "| --- | --- | --- |"]
    required = found.get("required", ())
    for name, each in properties.items():
        needed = "**required** " if name in required else ""
        text = _cell(each.get("description") or resolved(each).get("description") or "")
        lines.append(f"| `{name}` | {_type(each)} | {needed}{text} |")
    return "\n".join(lines)


def _type(schema: dict[str, Any]) -> str:
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return f"`{name}`"
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kinds = " or ".join(kind) if isinstance(kind, list) else kind
    return f"{kinds}{', ' + schema['format'] if 'format' in schema else ''}" or "anything"


def _errors(found: dict[str, Any]) -> str:
    lines = ["## Errors", "", "| Status | Exception | Meaning |", "| --- | --- | --- |"]
    for status, response in found["responses"].items():
        if status.isdecimal() and int(status) >= 400:  # noqa: PLR2004
            text = _cell(resolved(response).get("description", ""))
            lines.append(f"| {status} | `{class_for_status(int(status)).__name__}` | {text} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return _linked(" ".join(text.split())).replace("|", "\\|")


def _linked(text: str) -> str:
    """Keep what looks like HTML from becoming it."""
    return text.replace("<", "&lt;")
