"""How the demo looks: headings, checked lines, tables, bars; plain lines where there is no terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table

INDENT = 4


def money(amount: Decimal) -> str:
    """Write an amount as people do."""
    return f"${amount:,.2f}"


class Meter:
    """Something under way: a bar on a terminal, elsewhere a line for each new state."""

    def __init__(self, console: Console, progress: Progress | None, task: TaskID | None) -> None:
        self._console = console
        self._progress = progress
        self._task = task
        self._state = ""

    def show(self, share: float, state: str, detail: str = "") -> None:
        """Show how far it is.

        Args:
            share: what is done, from 0 to 1.
            state: in a word or two.
            detail: what changes too often to be a line of its own.

        """
        if self._progress is not None and self._task is not None:
            text = f"{state}  [dim]{detail}[/]" if detail else state
            self._progress.update(self._task, completed=share, state=text, refresh=True)
        elif state != self._state:
            self._console.print(f"{' ' * INDENT}· {state}")
        self._state = state


class Stage:
    """Shows a story to a person and counts what was as it should be."""

    def __init__(self) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        self.console = Console(highlight=False)
        plain = self.console.options.ascii_only
        self._good, self._bad = ("ok", "FAILED") if plain else ("✓", "✗")
        self._busy, self._idle = ("#", ".") if plain else ("█", "·")
        self._scenes = 0
        self.passed = 0
        self.failed = 0

    def open(self, title: str, *lines: str) -> None:
        """Show what this is."""
        text = "\n".join([f"[bold]{title}[/]", *(f"[dim]{line}[/]" for line in lines)])
        self.console.print()
        self.console.print(Panel(text, expand=False, padding=(0, 2), border_style="cyan"))

    def scene(self, title: str, call: str) -> None:
        """Begin a scene.

        Args:
            title: what happens.
            call: the code that makes it happen.

        """
        self._scenes += 1
        self.console.print()
        self.console.print(
            f"[bold cyan]{self._scenes:>2}[/]  [bold]{title}[/]  [dim]{escape(call)}[/]"
        )

    def check(self, holds: bool, text: str) -> None:  # noqa: FBT001 - reads as `check(a == b, …)`
        """Say something that should be so, and mark whether it is."""
        if holds:
            self.passed += 1
            self._line(f"[green]{self._good}[/] {text}")
        else:
            self.failed += 1
            self._line(f"[bold red]{self._bad} {text}[/]")

    def note(self, text: str) -> None:
        """Say something by the way."""
        self._line(f"[dim]{text}[/]")

    def timeline(self, busy: Iterable[bool]) -> str:
        """Write a stretch of time, one character for each slot."""
        marks = {True: f"[green]{self._busy}[/]", False: f"[dim]{self._idle}[/]"}
        return "".join(marks[slot] for slot in busy)

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str]], footer: Sequence[str] = ()
    ) -> None:
        """Show a table. A column whose title begins with `>` is aligned to the right."""
        table = Table(
            box=box.SIMPLE if footer else box.SIMPLE_HEAD,
            border_style="dim",
            header_style="dim",
            footer_style="bold",
            show_footer=bool(footer),
            pad_edge=False,
        )
        for index, column in enumerate(columns):
            table.add_column(
                column.lstrip(">"),
                footer=footer[index] if footer else "",
                justify="right" if column.startswith(">") else "left",
                overflow="ellipsis",
                no_wrap=True,
            )
        for row in rows:
            table.add_row(*row)
        self.console.print(Padding(table, (0, 0, 0, INDENT - 1), expand=False))

    @contextmanager
    def meter(self) -> Iterator[Meter]:
        """Show something that takes its time."""
        if not self.console.is_terminal:
            yield Meter(self.console, None, None)
            return
        columns = (
            TextColumn(" " * (INDENT - 1)),
            BarColumn(bar_width=30, complete_style="cyan", finished_style="green"),
            TextColumn("{task.fields[state]}"),
        )
        with Progress(*columns, console=self.console, auto_refresh=False) as progress:
            yield Meter(self.console, progress, progress.add_task("", total=1.0, state=""))

    def close(self, title: str, **facts: str) -> None:
        """Show how it ended."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim")
        grid.add_column()
        for name, value in facts.items():
            grid.add_row(name, value)
        verdict = (
            f"[green]{self._good} all {self.passed} checks passed[/]"
            if not self.failed
            else f"[bold red]{self._bad} {self.failed} of {self.passed + self.failed} checks failed[/]"
        )
        grid.add_row("checks", verdict)
        style = "red" if self.failed else "green"
        self.console.print()
        self.console.print(
            Panel(
                grid,
                title=f"[bold]{title}[/]",
                title_align="left",
                expand=False,
                padding=(0, 2),
                border_style=style,
            )
        )

    def _line(self, text: str) -> None:
        self.console.print(Padding(text, (0, 0, 0, INDENT), expand=False))
