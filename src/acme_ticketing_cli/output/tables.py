"""Records for people at a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

import click

from acme_ticketing_cli.naming import did_you_mean
from acme_ticketing_cli.parameters import answer_of, resolved, types_of
from acme_ticketing_core.models.values import value_at

_STEERS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters but tab and line feed, and those that change the direction of writing."""


def visible(text: str) -> str:
    r"""Write what is no text as escapes: `\x1b[2J` does not clear the screen."""
    return _STEERS.sub(lambda found: ascii(found[0])[1:-1], text)


_SCALARS: Final = frozenset({"string", "number", "integer", "boolean"})
_USUAL: Final = ("id", "name", "orderNumber", "startTime", "endTime", "state", "status", "type")
_WIDEST: Final = 7
VALUE: Final = "value"
"""The column of a record that is no object, such as a bare id."""


def all_columns(row: dict[str, Any]) -> list[str]:
    """Go by the specification: two runs of one command have the same columns."""
    fields = record_fields(row)
    plain = [name for name, each in fields.items() if _is_plain(resolved(each))]
    return plain or list(fields) or [VALUE]


def narrow(columns: Sequence[str]) -> list[str]:
    usual = [name for name in _USUAL if name in columns]
    return (usual + [name for name in columns if name not in usual])[:_WIDEST]


def record_fields(row: dict[str, Any]) -> dict[str, Any]:
    schema = resolved(answer_of(row).get("application/json", {}))
    if items := (row["pagination"] or {}).get("items"):
        schema = resolved(schema.get("properties", {}).get(items, schema))
    record = resolved(schema.get("items", schema))
    fields: dict[str, Any] = record.get("properties", {})
    return fields


def at(record: Any, path: str) -> Any:
    """Follow `a.b.c`; None where there is nothing."""
    return record if path == VALUE and not isinstance(record, dict) else value_at(record, path)


def cell(record: Any, path: str, *, indent: int | None = None) -> str:
    value = at(record, path)
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _is_plain(schema: dict[str, Any]) -> bool:
    if "type" in schema:
        return _SCALARS.issuperset(types_of(schema))
    branches = schema.get("anyOf") or schema.get("oneOf") or ()
    return bool(branches) and all(_is_plain(resolved(branch)) for branch in branches)


def tell_of_unknown(row: dict[str, Any], columns: Sequence[str]) -> None:
    """Say which columns the specification does not know; a record may have them all the same."""
    known = record_fields(row) if columns else {}
    for each in columns:
        if each != VALUE and each.partition(".")[0] not in known:
            hint = did_you_mean(each.replace("-", "").replace("_", ""), known)
            click.echo(f"acme: the specification knows no field {each!r}{hint}", err=True)


_SAMPLE: Final = 100
_UNCUT: Final = 100_000


def show_records(records: Iterable[Any], columns: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # A pipe has no width: there, nothing is cut.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _UNCUT)
    rows = list(records)
    chosen = list(columns) or _telling(rows[:_SAMPLE])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in chosen:
        table.add_column(column, overflow="fold" if column == "id" else "ellipsis", no_wrap=True)
    for record in rows:
        cells = (cell(record, column) for column in chosen)
        table.add_row(*(Text(visible(re.sub(r"[\n\t]", " ", each))) for each in cells))
    if table.row_count:
        console.print(table)
    console.print(f"{table.row_count} record{'' if table.row_count == 1 else 's'}", style="dim")


def show_one(value: Any, columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not isinstance(value, dict):
        console.print(Text(visible(value) if isinstance(value, str) else json.dumps(value)))
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name in columns or value:
        grid.add_row(Text(visible(name)), Text(visible(cell(value, name, indent=2))))
    console.print(grid)


def _telling(sample: list[Any]) -> list[str]:
    """Choose the usual columns first, then plain fields that are filled and short."""
    if not all(isinstance(record, dict) for record in sample):
        return [VALUE]
    names = list(dict.fromkeys(name for record in sample for name in record))
    plain = [
        name
        for name in names
        if not any(isinstance(record.get(name), (dict, list)) for record in sample)
        and any(record.get(name) not in (None, "", False) for record in sample)
        and max(len(cell(record, name)) for record in sample) <= 40  # noqa: PLR2004
    ]
    return narrow(plain) or narrow(names)
