"""`acme` itself; a command is built when somebody reaches for it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, Final

import click

from acme_ticketing.spec import operations
from acme_ticketing_cli.naming import Group, command_of
from acme_ticketing_cli.settings import flag, setting_options

_OWN: Final = {
    "login": ("profiles", "Open a session and keep it for a profile."),
    "profiles": ("profiles", "List the profiles, and what each holds."),
    "doctor": ("doctor", "Check credentials, connection, clock and versions."),
    "sandbox": ("sandbox", "Serve a local ACME on loopback."),
    "search": ("search", "Find commands by what they do."),
    "report": ("report", "Run reports, and list them."),
    "sync": ("sync", "Bring a data warehouse up to date."),
    "edits": ("edits", "Undo edits that a journal keeps."),
    "drift": ("verify", "Tell how answers differed from the specification."),
    "verify": ("verify", "Check that the API answers as its specification says."),
    "completion": ("search", "Print the completion script of a shell."),
}
"""Own commands: name → module, and short help."""

_AREAS: Final = {
    "b2b": "The back office: acts as a member of the venue's staff.",
    "b2c": "Online sales: acts for a visitor.",
    "cors": "Online sales straight from a browser.",
    "sessions": "Sessions of back-office users.",
}

Branch = dict[str, Any]


@cache
def branches() -> Branch:
    tree: Branch = {}
    for row in operations():
        *way, last = command_of(row["id"]).split()
        place = tree
        for word in way:
            place = place.setdefault(word, {})
        place[last] = row
        if row["settled_by"]:
            summary = "Find out what became of a purchase"
            settle = {"id": row["id"].replace(".create", ".settle"), "summary": summary}
            place[last.replace("create", "settle")] = {**row, **settle, "settles": True}
    return tree


class Branches(Group):
    """A word of the tree; its help imports nothing of what it names."""

    def __init__(self, name: str, branch: Branch, **further: Any) -> None:
        super().__init__(name, **further)
        self._branch = branch

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._branch)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        match self._branch.get(cmd_name):
            case None:
                return None
            case (module, _):
                commands = import_module(f"acme_ticketing_cli.commands.{module}")
                own: click.Command = getattr(commands, cmd_name)
                return own
            case {"id": str()} as row:
                from acme_ticketing_cli.operation_command import operation_command, settle_command

                return (settle_command if "settles" in row else operation_command)(cmd_name, row)
            case branch:
                return Branches(cmd_name, branch, short_help=_short_help(cmd_name, branch))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        sections = {"The API": branches(), "Commands": _OWN}
        for title, words in (sections if self is ROOT else {"Commands": self._branch}).items():
            with formatter.section(title):
                formatter.write_dl([(word, _short_help(word, words[word])) for word in words])


def _short_help(word: str, found: Any) -> str:
    match found:
        case (_, str(text)) | {"id": str(), "summary": str(text)}:
            return text
        case branch:
            return _AREAS.get(word, ", ".join(branch))


def _root(**values: Any) -> None:
    context = click.get_current_context()
    if values["version"]:
        from acme_ticketing_cli.commands.doctor import versions

        click.echo("\n".join(versions(full=values["verbose"])))
        context.exit()
    if values["verbose"]:
        import logging

        logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit()


ROOT: Final = Branches(
    "acme",
    {**branches(), **_OWN},
    callback=_root,
    invoke_without_command=True,
    params=[
        *setting_options(),
        flag("--version", "Show the version; with -v, all of them."),
        flag("-v --verbose", "Say on stderr what is done."),
    ],
    help="ACME Ticketing from the shell.",
    epilog="Exit status: 0 done, 1 failed, 2 usage, 3 credentials, 4 rate limited, 5 not found, "
    "6 no answer, 7 outcome unknown, 8 conflict.",
)
