"""An operation as a command; a purchase settled."""

from __future__ import annotations

import json
import warnings
from datetime import UTC, datetime
from typing import Any, Final, cast

import click

from acme_ticketing import CallOptions, errors
from acme_ticketing.spec import operations
from acme_ticketing_cli import settings
from acme_ticketing_cli.errors import NOT_FOUND, UNKNOWN
from acme_ticketing_cli.naming import member
from acme_ticketing_cli.output.output import Output, output_options
from acme_ticketing_cli.parameters import (
    argument_of,
    body_option,
    parameters_of,
    read_body,
    time_option,
)
from acme_ticketing_core.edits.differences import equivalent, is_set_by_server
from acme_ticketing_core.purchases.facts import Bought, NotFound

_MOST_NAMED: Final = 8


def operation_command(word: str, row: dict[str, Any]) -> click.Command:
    own = [
        *output_options(row),
        settings.flag(
            "--dry-run",
            "Check everything and show what would be sent, secrets hidden; send nothing.",
        ),
        *settings.setting_options(),
    ]
    if row["replay"] != "safe":
        own.append(settings.yes_option())
    if row["replaces"]:
        own.append(settings.flag("--whole", "Blank what the body leaves out."))
    if row["pagination"]:
        own.append(settings.flag("--all", "Every page, not only the one asked for."))
    if row["body"]:
        own.insert(0, body_option(row))
    taken = frozenset(option.opts[0].removeprefix("--") for option in own)
    parameters = parameters_of(row, taken)

    def call(**values: Any) -> None:
        given = {argument: values[each.name or ""] for argument, each in parameters.items()}
        _call(row, given, values)

    return click.Command(
        word,
        callback=call,
        params=[*sorted(parameters.values(), key=_arguments_first), *own],
        short_help=row["summary"],
        help=_help(row),
        deprecated=f"Use {row['deprecated']} instead." if row["deprecated"] else False,
    )


def _arguments_first(parameter: click.Parameter) -> tuple[bool, bool]:
    return not isinstance(parameter, click.Argument), not parameter.required


def _help(row: dict[str, Any]) -> str:
    alternatives = ", or ".join(" and ".join(each) for each in row["security"])
    call = f"\b\n{row['method']} {row['path']}\nCredentials: {alternatives or 'none'}"
    parts = [f"{row['summary']}.", (row["description"] or "").strip(), call]
    return "\n\n".join(filter(None, parts))


def _call(row: dict[str, Any], given: dict[str, Any], values: dict[str, Any]) -> None:
    further: dict[str, Any] = {}
    if row["body"]:
        further["body"] = read_body(values["body"], piped=bool(row["replaces"]))
    if row["replaces"]:
        further["whole"] = True  # what the body leaves out is looked at here, before it is sent

    def called(client: Any) -> Any:
        # The command has told already, as commands do.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            return _made(client, row["id"], given, **further)

    output = None if values["dry_run"] else Output(row, values)
    if output is not None:
        settings.confirm_production(changes=row["replay"] != "safe")
    with settings.new_client() as client:
        if output is None:
            click.echo(client.dry_run(called))
            return
        if row["replaces"] and not values["whole"]:
            _refuse_losses(row, given, further["body"], client)
        sent: list[dict[str, Any]] = []

        def note(attempt: Any) -> None:
            if uuid := attempt.request_uuid:
                sent.append({"request_uuid": uuid, "first_sent_at": datetime.now(UTC)})

        try:
            answer = called(client.with_hooks(on_request=note))
        except errors.PurchaseInDoubt as error:
            error.add_note(settings.given_settings())
            raise
        except KeyboardInterrupt:
            if not sent:
                raise
            facts = {"operation_id": row["id"], **sent[0]}
            doubt = errors.OutcomeUnknown("interrupted, and perhaps applied", **facts)
            doubt.add_note(settings.given_settings())
            raise doubt from None
        if answer is None and row["empty_body"]:
            click.echo(f"acme: {row['id']}: there is no such thing", err=True)
            click.get_current_context().exit(NOT_FOUND)
        output.show(answer, every_page=bool(values.get("all")))


def _made(client: Any, operation_id: str, given: dict[str, Any], **further: Any) -> Any:
    method = member(client, operation_id)
    code = method.__code__
    known = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    arguments: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or value == ():
            continue
        if name == "request_id" and name not in known:
            arguments["options"] = CallOptions(request_id=value)
        else:
            python = name if name in known else f"{name}_"
            arguments[python] = list(value) if isinstance(value, tuple) else value
    return method(**arguments, **further)


def _refuse_losses(row: dict[str, Any], given: dict[str, Any], body: Any, client: Any) -> None:
    fields = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    reading = next(each for each in operations() if each["id"] == row["replaces"])
    needed = [argument_of(each) for each in reading["parameters"] if each["required"]]
    arguments = {name: given.get(name, fields.get("id")) for name in needed}
    if None in arguments.values():
        return  # it names no object that there is already
    try:
        found = _made(client, reading["id"], arguments)
    except errors.NotFound:
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


def settle_command(word: str, row: dict[str, Any]) -> click.Command:
    return click.Command(
        word,
        callback=lambda **values: _settle(row, values),
        params=[
            body_option(row),
            click.Option(["--request-uuid"], required=True, help="Under which uuid it was sent."),
            time_option("--since", "When it was first sent.", required=True),
            settings.option("--known-order ID", "An order of another purchase.", multiple=True),
            *settings.setting_options("Seconds to look for it, waits included; else 60."),
        ],
        short_help=row["summary"],
        help="""Find out what became of a purchase: searches the orders, compares, waits, looks again.

        Prints the order if exactly one fits and nothing contradicts. Exit status 5: none is found
        though the server had its time; 7: nobody can tell, and why.
        """,
    )


def _settle(row: dict[str, Any], values: dict[str, Any]) -> None:
    body = read_body(values["body"], piped=False)
    settings.confirm_production()
    seconds = settings.setting("deadline")
    with settings.new_client() as client:
        found = member(client, row["id"])(
            body=body,
            request_uuid=values["request_uuid"],
            since=values["since"],
            known_orders=values["known_order"],
            options=CallOptions(deadline=seconds) if seconds else None,
        )
    if isinstance(found, Bought):
        click.echo(json.dumps(found.order.to_dict(), indent=2))
        return
    if isinstance(found, NotFound):
        status, told = NOT_FOUND, f"no order fits, searched at {found.searched_until:%FT%TZ}"
    elif isinstance(found.error, errors.ConfigurationError):
        raise found.error
    else:
        ids = ", ".join(str(each.get("id")) for each in found.candidates)
        status, told = UNKNOWN, f"undecided: {found.why}{f' ({ids})' if ids else ''}"
    click.echo(f"acme: {told}", err=True)
    click.get_current_context().exit(status)
