"""What a client tells of answers that differ from the specification; never a value."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple, TypeAlias, final

from acme_ticketing_core.models.reading import Kind, Met, Surprise

_LOG: Final = logging.getLogger("acme_ticketing")
_EVERYDAY: Final = frozenset({"unknown field", "null"})
_MOST_WARNINGS: Final = 20
_MOST_DESCRIBED: Final = 4096
_FIRST_LOOKS: Final = 16

Described: TypeAlias = Mapping[Met, Collection[Surprise]]


class Drift(NamedTuple):
    """A kind of difference between answers and the specification.

    Attributes:
        operation_id: the operation, `b2b.events.get`.
        status: the HTTP status of the answer.
        schema: the schema that describes the field, `Event`; empty for the answer itself.
        path: the wire names that lead to the field, `list[].priceList.name`.
        kind: how it differs; see `Kind`.
        expected: what the specification says, in words.
        found: what came: a JSON type, or the form of a text (`date-time`, `24 hex`, `text`).
        times: how often it was met in this answer.
        shape: what came as forms and types, arrays and objects in turn; nothing of its values.
        new_value: for `unknown value` the value itself, if it looks like a word of an enumeration.
        as_specified: how many values at the same place of this answer do not differ, if known.

    """

    operation_id: str
    status: int
    schema: str
    path: str
    kind: Kind
    expected: str
    found: str
    times: int
    shape: Any
    new_value: str | None = None
    as_specified: int | None = None


_warned: set[tuple[str, Met]] = set()


@final
class Known:
    """What differed so far: describing it is slow, it reads the answer once more."""

    def __init__(self) -> None:
        self._first: Final[dict[tuple[str, Met], Surprise]] = {}  # description of each kind
        self._said: Final[dict[tuple[Any, ...], list[Drift]]] = {}  # of answers that differ alike
        self._looks: Final[dict[str, int]] = {}

    def drift(
        self,
        operation_id: str,
        status: int,
        met: Mapping[Met, int],
        describe: Callable[[], Described],
        *,
        everything: bool,
    ) -> list[Drift]:
        look = everything and self._look(operation_id)
        again = (operation_id, status, everything, *met.items())
        if not look and (said := self._said.get(again)) is not None:
            return said
        for kept in (self._first, self._said):
            if len(kept) > _MOST_DESCRIBED:
                kept.clear()
        new = [
            each
            for each in met
            if each.kind not in _EVERYDAY and (operation_id, each) not in _warned
        ]
        wanted = [*met] if everything else new
        fresh: Described = {}
        if wanted and (look or any((operation_id, each) not in self._first for each in wanted)):
            fresh = describe()
        found: list[Drift] = []
        for each in wanted:
            surprises = fresh.get(each, ())
            if surprises:
                self._first.setdefault((operation_id, each), next(iter(surprises)))
            elif (first := self._first.get((operation_id, each))) is not None:
                surprises = [first._replace(times=met[each], as_specified=None)]
            drifts = [
                Drift(operation_id, status, each.schema, kind=each.kind, **one._asdict())
                for one in surprises
            ]
            if drifts and each in new:
                _warn(drifts[0])
                _warned.add((operation_id, each))
            found += drifts
        if not fresh:
            self._said[again] = found
        return found

    def _look(self, operation_id: str) -> bool:
        """Describe the first sixteen answers of an operation that differ, then powers of two."""
        number = self._looks.get(operation_id, 0) + 1
        self._looks[operation_id] = number
        return number <= _FIRST_LOOKS or not number & (number - 1)


def _warn(drift: Drift) -> None:
    if len(_warned) < _MOST_WARNINGS:
        message = "%s differs from the specification: %s: %s, expected %s, found %s"
        where = drift.path or "the answer"
        _LOG.warning(message, drift.operation_id, where, drift.kind, drift.expected, drift.found)
    elif len(_warned) == _MOST_WARNINGS:
        _LOG.warning("further differences from the specification are not logged")
