"""What a client tells of answers that differ from the specification.

Every kind of difference is logged once for a process, and told to the hooks of each answer; a
value is never told. Unknown fields and nulls are everyday: they are told to hooks only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from acme_ticketing_core.models.reading import Kind, Met, Surprise

_LOG: Final = logging.getLogger("acme_ticketing")
_EVERYDAY: Final = frozenset({"unknown field", "null"})
_MOST_WARNINGS: Final = 20
_MOST_DESCRIBED: Final = 4096

Described: TypeAlias = Mapping[Met, Surprise]


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


_described: dict[tuple[str, Met], Surprise] = {}
_warned: set[tuple[str, Met]] = set()


def drift_of(
    operation_id: str,
    status: int,
    met: Mapping[Met, int],
    describe: Callable[[], Described],
    *,
    everything: bool,
) -> list[Drift]:
    """Describe what was met in an answer, and log what nobody was told yet.

    Args:
        operation_id: the operation.
        status: the HTTP status of the answer.
        met: how often each kind was met.
        describe: reads the answer once more, for the words; it is called for new kinds only.
        everything: give also what was logged before: somebody wants to know.

    """
    wanted = [
        each
        for each in met
        if everything or (each.kind not in _EVERYDAY and (operation_id, each) not in _warned)
    ]
    if not wanted:
        return []
    if any((operation_id, each) not in _described for each in wanted):
        if len(_described) > _MOST_DESCRIBED:
            _described.clear()
        _described.update(((operation_id, each), told) for each, told in describe().items())
    found = [
        Drift(
            operation_id, status, each.schema, told.path, each.kind, told.expected, told.found,
            met[each], told.shape,
        )
        for each in wanted
        if (told := _described.get((operation_id, each))) is not None
    ]  # fmt: skip
    for each, drift in zip(wanted, found, strict=False):
        if each.kind not in _EVERYDAY and (operation_id, each) not in _warned:
            _warn(drift)
            _warned.add((operation_id, each))
    return found


def _warn(drift: Drift) -> None:
    count = len(_warned)
    if count < _MOST_WARNINGS:
        place = drift.path or "the answer"
        _LOG.warning(
            "%s differs from the specification: %s: %s, expected %s, found %s",
            drift.operation_id, place, drift.kind, drift.expected, drift.found,
        )  # fmt: skip
    elif count == _MOST_WARNINGS:
        _LOG.warning("further differences from the specification are not logged")
