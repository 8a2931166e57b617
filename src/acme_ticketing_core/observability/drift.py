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


@final
class Known:
    """Descriptions of differences met: describing is slow, it reads the answer once more."""

    def __init__(self) -> None:
        # The first description of each kind, and what was made of answers that differ alike.
        self.told: Final[dict[tuple[str, Met], Surprise]] = {}
        self.said: Final[dict[tuple[Any, ...], list[Drift]]] = {}
        self._looks: Final[dict[str, int]] = {}

    def look(self, operation_id: str) -> bool:
        """Describe the first sixteen answers of an operation that differ, then powers of two."""
        number = self._looks.get(operation_id, 0) + 1
        self._looks[operation_id] = number
        return number <= _FIRST_LOOKS or not number & (number - 1)

    def keep(self, operation_id: str, described: Described) -> None:
        if len(self.told) > _MOST_DESCRIBED:
            self.told.clear()
            self.said.clear()
        for met, found in described.items():
            self.told.setdefault((operation_id, met), next(iter(found)))


_warned: set[tuple[str, Met]] = set()


def drift_of(
    operation_id: str,
    status: int,
    met: Mapping[Met, int],
    describe: Callable[[], Described],
    known: Known,
    *,
    everything: bool,
) -> list[Drift]:
    look = everything and known.look(operation_id)
    again = (operation_id, status, everything, *met.items())
    if not look and (said := known.said.get(again)) is not None:
        return said
    new = [
        each for each in met if each.kind not in _EVERYDAY and (operation_id, each) not in _warned
    ]
    wanted = [*met] if everything else new
    fresh: Described = {}
    if wanted and (look or any((operation_id, each) not in known.told for each in wanted)):
        fresh = describe()
        known.keep(operation_id, fresh)
    found: list[Drift] = []
    for each in wanted:
        if each in fresh:
            drifts = [_drift(operation_id, status, each, one) for one in fresh[each]]
        elif (first := known.told.get((operation_id, each))) is not None:
            drift = _drift(operation_id, status, each, first)
            drifts = [drift._replace(times=met[each], as_specified=None)]
        else:
            continue
        if each in new:
            _warn(drifts[0])
            _warned.add((operation_id, each))
        found += drifts
    if not fresh:
        if len(known.said) > _MOST_DESCRIBED:
            known.said.clear()
        known.said[again] = found
    return found


def _drift(operation_id: str, status: int, met: Met, found: Surprise) -> Drift:
    return Drift(
        operation_id, status, met.schema, found.path, met.kind, found.expected, found.found,
        found.times, found.shape, found.new_value, found.as_specified,
    )  # fmt: skip


def _warn(drift: Drift) -> None:
    if len(_warned) < _MOST_WARNINGS:
        message = "%s differs from the specification: %s: %s, expected %s, found %s"
        where = drift.path or "the answer"
        _LOG.warning(message, drift.operation_id, where, drift.kind, drift.expected, drift.found)
    elif len(_warned) == _MOST_WARNINGS:
        _LOG.warning("further differences from the specification are not logged")
