"""Records for people at a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .columns import VALUE, cell, narrow
from .visible import visible

_SAMPLE: Final = 100
_UNCUT: Final = 100_000


def show_records(records: Iterable[Any], columns: Sequence[str]) -> None:
    """Show a table; without columns those that say most are chosen from the first records."""
    # A pipe has no width: there, nothing is cut.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _UNCUT)
    rows = iter(records)
    sample = list(islice(rows, _SAMPLE))
    chosen = list(columns) or _telling(sample)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in chosen:
        table.add_column(column, overflow="fold" if column == "id" else "ellipsis", no_wrap=True)
    for record in chain(sample, rows):
        table.add_row(*(Text(_in_a_row(record, column)) for column in chosen))
    if table.row_count:
        console.print(table)
    console.print(f"{table.row_count} record{'' if table.row_count == 1 else 's'}", style="dim")


def show_one(value: Any, columns: Sequence[str]) -> None:
    """Show one record, a line for each field."""
    console = Console(highlight=False)
    if not isinstance(value, dict):
        console.print(Text(visible(value) if isinstance(value, str) else json.dumps(value)))
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name in columns or value:
        grid.add_row(Text(visible(name)), Text(visible(_block(value, name))))
    console.print(grid)


def _in_a_row(record: Any, column: str) -> str:
    return visible(cell(record, column).replace("\n", " ").replace("\t", " "))


def _block(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    if isinstance(found, (dict, list)) and found:
        return json.dumps(found, ensure_ascii=False, indent=2)
    return cell(value, name)


def _telling(sample: list[Any]) -> list[str]:
    """Choose columns: the usual ones first, then plain fields that are filled and short."""
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
