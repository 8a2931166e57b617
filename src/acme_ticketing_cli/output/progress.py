"""A bar while all pages of a listing are fetched, on the standard error of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any


def counted(page: Any) -> Iterable[Any]:
    """Go through all items of a listing, and show how far it is."""
    return _with_bar(page) if sys.stderr.isatty() else page


def _with_bar(page: Any) -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=page.total)
        for each in page.pages():
            yield from each.items
            progress.advance(task, len(each.items))
