"""An operation as a command: its options, its call, where the answer goes; a purchase settled."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

import click

from acme_ticketing.spec import operations
from acme_ticketing_cli.errors import NOT_FOUND, UNKNOWN
from acme_ticketing_cli.naming import attribute
from acme_ticketing_cli.output.output import Output, output_options
from acme_ticketing_cli.parameters import TIME, body_option, parameters_of, read_body, read_time
from acme_ticketing_cli.settings import (
    client_of,
    confirm_production,
    flag,
    given_settings,
    option,
    setting,
    setting_options,
    yes_option,
)
from acme_ticketing_core.operations.names import option_name

_MOST_NAMED: Final = 8


def whole_option() -> click.Option:
    return flag("--whole", "Blank what the body leaves out.")


def refuse_losses(
    row: dict[str, Any],
    given: dict[str, Any],
    body: Any,
    read: Callable[[str, dict[str, Any]], Any],
) -> None:
    """Refuse a body that leaves out something that the server has."""
    from acme_ticketing.errors import NotFound
    from acme_ticketing_core.edits.differences import equivalent, is_set_by_server

    fields = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    reading = next(each for each in operations() if each["id"] == row["replaces"])
    names = [
        option_name(each).replace("-", "_") for each in reading["parameters"] if each["required"]
    ]
    arguments = {name: given.get(name, fields.get("id")) for name in names}
    if None in arguments.values():
        return  # it names no object that there is already
    try:
        found = read(reading["id"], arguments)
    except NotFound:
        return
    lost = [
        name
        for name, value in ({} if found is None else found.to_dict()).items()
        if name not in fields
        and not (equivalent(value, None) or value in ([], {}) or is_set_by_server((name,), ()))
    ]
    if lost:
        named = ", ".join(lost[:_MOST_NAMED]) + (", …" if len(lost) > _MOST_NAMED else "")
        raise click.UsageError(
            f"the body leaves out what would be blanked: {named}; send the whole object, as "
            f"{row['replaces']} gives it with your changes, or say --whole"
        )


_ALL: Final = "all_pages"
_DRY: Final = "dry_run"


def operation_command(word: str, row: dict[str, Any]) -> click.Command:
    own = [*output_options(row), _dry_run_option(), *setting_options()]
    if row["replay"] != "safe":
        own.append(yes_option())
    if row["replaces"]:
        own.append(whole_option())
    if row["pagination"]:
        own.append(flag(f"--all {_ALL}", "Every page, not only the one asked for."))
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
    from datetime import UTC, datetime

    from acme_ticketing_core.errors import OutcomeUnknown, PurchaseInDoubt

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
        sent_first: list[tuple[str, datetime]] = []

        def note(attempt: Any) -> None:
            if attempt.request_uuid and not sent_first:
                sent_first.append((attempt.request_uuid, datetime.now(UTC)))

        try:
            answer = called(client.with_hooks(on_request=note))
        except PurchaseInDoubt as error:
            error.add_note(given_settings(context))
            raise
        except KeyboardInterrupt:
            if not sent_first:
                raise
            doubt = OutcomeUnknown("interrupted, and perhaps applied")
            doubt.operation_id = row["id"]
            doubt.request_uuid, doubt.first_sent_at = sent_first[0]
            doubt.add_note(given_settings(context))
            raise doubt from None
        if answer is None and row["empty_body"]:
            click.echo(f"acme: {row['id']}: there is no such thing", err=True)
            context.exit(NOT_FOUND)
        output.show(answer, every_page=bool(values.get(_ALL)))


def _made(client: Any, operation_id: str, given: dict[str, Any], **further: Any) -> Any:
    method = client
    for segment in operation_id.split("."):
        method = attribute(method, segment)
    return method(**_arguments(method, given), **further)


def _dry_run_option() -> click.Option:
    return flag(
        f"--dry-run {_DRY}",
        "Check everything and show what would be sent, secrets hidden; send nothing.",
    )


def _arguments(method: Any, given: dict[str, Any]) -> dict[str, Any]:
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


_HELP = """Find out what became of a purchase: searches the orders, compares, waits, looks again.

Prints the order if exactly one fits and nothing contradicts. Exit status 5: none is found though
the server had its time; 7: nobody can tell, and why.
"""


def settle_command(word: str, row: dict[str, Any]) -> click.Command:
    return click.Command(
        word,
        callback=lambda **values: _settle(row, values),
        params=[
            body_option(row),
            click.Option(["--request-uuid"], required=True, help="Under which uuid it was sent."),
            option("--since", "TIME", "When it was first sent.", type=TIME, required=True),
            option("--known-order", "ID", "An order of another purchase.", multiple=True),
            *setting_options("Seconds to look for it, waits included; else 60."),
        ],
        short_help="Find out what became of a purchase",
        help=_HELP,
    )


def _settle(row: dict[str, Any], values: dict[str, Any]) -> None:
    from acme_ticketing import CallOptions
    from acme_ticketing_core.errors import ConfigurationError
    from acme_ticketing_core.purchases.facts import Bought, NotFound

    context = click.get_current_context()
    *way, last = row["id"].split(".")
    body = read_body(values["body"], piped=False)
    confirm_production(context, changes=False)
    seconds = setting(context, "deadline")
    with client_of(context) as client:
        place: Any = client
        for segment in way:
            place = attribute(place, segment)
        found = attribute(place, last)(
            body=body,
            request_uuid=values["request_uuid"],
            since=read_time(values["since"]),
            known_orders=values["known_order"],
            options=CallOptions(deadline=seconds) if seconds else None,
        )
    if isinstance(found, Bought):
        click.echo(json.dumps(found.order.to_dict(), indent=2))
        return
    if isinstance(found, NotFound):
        click.echo(f"acme: no order fits, searched at {found.searched_until:%FT%TZ}", err=True)
        context.exit(NOT_FOUND)
    if isinstance(found.error, ConfigurationError):
        raise found.error
    ids = ", ".join(str(each.get("id")) for each in found.candidates)
    click.echo(f"acme: undecided: {found.why}{f' ({ids})' if ids else ''}", err=True)
    context.exit(UNKNOWN)
