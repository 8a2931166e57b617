"""`acme edits`: undoes what a journal keeps."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

import click

from acme_ticketing import AcmeClient, EditJournal, JournalEntry
from acme_ticketing.errors import EditConflict, NotFound
from acme_ticketing.spec import operations
from acme_ticketing_cli import settings
from acme_ticketing_cli.errors import CONFLICT
from acme_ticketing_cli.naming import Group, command_of, member
from acme_ticketing_core.edits.edit import Edit


@settings.command(
    """Put back what the edits of a journal changed, newest first.

    FILE is what an EditJournal has kept. Only the fields that an edit changed are put back; what
    others changed besides stays. An edit whose fields were changed since is left as it is, and
    the exit status is 8. What was undone is noted in FILE: the command may be repeated.
    """,
    click.Argument(["file"], type=click.Path(exists=True, dir_okay=False)),
    settings.yes_option(),
)
def undo(file: str, **_: Any) -> None:
    journal = EditJournal(file)
    entries = [each for each in journal.entries() if each.outcome != "undone"]
    if not entries:
        click.echo("acme: nothing to undo", err=True)
        return
    journal.check()
    settings.confirm_production(changes=True)
    left = 0
    with settings.new_client() as client:
        # All are looked up before the first is undone.
        for entry, edit in [(each, _edit(client, each)) for each in entries]:
            try:
                what, why = "undone", ", ".join(edit.undo(entry)) or "was not in effect"
                journal.end(entry.id, "undone")
            except EditConflict as conflict:
                what, why = "left", f"changed since: {', '.join(conflict.fields)}"
            except NotFound:
                what, why = "left", "gone"
            left += what == "left"
            words = command_of(entry.operation.rpartition(".")[0])
            which = " ".join(map(str, entry.arguments.values()))
            click.echo(f"{what:<6}  {words} {which}  {why}")
    if left:
        click.echo(f"acme: {left} of {len(entries)} edits were left as they are", err=True)
        click.get_current_context().exit(CONFLICT)


def _edit(client: AcmeClient, entry: JournalEntry) -> Edit[Any]:
    if any(row["id"] == entry.operation and row["replaces"] for row in operations()):
        resource = member(client, entry.operation.rpartition(".")[0])
        with suppress(TypeError):
            edit: Edit[Any] = resource.edit(**entry.arguments)
            return edit
    raise click.UsageError(f"the journal's edit {entry.id} is none that this version can undo")


edits: Final = Group("edits", help="Undo edits that a journal keeps.", commands=[undo])
