"""How far something is, on the standard error of a terminal: a bar, or a line that changes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click


def counted(page: Any) -> Iterable[Any]:
    """Go through all items of a listing, and show how far it is."""
    return _with_bar(page) if sys.stderr.isatty() else page


def _with_bar(page: Any) -> Iterator[Any]:
    with bar(page.total) as advance:
        for each in page.pages():
            yield from each.items
            advance(len(each.items))


@contextmanager
def bar(total: int | None) -> Generator[Callable[[int], object]]:
    """Show a bar; the block is given what moves it on."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda count: progress.advance(task, count)


def show_line(text: str, *, last: bool = False) -> None:
    """Write a line over the one before; the last one stays."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", err=True, nl=last)
