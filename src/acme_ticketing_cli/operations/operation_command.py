"""An operation as a command: its options, its call, and where the answer goes."""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any, Final

import click

from ..errors import exit_codes
from ..naming.names import attribute
from ..output.output import Output, output_options
from ..parameters import body_option, parameters_of, read_body
from ..settings.production import confirm_production, yes_option
from ..settings.settings import client_of, given_settings, setting_options
from .whole_body import refuse_losses, whole_option

_ALL: Final = "all_pages"
_DRY: Final = "dry_run"


def operation_command(word: str, row: dict[str, Any]) -> click.Command:
    """Build the command for an operation of the table."""
    own = [*output_options(row), _dry_run_option(), *setting_options()]
    if row["replay"] != "safe":
        own.append(yes_option())
    if row["replaces"]:
        own.append(whole_option())
    if row["pagination"]:
        own.append(
            click.Option(
                ["--all", _ALL], is_flag=True, help="Every page, not only the one asked for."
            )
        )
    if row["body"]:
        own.insert(0, body_option(row))
    taken = frozenset(option.opts[0].removeprefix("--") for option in own)
    parameters = parameters_of(row, taken)

    @click.pass_context
    def call(context: click.Context, /, **values: Any) -> None:
        given = {argument: values[each.name or ""] for argument, each in parameters.items()}
        _call(context, row, given, values)

    return click.Command(
        word,
        callback=call,
        params=[*sorted(parameters.values(), key=_arguments_first), *own],
        short_help=row["summary"],
        help=_help(row),
        deprecated=f"Use {row['deprecated']} instead." if row["deprecated"] else False,
    )


def _call(
    context: click.Context, row: dict[str, Any], given: dict[str, Any], values: dict[str, Any]
) -> None:
    """Make the call and show what it answers, or show the call itself."""
    from acme_ticketing_core.errors import PurchaseInDoubt

    body: dict[str, Any] = {}
    if row["body"]:
        body["body"] = read_body(values["body"], piped=bool(row["replaces"]))
    # What it leaves out is looked at here, before it is sent.
    sent = {**body, "whole": True} if row["replaces"] else body
    output = None if values[_DRY] else Output(row, values)

    def called(client: Any) -> Any:
        with warnings.catch_warnings():
            # The command has told already, as commands do.
            warnings.simplefilter("ignore", DeprecationWarning)
            return _made(client, row["id"], given, **sent)

    if output is not None:
        confirm_production(context, changes=row["replay"] != "safe", yes=bool(values.get("yes")))
    with client_of(context) as client:
        if output is None:
            click.echo(client.dry_run(called))
            return
        if row["replaces"] and not values["whole"]:
            refuse_losses(row, given, body["body"], partial(_made, client))
        try:
            answer = called(client)
        except PurchaseInDoubt as error:
            error.add_note(given_settings(context))
            raise
        if answer is None and row["empty_body"]:
            click.echo(f"acme: {row['id']}: there is no such thing", err=True)
            context.exit(exit_codes.NOT_FOUND)
        output.show(answer, every_page=bool(values.get(_ALL)))


def _made(client: Any, operation_id: str, given: dict[str, Any], **further: Any) -> Any:
    method = client
    for segment in operation_id.split("."):
        method = attribute(method, segment)
    return method(**_arguments(method, given), **further)


def _dry_run_option() -> click.Option:
    return click.Option(
        ["--dry-run", _DRY],
        is_flag=True,
        help="Check everything and show what would be sent, secrets hidden; send nothing.",
    )


def _arguments(method: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Name what was given as the method's arguments are named; what was not is left out."""
    code = method.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    arguments = {}
    for name, value in given.items():
        if value is not None and value != ():
            known = name if name in names or name == "request_id" else f"{name}_"
            arguments[known] = list(value) if isinstance(value, tuple) else value
    return _with_request_id(arguments, names)


def _with_request_id(arguments: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Hand the request id over as an option of the call, where the method has no argument for it."""
    if "request_id" in arguments and "request_id" not in names:
        from acme_ticketing import CallOptions

        arguments["options"] = CallOptions(request_id=arguments.pop("request_id"))
    return arguments


def _arguments_first(parameter: click.Parameter) -> tuple[bool, bool]:
    return not isinstance(parameter, click.Argument), not parameter.required


def _help(row: dict[str, Any]) -> str:
    alternatives = ", or ".join(" and ".join(each) for each in row["security"])
    text = (row["description"] or "").strip()
    return "\n\n".join(
        filter(
            None,
            [
                f"{row['summary']}.",
                text,
                f"\b\n{row['method']} {row['path']}\nCredentials: {alternatives or 'none'}",
            ],
        )
    )
