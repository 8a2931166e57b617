"""Objects of one kind, kept in the shape in which the API sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from acme_ticketing.spec import document

from ..http.refusal import Refusal

Record = dict[str, Any]


def some_of(record: Mapping[str, Any], names: Iterable[str]) -> Record:
    """Return what a record has of some fields."""
    return {name: record[name] for name in names if name in record}


def all_but(record: Record, *names: str) -> Record:
    """Return what a record has besides some fields."""
    return {name: value for name, value in record.items() if name not in names}


def renamed(record: Mapping[str, Any], **names: str) -> Record:
    """Return what a record has of some fields, each under its new name."""
    return {new: record[old] for new, old in names.items() if old in record}


def entries(record: Record, name: str, place: str = "body") -> Iterator[tuple[Any, str]]:
    """Yield what a list of a record holds, if it has it, each entry with its place."""
    for index, entry in enumerate(record.get(name) or []):
        yield entry, f"{place}.{name}[{index}]"


def shaped(schema: str, /, *records: Record, **own: Any) -> Record:
    """Return what is known of the fields that a schema of the specification has.

    A field's value is its own one, or that of the first record that has it; None: it has none.
    """
    known: Record = {}
    for each in (*reversed(records), own):
        known |= each
    return {name: known[name] for name in _fields(schema) if known.get(name) is not None}


@cache
def _fields(schema: str) -> tuple[str, ...]:
    return tuple(document()["components"]["schemas"][schema]["properties"])


class Records:
    """Records by id, in the order in which they were made.

    Args:
        what: what one of them is called in a refusal, "event".
        new_id: makes the id of a new record.
        key: the field that holds it.

    """

    def __init__(self, what: str, new_id: Callable[[], str | int], key: str = "id") -> None:
        self._what = what
        self._new_id = new_id
        self._key = key
        self._by_id: dict[str, Record] = {}

    def __iter__(self) -> Iterator[Record]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def restore(self, kept: list[Record]) -> None:
        """Hold these records and no others."""
        self._by_id = {str(record[self._key]): record for record in kept}

    def add(self, record: Record, *, id: str | int | None = None) -> Record:
        """Keep a new record under a new id or this one, which comes first in it, and return it."""
        new_id = self._new_id() if id is None else id
        kept = {self._key: new_id, **all_but(record, self._key)}
        self._by_id[str(new_id)] = kept
        return kept

    def where(self, field: str, value: object) -> Records:
        """Return those whose field has this value."""
        found = Records(self._what, self._new_id, self._key)
        found.restore([record for record in self if record.get(field) == value])
        return found

    def find(self, id: object) -> Record | None:
        return self._by_id.get(str(id))

    def get(self, id: object) -> Record:
        """Return the record that a path names, or refuse with 404."""
        found = self.find(id)
        if found is None:
            raise Refusal(404, f"there is no {self._what} {id}")
        return found

    def referred(self, id: object, place: str) -> Record:
        """Return the record that a body or a query names at `place`, or refuse with 400."""
        found = self.find(id)
        if id is None:
            raise Refusal(400, f"{place} is missing")
        if found is None:
            raise Refusal(400, f"{place}: there is no {self._what} {id!r}")
        return found

    def replace(self, id: object, record: Record) -> Record:
        """Put `record` in the place of the one with this id, which it keeps, and return it."""
        kept = {**record, self._key: self.get(id)[self._key]}
        self._by_id[str(id)] = kept
        return kept

    def remove(self, id: object) -> Record:
        """Remove the record and return it, or refuse with 404."""
        removed = self.get(id)
        del self._by_id[str(id)]
        return removed
