"""The root command: the API's areas, and what only the command line has."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from acme_ticketing_cli.naming import Group
from acme_ticketing_cli.operations.tree import branches, command_for
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
"""Own commands: name → module, in which it stands in capitals, and short help."""

_AREAS: Final = {
    "b2b": "The back office: acts as a member of the venue's staff.",
    "b2c": "Online sales: acts for a visitor.",
    "cors": "Online sales straight from a browser.",
    "sessions": "Sessions of back-office users.",
}


class Root(Group):
    """`acme` itself. Its help imports nothing of what it names."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*branches(), *_OWN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name in _OWN:
            module = import_module(f"acme_ticketing_cli.commands.{_OWN[cmd_name][0]}")
            command: click.Command = getattr(module, cmd_name.upper())
            return command
        found = branches().get(cmd_name)
        return None if found is None else command_for(cmd_name, found)

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
        import sys

        logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(name)s: %(message)s")
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit()


ROOT: Final = Root(
    "acme",
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
