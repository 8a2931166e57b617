"""Replacing an object whole: what its body leaves out would be blanked, so it is looked at first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

import click

from acme_ticketing.spec import operations
from acme_ticketing_core.operations.names import option_name

_MOST_NAMED: Final = 8


def whole_option() -> click.Option:
    """Give the option that sends a body whatever it leaves out."""
    return click.Option(["--whole"], is_flag=True, help="Blank what the body leaves out.")


def refuse_losses(
    row: dict[str, Any],
    given: dict[str, Any],
    body: Any,
    read: Callable[[str, dict[str, Any]], Any],
) -> None:
    """Refuse a body that leaves out something that the server has.

    Args:
        row: the row of the operation that replaces.
        given: its arguments.
        body: what is to be the whole object.
        read: calls an operation by its id.

    Raises:
        click.UsageError: something would be lost; the fields are named.

    """
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
