"""Compares the specification with an index of the API's endpoints.

The index is a Markdown table with the columns `#`, `method` and `path`, and any others.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple, NoReturn

from ..reading.join import JoinedDocument
from ..reading.problem import Location, refuse
from ..reading.specification import Specification

_PARAMETER = re.compile(r"\{[^{}]*\}")
_COLUMNS = ("#", "method", "path")


class Report(NamedTuple):
    """How the specification and the index compare."""

    lines: list[str]  # what a person wants to know
    complete: bool  # whether every row is covered and every further operation gives its reason


def coverage(document: JoinedDocument, index: Path) -> Report:
    """Compare the operations of `document` with the endpoint table in the file `index`.

    Paths are compared without the names of their parameters and without a slash at the end. An
    operation that the index does not have says in `x-acme-note` why it is there.
    """
    operations = {
        _endpoint(each.method, each.path): each for each in Specification(document).operations
    }
    rows = _rows(index)
    missing = [row for key, row in rows.items() if key not in operations]
    extra = [each for key, each in operations.items() if key not in rows]
    notes = [" ".join(each.node["x-acme-note"].text.split()) for each in extra]
    lines = [f"{len(rows) - len(missing)} of {len(rows)} rows covered."]
    lines += [f"missing: {row} ({place})" for row, place in missing]
    for operation, note in zip(extra, notes, strict=True):
        what = f"{operation.id} ({operation.method} {operation.path})"
        place = document.locate(*operation.node.pointer)
        lines.append(f"extra: {what}: {note or f'without a reason ({place})'}")
    return Report(lines, not missing and all(notes))


def _endpoint(method: str, path: str) -> tuple[str, str]:
    return method.upper(), _PARAMETER.sub("{}", path).rstrip("/")


def _rows(index: Path) -> dict[tuple[str, str], tuple[str, Location]]:
    """Return how each row of the table is called, and its place, by its endpoint."""
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _refuse(Location(index, 1), f"the index cannot be read: {error}")
    columns: list[str] = []
    rows: dict[tuple[str, str], tuple[str, Location]] = {}
    for line_number, line in enumerate(lines, start=1):
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        if not columns:
            columns = cells if set(cells) >= set(_COLUMNS) else []
        elif not line.startswith("|"):
            break
        elif not set(line) <= set("|-: "):
            told = dict(zip(columns, cells, strict=False))
            number, method, path = (told.get(name, "") for name in _COLUMNS)
            row, place = f"#{number} {method.upper()} {path}", Location(index, line_number)
            known, known_place = rows.setdefault(_endpoint(method, path), (row, place))
            if known_place != place:
                _refuse(place, f"{row} stands in the table already, as {known}")
    if not rows:
        _refuse(Location(index, 1), "the index holds no table `| # | method | path |`")
    return rows


def _refuse(location: Location, message: str) -> NoReturn:
    refuse(location, "endpoint-index", message, "Name the file with the endpoint table.")
