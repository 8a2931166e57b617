"""Rows as a database takes them: amounts, times and days with their types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, cast

from acme_ticketing_core.errors import AcmeError
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.models.objects import object_type
from acme_ticketing_core.runtime.unset import Unset

_LARGEST: Final = 2**63


class RowNotStorable(AcmeError):  # noqa: N818 - as the rest of the tree
    """A row that no database takes.

    Attributes:
        table: its table.
        id: its id; nothing of its content is told.

    """

    def __init__(self, table: str, id: str, problem: str) -> None:
        super().__init__(f"{table}: the row with the id {id} cannot be stored: {problem}")
        self.table: Final = table
        self.id: Final = id
        self.problem: Final = problem

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.table, self.id, self.problem)


def stored(table: str, row: Any) -> dict[str, Any]:
    """Give a row as it is stored.

    Raises:
        RowNotStorable: a database would refuse it, or it has no id.

    """
    typed = _typed(row)
    key = typed.get("id")
    if not isinstance(key, (int, str)) or key == "":
        raise RowNotStorable(table, "(none)", "it has no id")
    if isinstance(row.id, Unset):
        raise RowNotStorable(table, str(key), "its id is of another type than the others'")
    for problem in _problems(typed):
        raise RowNotStorable(table, str(key), problem)
    return typed


def _typed(row: Any) -> dict[str, Any]:
    """Give a model's JSON with values that have a type, wherever they were understood."""
    written: dict[str, Any] = row.to_dict()
    for field in object_type(row.__class__).fields:
        value = getattr(row, field.name)
        if isinstance(value, (Decimal, date, datetime)):
            written[field.wire] = value
        elif isinstance(value, Model):
            written[field.wire] = _typed(value)
        elif isinstance(value, list):
            items, given = cast("Any", value), written[field.wire]
            if len(items) == len(given):  # all of them were understood
                written[field.wire] = [
                    _typed(each) if isinstance(each, Model) else raw
                    for each, raw in zip(items, given, strict=True)
                ]
    return written


def _problems(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in cast("Any", value).values():
            yield from _problems(each)
    elif isinstance(value, list):
        for each in cast("Any", value):
            yield from _problems(each)
    elif isinstance(value, str) and "\0" in value:
        yield "a text in it has a zero byte"
    elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        yield "a number in it has more than 64 bits"
