"""The commands that stand for operations: areas, resources, operations.

A group knows the names below it from the operation table, and builds a command when somebody
reaches for it. `acme --help` reads the table and nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import click

from acme_ticketing.spec import operations
from acme_ticketing_cli.naming import Group, command_of

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
    """A word of the tree; what hangs below it is built when it is reached."""

    def __init__(self, name: str, branch: Branch) -> None:
        super().__init__(name, short_help=_short_help(branch))
        self._branch = branch

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._branch)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        found = self._branch.get(cmd_name)
        return None if found is None else command_for(cmd_name, found)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(word, _short_help(each)) for word, each in self._branch.items()])


def command_for(word: str, found: Branch) -> click.Command:
    if not _is_operation(found):
        return OperationGroup(word, found)
    from acme_ticketing_cli.operations.operation_command import operation_command, settle_command

    return settle_command(word, found) if "settles" in found else operation_command(word, found)


def _is_operation(found: Branch) -> bool:
    return isinstance(found.get("id"), str)


def _short_help(found: Branch) -> str:
    return str(found["summary"]) if _is_operation(found) else ", ".join(found)
