"""Where an answer goes, and in which form: tables for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import click

from acme_ticketing_core.models.codec import write_any

from .columns import cell, csv_columns, picked
from .parameters import operation_object, resolved

_BINARY: Final = ("image/", "application/octet-stream", "application/pdf")


def output_options(row: dict[str, Any]) -> list[click.Parameter]:
    """Give the options that say how an operation's answer is shown."""
    options: list[click.Parameter] = [
        click.Option(
            ["--out"],
            type=click.Path(dir_okay=False, writable=True),
            metavar="FILE",
            help="Write to a file, which appears when it is complete.",
        )
    ]
    if media_type(row) in {"application/json", ""}:
        options += [
            click.Option(["--json", "as_json"], is_flag=True, help="JSON, as the API has it."),
            click.Option(["--csv", "as_csv"], is_flag=True, help="CSV, a line for each record."),
            click.Option(
                ["--columns"], metavar="A,B.C", help="The fields to show, with dots into objects."
            ),
        ]
    return options


def media_type(row: dict[str, Any]) -> str:
    """Give the media type of an operation's answer."""
    responses = operation_object(row)["responses"]
    status = next((status for status in responses if status.startswith("2")), "")
    return next(iter(resolved(responses[status]).get("content", {})), "") if status else ""


class Output:
    """Shows the answer of one call.

    Args:
        row: the operation's row of the table.
        values: the command's options.

    Raises:
        click.UsageError: options that exclude each other.

    """

    def __init__(self, row: dict[str, Any], values: Mapping[str, Any]) -> None:
        self._row = row
        self._out: str | None = values.get("out")
        self._columns = [c.strip() for c in (values.get("columns") or "").split(",") if c.strip()]
        self._csv = bool(values.get("as_csv"))
        asked = bool(values.get("as_json"))
        if self._csv and asked:
            raise click.UsageError("--json and --csv exclude each other")
        for_people = self._out is None and sys.stdout.isatty()
        self._json = asked or (not self._csv and not for_people)
        if media_type(row).startswith(_BINARY) and for_people:
            raise click.UsageError("the answer is binary: name a file with --out")

    def show(self, answer: Any, *, every_page: bool) -> None:
        """Show an answer.

        Args:
            answer: what the client gave: a page, a model, a list, text, bytes or None.
            every_page: go on through all pages.

        """
        if isinstance(answer, bytes):
            with self._opened("wb") as stream:
                stream.write(answer)
        elif hasattr(answer, "next_page"):
            self._show_records(self._records(answer, every_page=every_page))
            if not every_page:
                _tell_of_more(answer)
        elif isinstance(answer, list):
            self._show_records(map(write_any, answer))
        elif isinstance(answer, str) and media_type(self._row) != "application/json":
            with self._opened("w") as stream:
                stream.write(answer)
        else:
            self._show_one(write_any(answer))

    def _records(self, page: Any, *, every_page: bool) -> Iterator[Any]:
        if not every_page:
            return map(write_any, page.items)
        from .progress import counted

        return map(write_any, counted(page))

    def _show_records(self, records: Iterable[Any]) -> None:
        if self._csv:
            with self._opened("w") as stream:
                self._write_csv(records, stream)
        elif self._json:
            with self._opened("w") as stream:
                _write_array(self._picked(records), stream)
        else:
            from .tables import show_records

            show_records(records, self._columns)

    def _show_one(self, value: Any) -> None:
        if self._csv:
            self._show_records([value])
        elif self._json:
            with self._opened("w") as stream:
                stream.write(f"{_json(next(iter(self._picked([value]))))}\n")
        else:
            from .tables import show_one

            show_one(value, self._columns)

    def _picked(self, records: Iterable[Any]) -> Iterable[Any]:
        return (picked(each, self._columns) for each in records) if self._columns else records

    def _write_csv(self, records: Iterable[Any], stream: IO[str]) -> None:
        columns = self._columns or csv_columns(self._row)
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for record in records:
            writer.writerow([cell(record, column) for column in columns])

    @contextmanager
    def _opened(self, mode: str) -> Iterator[Any]:
        """Open what is written to: a file that appears when it is whole, or the standard output."""
        if self._out is None:
            yield sys.stdout.buffer if "b" in mode else sys.stdout
            return
        goal = Path(self._out)
        encoding = None if "b" in mode else "utf-8"
        handle, part = tempfile.mkstemp(prefix=f".{goal.name}.", dir=goal.parent)
        try:
            with os.fdopen(handle, mode, encoding=encoding, newline=None) as stream:
                yield stream
            Path(part).chmod(0o666 & ~_umask())
            Path(part).replace(goal)
        finally:
            Path(part).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _tell_of_more(page: Any) -> None:
    if page.total is not None and len(page.items) < page.total and sys.stderr.isatty():
        click.echo(f"{len(page.items)} of {page.total}; --all for the rest", err=True)


def _write_array(records: Iterable[Any], stream: IO[str]) -> None:
    """Write a JSON array record by record: a listing need not fit in memory."""
    opening = "[\n"
    for record in records:
        stream.write(f"{opening}{_json(record)}")
        opening = ",\n"
    stream.write("[]\n" if opening == "[\n" else "\n]\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=None)
