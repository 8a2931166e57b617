"""Columns that were asked for by a name which the specification does not know: perhaps misspelt.

Records may have more fields than it knows, so only what comes can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from ..naming.suggestions import did_you_mean
from .columns import VALUE, at, record_fields


def unknown_columns(row: dict[str, Any], columns: Sequence[str]) -> set[str]:
    """Give those of the columns that do not begin with a field of the operation's records."""
    known = record_fields(row)
    return {each for each in columns if each != VALUE and each.partition(".")[0] not in known}


def found_in(records: Iterable[Any], columns: set[str]) -> Iterator[Any]:
    """Go through records, and take from the columns those that a record has."""
    for record in records:
        if columns:
            columns -= {each for each in columns if at(record, each) is not None}
        yield record


def tell_of_missing(row: dict[str, Any], columns: set[str]) -> None:
    """Tell of columns that no record has."""
    for each in sorted(columns):
        hint = did_you_mean(each.replace("-", "").replace("_", ""), record_fields(row))
        click.echo(f"acme: no record has a field {each!r}{hint}", err=True)
