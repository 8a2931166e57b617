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


class OperationGroup(Group):
    """A word of the tree."""

    def __init__(self, name: str, branch: Branch, **further: Any) -> None:
        super().__init__(name, short_help=_short_help(branch), **further)
        self._branch = branch

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._branch)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        found = self._branch.get(cmd_name)
        if found is None:
            return None
        if not _is_operation(found):
            return OperationGroup(cmd_name, found)
        from acme_ticketing_cli.operation_command import operation_command, settle_command

        build = settle_command if "settles" in found else operation_command
        return build(cmd_name, found)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(word, _short_help(each)) for word, each in self._branch.items()])


def _is_operation(found: Branch) -> bool:
    return isinstance(found.get("id"), str)


def _short_help(found: Branch) -> str:
    return str(found["summary"]) if _is_operation(found) else ", ".join(found)


class Root(OperationGroup):
    """`acme`; its help imports nothing of what it names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_OWN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _OWN:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"acme_ticketing_cli.commands.{_OWN[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("The API"):
            formatter.write_dl([(w, _AREAS.get(w, ", ".join(b))) for w, b in branches().items()])
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _OWN.items()])


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


ROOT: Final = Root(
    "acme",
    branches(),
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
