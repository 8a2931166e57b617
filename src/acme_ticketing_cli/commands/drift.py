"""`acme drift`: how answers differed from the specification, as drift logs tell it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from acme_ticketing_cli.errors import FAILED

if TYPE_CHECKING:
    from acme_ticketing_core.observability.drift_file import Difference

_COLUMNS: Final = ("operation", "schema", "path", "kind", "expected", "found", "times", "days")


def _drift(files: tuple[str, ...], form: str | None, against: str | None) -> None:
    """Tell how answers differed from the specification.

    FILE is what a client wrote that was told drift_log=FILE, or ACME_DRIFT_LOG; - is the standard
    input. Lines of all files are added up, most seen first. The exit status is 1 if something
    differs, and 0 if nothing does.
    """
    from acme_ticketing_core.observability.drift_file import read_drift

    try:
        found, unreadable = read_drift(files)
    except OSError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from None
    if unreadable and not found:
        raise click.UsageError("no line of it is one of a drift log, as drift_log=FILE writes it")
    if against is not None:
        found = _unknown_to(against, found)
    if unreadable:
        lines = "line is none" if unreadable == 1 else "lines are none"
        click.echo(f"acme: {unreadable} {lines} of a drift log, and left out", err=True)
    _SHOW[form or "table"](found)
    if found:
        click.get_current_context().exit(FAILED)


def _unknown_to(file: str, found: list[Difference]) -> list[Difference]:
    """Leave out what a specification says as well."""
    from pathlib import Path

    from acme_ticketing_core.observability.drift_file import Document

    try:
        document = Document(json.loads(Path(file).read_text(encoding="utf-8-sig")))
        return [each for each in found if document.differs(each)]
    except OSError as error:
        problem = error.strerror or "it cannot be read"
    except (AttributeError, KeyError, RecursionError, TypeError):
        problem = "it is no OpenAPI document: a part of it is of another type"
    except ValueError as error:
        problem = "it is no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
    raise click.UsageError(f"--against {file}: {problem}")


def _row(one: Difference) -> dict[str, Any]:
    found = json.dumps(one.shape) if isinstance(one.shape, (dict, list)) else one.shape
    return {
        "operation": one.operation,
        "schema": one.schema,
        "path": one.path or "(the answer)",
        "kind": one.kind,
        "expected": one.expected,
        "found": one.value or found or one.found,
        "times": one.times,
        "days": one.first if one.first == one.last else f"{one.first} to {one.last}",
    }


def _show_table(found: list[Difference]) -> None:
    if not found:
        click.echo("nothing differs")
        return
    from acme_ticketing_cli.output.tables import show_records

    show_records(map(_row, found), _COLUMNS)


def _show_json(found: list[Difference]) -> None:
    click.echo(json.dumps([each._asdict() for each in found], indent=1))


def _show_markdown(found: list[Difference]) -> None:
    if not found:
        click.echo("Nothing differs from the specification.")
    operation = None
    for one in sorted(found, key=lambda each: _rank(found, each)):
        if one.operation != operation:
            operation = one.operation
            click.echo(
                f"\n## `{operation}`\n\n| schema | path | differs | times |\n| --- | --- | --- | --- |"
            )
        row = _row(one)
        told = f"{row['kind']}: `{row['found']}`, not {row['expected']}".replace("|", "\\|")
        click.echo(f"| {one.schema} | `{row['path']}` | {told} | {one.times} |")


def _rank(found: list[Difference], one: Difference) -> tuple[int, str, int]:
    most = max(each.times for each in found if each.operation == one.operation)
    return -most, one.operation, -one.times


_SHOW: Final = {"table": _show_table, "json": _show_json, "markdown": _show_markdown}

COMMAND: Final = click.Command(
    "drift",
    callback=_drift,
    help=_drift.__doc__,
    params=[
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
        click.Option(["--format", "form"], type=click.Choice(list(_SHOW)), help="How it is shown."),
        click.Option(
            ["--against"],
            metavar="DOCUMENT",
            help="A joined OpenAPI document, in JSON: tell only what it does not know yet.",
        ),
    ],
)
