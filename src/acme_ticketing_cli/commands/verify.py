"""`acme verify` and `acme drift`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import click

from acme_ticketing import resources
from acme_ticketing.definition import DEFINITION
from acme_ticketing.spec import document
from acme_ticketing_cli import settings
from acme_ticketing_cli.errors import CREDENTIALS, FAILED
from acme_ticketing_cli.output.formats import NewFile
from acme_ticketing_cli.output.output import tracked
from acme_ticketing_cli.output.tables import show_records, visible
from acme_ticketing_core.observability.drift_file import Difference, Document, read_drift
from acme_ticketing_core.settings.environments import is_production
from acme_ticketing_core.verification import Outcome, Verification, Verified


@settings.command(
    """Check that the API answers as its specification says.

    Every operation that only reads is called once, one page and one record of each, with ids that
    earlier answers told. Nothing is sent that changes anything. The exit status is 1 if an answer
    differs or a call failed, and 3 if nothing was compared as the credentials do not open it.

    With --results FILE what was found is kept, and an interrupted check goes on where it was; what
    was refused or failed is tried again.
    """,
    settings.option("--area areas AREA", "Only this area, such as b2b.", multiple=True),
    settings.option("--only OPERATION", "Only this, such as b2b.events.get.", multiple=True),
    settings.flag("--json as_json", "Print all that was found as JSON."),
    settings.option(
        "--drift-log FILE",
        "Write how answers differ, by types and forms; see acme drift.",
        type=NewFile(),
    ),
    settings.option(
        "--results FILE",
        "Keep what was found; answers that FILE tells of are not asked for again.",
        type=NewFile(),
    ),
    settings.flag("--production", "Go to production, if that is set."),
)
def verify(
    areas: tuple[str, ...], only: tuple[str, ...], results: str | None, **given: Any
) -> None:
    context = click.get_current_context()
    server = settings.current_configuration().environment.base_url(DEFINITION.servers)
    if is_production(server, DEFINITION.servers) and not given["production"]:
        raise click.UsageError(
            "this would go to production: name a sandbox by --environment, or add --production"
        )
    place = _place(server)
    found = _kept(results, place)
    with settings.new_client(given["drift_log"]) as client:
        verification = Verification(client, document(), resources)
        chosen = verification.chosen(areas, only, {each["operation"] for each in found})
        for each in tracked(verification.run(chosen), len(chosen)):
            found.append(entry := _entry(each))
            if results is not None:
                with Path(results).open("a", encoding="utf-8") as file:
                    file.write(f"{json.dumps(entry | {'place': place})}\n")
            if not given["as_json"]:
                click.echo(visible("\n".join(_lines(entry))))
    if given["as_json"]:
        click.echo(json.dumps(found, indent=1))
    counts = Counter(each["outcome"] for each in found)
    told = ", ".join(f"{counts[each]} {each}" for each in get_args(Outcome) if counts[each])
    click.echo(f"{len(found)} operations: {told or 'none'}", err=True)
    if counts["differs"] or counts["failed"]:
        context.exit(FAILED)
    if counts["refused"] and not counts["as specified"]:
        click.echo("acme: nothing was compared: the credentials do not open it", err=True)
        context.exit(CREDENTIALS)


def _place(server: str) -> str:
    tenant = settings.current_configuration().tenant_id
    profile = settings.setting("profile") or os.environ.get("ACME_PROFILE")
    parts = {"server": server, "tenant": tenant, "profile": profile}
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value)


def _kept(file: str | None, place: str) -> list[dict[str, Any]]:
    """Read what an earlier run found; what was not answered is tried again."""
    if file is None or not Path(file).exists():
        return []
    found: dict[str, dict[str, Any]] = {}
    for line in Path(file).read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
            if entry["outcome"] in _COMPARED:
                found[entry["operation"]] = {key: entry[key] for key in _FIELDS}
                if (of := entry.get("place", place)) != place:
                    raise click.UsageError(
                        f"--results: {file} is of {of}, and this goes to {place}; name another file"
                    )
        except (AttributeError, KeyError, TypeError, ValueError):  # a line that was cut off
            continue
    return list(found.values())


_COMPARED: Final = frozenset({"as specified", "differs"})
_FIELDS: Final = ("operation", "outcome", "reason", "differences")
_TOLD: Final = ("path", "kind", "expected", "found", "times")


def _entry(one: Verified) -> dict[str, Any]:
    differences = [
        {name: getattr(each, name) for name in _TOLD} | {"found": each.new_value or each.found}
        for each in one.differences
    ]
    return {
        "operation": one.operation_id,
        "outcome": one.outcome,
        "reason": one.reason,
        "differences": differences,
    }


def _lines(entry: dict[str, Any]) -> Iterator[str]:
    reason = f": {entry['reason']}" if entry["reason"] else ""
    yield f"{entry['outcome']:<14}  {entry['operation']}{reason}"
    for each in entry["differences"]:
        place = each["path"] or "the answer"
        yield f"{'':<16}{place}: {each['kind']}, {each['found']}, not {each['expected']}"


@click.command(
    help="""Tell how answers differed from the specification.

    FILE is what a client wrote that was told drift_log=FILE, or ACME_DRIFT_LOG; - is the standard
    input. Lines of all files are added up, most seen first. The exit status is 1 if something
    differs, and 0 if nothing does.
    """
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    help="How it is shown.",
)
@click.option(
    "--against",
    metavar="DOCUMENT",
    help="A joined OpenAPI document, in JSON: tell only what it does not know yet.",
)
def drift(files: tuple[str, ...], form: str, against: str | None) -> None:
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
    _show(found, form)
    if found:
        click.get_current_context().exit(FAILED)


def _unknown_to(file: str, found: list[Difference]) -> list[Difference]:
    try:
        known = Document(json.loads(Path(file).read_text(encoding="utf-8-sig")))
        return [each for each in found if known.differs(each)]
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


def _show(found: list[Difference], form: str) -> None:
    rows = [_row(each) for each in found]
    if form == "json":
        click.echo(json.dumps([each._asdict() for each in found], indent=1))
    elif not rows:
        click.echo("nothing differs")
    elif form == "table":
        show_records(rows, [*rows[0]])
    else:
        for cells in ([*rows[0]], ["---"] * len(rows[0]), *(row.values() for row in rows)):
            texts = [str(each).replace("|", "\\|") for each in cells]
            click.echo(f"| {' | '.join(texts)} |")
