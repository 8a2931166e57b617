"""`acme verify`: whether the API answers as its specification says, by calls that only read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from acme_ticketing_cli.errors import CREDENTIALS, FAILED
from acme_ticketing_cli.output.formats import NewFile
from acme_ticketing_cli.output.output import bar
from acme_ticketing_cli.output.tables import visible
from acme_ticketing_cli.settings import (
    client_of,
    configuration_of,
    refuse_production,
    setting,
    setting_options,
)

if TYPE_CHECKING:
    from acme_ticketing_core.verification import Verified

_BAD: Final = frozenset({"differs", "failed"})
_ORDER: Final = ("as specified", "differs", "refused", "nothing to try", "failed")


def _verify(
    areas: tuple[str, ...],
    only: tuple[str, ...],
    *,
    as_json: bool,
    drift_log: str | None,
    results: str | None,
    production: bool,
    **_: Any,
) -> None:
    """Check that the API answers as its specification says.

    Every operation that only reads is called once, one page and one record of each, with ids that
    earlier answers told. Nothing is sent that changes anything. The exit status is 1 if an answer
    differs or a call failed, and 3 if nothing was compared as the credentials do not open it.

    With --results FILE what was found is kept, and an interrupted check goes on where it was; what
    was refused or failed is tried again.
    """
    from acme_ticketing import resources
    from acme_ticketing.spec import document
    from acme_ticketing_core.verification import Verification

    context = click.get_current_context()
    if not production:
        refuse_production(context)
    place = _place(context)
    found = _kept(results, place)
    with client_of(context, drift_log) as client:
        verification = Verification(client, document(), resources)
        chosen = verification.chosen(areas, only, {each["operation"] for each in found})
        with bar(len(chosen)) as advance:
            for each in verification.run(chosen):
                advance(1)
                entry = _entry(each)
                found.append(entry)
                if results is not None:
                    with Path(results).open("a", encoding="utf-8") as file:
                        file.write(f"{json.dumps(entry | {'place': place})}\n")
                if not as_json:
                    click.echo(visible("\n".join(_lines(entry))))
    if as_json:
        click.echo(json.dumps(found, indent=1))
    counts = {outcome: sum(each["outcome"] == outcome for each in found) for outcome in _ORDER}
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    click.echo(f"{len(found)} operations: {told or 'none'}", err=True)
    if any(each["outcome"] in _BAD for each in found):
        context.exit(FAILED)
    if counts["refused"] and not counts["as specified"]:
        click.echo("acme: nothing was compared: the credentials do not open it", err=True)
        context.exit(CREDENTIALS)


def _place(context: click.Context) -> dict[str, Any]:
    """Tell whose answers are compared."""
    from acme_ticketing.definition import DEFINITION

    found = configuration_of(context)
    return {
        "server": found.environment.base_url(DEFINITION.servers),
        "tenant": None if found.tenant_id is None else str(found.tenant_id),
        "profile": setting(context, "profile") or os.environ.get("ACME_PROFILE") or None,
    }


def _kept(file: str | None, place: dict[str, Any]) -> list[dict[str, Any]]:
    """Read which answers an earlier run compared; what was not answered is tried again.

    Raises:
        click.UsageError: they are another place's.

    """
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
                        f"--results: {file} is of {_told(of)}, and this goes to {_told(place)}; "
                        "name another file"
                    )
        except (AttributeError, KeyError, TypeError, ValueError):  # a line that was cut off
            continue
    return list(found.values())


def _told(place: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in place.items() if value is not None)


_COMPARED: Final = frozenset({"as specified", "differs"})
_FIELDS: Final = ("operation", "outcome", "reason", "differences")


def _entry(one: Verified) -> dict[str, Any]:
    differences = [
        {
            "path": each.path,
            "kind": each.kind,
            "expected": each.expected,
            "found": each.new_value or each.found,
            "times": each.times,
        }
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


COMMAND: Final = click.Command(
    "verify",
    callback=_verify,
    help=_verify.__doc__,
    params=[
        click.Option(
            ["--area", "areas"], multiple=True, metavar="AREA", help="Only this area, such as b2b."
        ),
        click.Option(
            ["--only"],
            multiple=True,
            metavar="OPERATION",
            help="Only this, such as b2b.events.get.",
        ),
        click.Option(["--json", "as_json"], is_flag=True, help="Print all that was found as JSON."),
        click.Option(
            ["--drift-log"],
            type=NewFile(),
            metavar="FILE",
            help="Write how answers differ, by types and forms; see acme drift.",
        ),
        click.Option(
            ["--results"],
            type=NewFile(),
            metavar="FILE",
            help="Keep what was found; answers that FILE tells of are not asked for again.",
        ),
        click.Option(["--production"], is_flag=True, help="Go to production, if that is set."),
        *setting_options(),
    ],
)
