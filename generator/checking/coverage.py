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


class _Row(NamedTuple):
    """One endpoint of the index; a group or a support that it does not tell is empty."""

    number: str
    method: str
    path: str
    group: str
    support: str
    location: Location

    def __str__(self) -> str:
        return f"#{self.number} {self.method} {self.path}"


@dataclass(frozen=True)
class Report:
    """How the specification and the index compare."""

    lines: tuple[str, ...]  # what a person wants to know
    complete: bool  # whether every row is covered and every further operation gives its reason

    def __str__(self) -> str:
        return "\n".join(self.lines)


def coverage(document: JoinedDocument, index: Path) -> Report:
    """Compare the operations of `document` with the endpoint table in the file `index`.

    Paths are compared without the names of their parameters and without a slash at the end. An
    operation that the index does not have says in `x-acme-note` why it is there.
    """
    operations = {
        _endpoint(each.method, each.path): each for each in Specification(document).operations
    }
    rows = _rows(index)
    covered = [(row, operations[key]) for key, row in rows.items() if key in operations]
    missing = [row for key, row in rows.items() if key not in operations]
    extra = [each for key, each in operations.items() if key not in rows]
    notes = [" ".join(each.node["x-acme-note"].text.split()) for each in extra]
    lines = [f"{len(covered)} of {len(rows)} rows covered."]
    lines += [f"missing: {row} ({row.location})" for row in missing]
    for operation, note in zip(extra, notes, strict=True):
        what = f"{operation.id} ({operation.method} {operation.path})"
        place = document.locate(*operation.node.pointer)
        lines.append(f"extra: {what}: {note or f'without a reason ({place})'}")
    for row, operation in covered:
        lines += [f"differs: {row}: {each}" for each in _differences(row, operation)]
    return Report(tuple(lines), not missing and all(notes))


def _endpoint(method: str, path: str) -> tuple[str, str]:
    return method.upper(), _PARAMETER.sub("{}", path).rstrip("/")


def _differences(row: _Row, operation: Operation) -> Iterator[str]:
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


def _rows(index: Path) -> dict[tuple[str, str], _Row]:
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _refuse(Location(index, 1), f"the index cannot be read: {error}")
    columns: list[str] = []
    rows: dict[tuple[str, str], _Row] = {}
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
            row = _Row(endpoint, method.upper(), path, group, support, place)
            known = rows.setdefault(_endpoint(row.method, row.path), row)
            if known is not row:
                _refuse(row.location, f"{row} stands in the table already, as #{known.number}")
    if not rows:
        _refuse(Location(index, 1), "the index holds no table `| # | method | path |`")
    return rows


def _refuse(location: Location, message: str) -> NoReturn:
    refuse(location, "endpoint-index", message, "Name the file with the endpoint table.")
