"""Compares the specification with an index of the API's endpoints.

The index is a Markdown table with the columns `#`, `method` and `path`, and if it has them `group`
(the fact file, without `.md`) and `support` (a letter, then remarks such as "older").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, NoReturn

from ..reading.join import JoinedDocument
from ..reading.problem import Location, refuse
from ..reading.specification import Operation, Specification

_PARAMETER = re.compile(r"\{[^{}]*\}")
_COLUMNS = ("#", "method", "path", "group", "support")


class IndexRow(NamedTuple):
    """One endpoint of the index; a group or a support that it does not tell is empty."""

    number: str
    method: str
    path: str
    group: str
    support: str
    location: Location

    def __str__(self) -> str:
        return f"#{self.number} {self.method} {self.path}"


class CoveredRow(NamedTuple):
    """A row, the operation that describes it, and where both differ, a sentence each."""

    row: IndexRow
    operation_id: str
    differences: tuple[str, ...]


class ExtraOperation(NamedTuple):
    """An operation that the index does not have; its note is the reason why it is there."""

    operation_id: str
    method: str
    path: str
    note: str
    location: Location


@dataclass(frozen=True)
class Report:
    """How the specification and the index compare; printed, it is what a person wants to know."""

    covered: tuple[CoveredRow, ...]  # rows that an operation describes, in the order of the index
    missing: tuple[IndexRow, ...]  # rows that none does
    extra: tuple[ExtraOperation, ...]  # operations that no row names

    @property
    def complete(self) -> bool:
        """Whether every row is covered and every extra operation gives its reason."""
        return not self.missing and all(operation.note for operation in self.extra)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        rows = len(self.covered) + len(self.missing)
        yield f"{len(self.covered)} of {rows} rows covered."
        for row in self.missing:
            yield f"missing: {row} ({row.location})"
        for operation in self.extra:
            reason = " ".join(operation.note.split()) or f"without a reason ({operation.location})"
            what = f"{operation.operation_id} ({operation.method} {operation.path})"
            yield f"extra: {what}: {reason}"
        for covered in self.covered:
            for difference in covered.differences:
                yield f"differs: {covered.row}: {difference}"


def coverage(document: JoinedDocument, index: Path) -> Report:
    """Compare the operations of `document` with the endpoint table in the file `index`.

    Paths are compared without the names of their parameters and without a slash at the end.
    """
    specification = Specification(document)
    operations = {_endpoint(each.method, each.path): each for each in specification.operations}
    rows = _rows(index)
    covered = [
        CoveredRow(row, operations[endpoint].id, tuple(_differences(row, operations[endpoint])))
        for endpoint, row in rows.items()
        if endpoint in operations
    ]
    extra = [
        ExtraOperation(
            operation.id,
            operation.method,
            operation.path,
            operation.node["x-acme-note"].text.strip(),
            document.locate(*operation.node.pointer),
        )
        for endpoint, operation in operations.items()
        if endpoint not in rows
    ]
    missing = [row for endpoint, row in rows.items() if endpoint not in operations]
    return Report(tuple(covered), tuple(missing), tuple(extra))


def _endpoint(method: str, path: str) -> tuple[str, str]:
    return method.upper(), _PARAMETER.sub("{}", path).rstrip("/")


def _differences(row: IndexRow, operation: Operation) -> Iterator[str]:
    source = operation.node["x-acme-source"]
    # What was met in production outranks the index, whose file then comes second.
    support, file = source["support"].text, source["file"].text
    observed = support == "observed"
    if row.support and not observed and support != row.support[0]:
        yield f"{operation.id} says support {support or 'nothing'}"
    file = source["also"].text if observed else file
    if row.group and file.removesuffix(".md") != row.group:
        yield f"{operation.id} names {file or 'no file'} as its source"
    if "older" in row.support and operation.node["deprecated"].value is not True:
        yield f"{operation.id} is not marked as deprecated"


def _rows(index: Path) -> dict[tuple[str, str], IndexRow]:
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _refuse(Location(index, 1), f"the index cannot be read: {error}")
    columns: list[str] = []
    rows: dict[tuple[str, str], IndexRow] = {}
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        if not columns:
            columns = cells if set(cells) >= set(_COLUMNS[:3]) else []
        elif not line.startswith("|"):
            break
        elif not set(line) <= set("|-: "):
            told = dict(zip(columns, cells, strict=False))
            endpoint, method, path, group, support = (told.get(name, "") for name in _COLUMNS)
            place = Location(index, number)
            row = IndexRow(endpoint, method.upper(), path, group, support, place)
            known = rows.setdefault(_endpoint(row.method, row.path), row)
            if known is not row:
                _refuse(row.location, f"{row} stands in the table already, as #{known.number}")
    if not rows:
        _refuse(Location(index, 1), "the index holds no table `| # | method | path |`")
    return rows


def _refuse(location: Location, message: str) -> NoReturn:
    refuse(location, "endpoint-index", message, "Name the file with the endpoint table.")
