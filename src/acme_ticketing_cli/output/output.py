"""Where an answer goes, and in which form."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from acme_ticketing_cli.output import tables
from acme_ticketing_cli.output.formats import BINARY, WRITERS, NewFile
from acme_ticketing_cli.parameters import answer_of
from acme_ticketing_cli.settings import flag, option
from acme_ticketing_core.models.values import write_any
from acme_ticketing_core.runtime.files import whole_file

T = TypeVar("T")

_OCTETS: Final = ("image/", "application/octet-stream", "application/pdf")


def tracked(items: Iterable[T], total: int | None) -> Iterator[T]:
    """Yield what is iterated over, and show at a terminal how far that is."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total, description="")


def show_line(text: str, *, last: bool = False) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", err=True, nl=last)


def output_option() -> click.Option:
    return option(
        "-o --output FILE", "Write to a file, which appears when it is complete.", type=NewFile()
    )


def output_options(row: dict[str, Any]) -> list[click.Parameter]:
    options: list[click.Parameter] = [output_option()]
    if media_type(row) in {"application/json", ""}:
        options += [
            click.Option(
                ["--format", "form"],
                type=click.Choice(["table", *WRITERS]),
                help="By default the file's ending; else table at a terminal, json in a pipe.",
            ),
            option("--columns A,B.C", "The fields to show, with dots into objects."),
            flag(
                "--all-columns",
                "Every plain field in a table or CSV, not only those that say most.",
            ),
        ]
    return options


def media_type(row: dict[str, Any]) -> str:
    return next(iter(answer_of(row)), "")


class Output:
    """Shows the answer of one call."""

    def __init__(self, row: dict[str, Any], values: Mapping[str, Any]) -> None:
        self._row = row
        self._file: str | None = values.get("output")
        self._columns = [c.strip() for c in (values.get("columns") or "").split(",") if c.strip()]
        self._all_columns = bool(values.get("all_columns"))
        if self._columns and self._all_columns:
            raise click.UsageError("--columns and --all-columns exclude each other")
        for_people = self._file is None and sys.stdout.isatty()
        ending = Path(self._file or "").suffix.removeprefix(".")
        usual = ending if ending in WRITERS else "table" if for_people else "json"
        self._form: str = values.get("form") or usual
        if self._form == "table" and self._file is not None:
            raise click.UsageError("a table is for reading here: leave out --output, or choose csv")
        if for_people and (self._form in BINARY or media_type(row).startswith(_OCTETS)):
            raise click.UsageError("the answer is binary: name a file with --output")
        if self._form == "parquet" and find_spec("pyarrow") is None:
            raise click.UsageError(
                "Parquet needs pyarrow: pip install 'acme-ticketing[cli,dataframe]'"
            )
        tables.tell_of_unknown(self._row, self._columns)

    def show(self, answer: Any, *, every_page: bool) -> None:
        if hasattr(answer, "next_page"):
            every = (item for page in answer.pages() for item in page.items)
            self._show_all(tracked(every, answer.total) if every_page else answer.items)
            more = answer.total is not None and len(answer.items) < answer.total
            if more and not every_page and sys.stderr.isatty():
                click.echo(f"{len(answer.items)} of {answer.total}; --all for the rest", err=True)
        elif isinstance(answer, list):
            self._show_all(answer)
        elif isinstance(answer, bytes):
            with self._opened("wb") as stream:
                stream.write(answer)
        elif isinstance(answer, str) and media_type(self._row) != "application/json":
            with self._opened("w") as stream:
                stream.write(answer)
        elif self._form == "table":
            tables.show_one(write_any(answer), self._columns)
        else:
            self._write([answer], "ndjson" if self._form == "json" else self._form)

    def _show_all(self, items: Iterable[Any]) -> None:
        if self._form != "table":
            self._write(items, self._form)
            return
        # Without columns the records are to decide.
        columns = tables.all_columns(self._row) if self._all_columns else self._columns
        tables.show_records(map(write_any, items), columns)

    def _write(self, items: Iterable[Any], form: str) -> None:
        records: Iterable[Any] = map(write_any, items)
        columns, known = self._columns, tables.record_fields(self._row)
        if columns and form != "csv":
            records = ({name: tables.at(each, name) for name in columns} for each in records)
        if not columns and form == "csv":
            columns = tables.all_columns(self._row)
            columns = columns if self._all_columns else tables.narrow(columns)
        fields = {name: known.get(name, {}) for name in columns or known or [tables.VALUE]}
        with self._opened("wb" if form in BINARY else "w") as stream:
            WRITERS[form](records, fields, stream)

    def _opened(self, mode: str) -> AbstractContextManager[Any]:
        if self._file is not None:
            return whole_file(self._file, mode)
        return nullcontext(sys.stdout.buffer if "b" in mode else sys.stdout)
