"""The drift log: a JSON line for each kind of difference, and later ones with further counts."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from typing import TYPE_CHECKING, Any, Final, cast, final

from acme_ticketing_core.runtime.files import append_line, opened_to_append
from acme_ticketing_core.runtime.process import Locked

if TYPE_CHECKING:
    from acme_ticketing_core.observability.drift import Drift
    from acme_ticketing_core.runtime.clock import Clock

_LOG: Final = logging.getLogger("acme_ticketing.drift_log")

LONGEST_LINE: Final = 4096  # bytes that the system appends in one piece
MOST_KINDS: Final = 2000  # that a client tells apart; further ones are not written
LARGEST_FILE: Final = 64 * 1024 * 1024  # bytes; to a larger one nothing is appended
_INTERVAL: Final = 60.0
_DEPTHS: Final = (4, 3, 2, 1, 0)
_LONGEST_NAME: Final = 400
_DIGITS: Final = re.compile(r"[0-9]+")


@final
class _Seen:
    """A kind of difference with what is not yet written of it."""

    def __init__(self, head: dict[str, Any]) -> None:
        self.head: Final = head  # what a line says of the kind
        self.written(0)

    def written(self, counted: int) -> None:
        self.times = self.answers = 0
        self.as_specified = 0  # values at the same place that did not differ
        self.counted = counted  # answers of the operation that lines tell of so far


@final
class DriftLog(Locked):
    """Writes differences to a file; a full or broken disk disturbs no call, and is tried again."""

    def __init__(self, file: str, version: str, clock: Clock) -> None:
        self._file: Final = os.path.abspath(file)  # noqa: PTH100 - pathlib is for who needs it
        self._version: Final = version
        self._clock: Final = clock
        self._seen: Final[dict[tuple[Any, ...], _Seen]] = {}
        self._new: Final[list[_Seen]] = []
        self._same: Final[dict[int, tuple[list[Drift], list[tuple[_Seen, int, int]]]]] = {}
        self._answers: Final[dict[str, int]] = {}
        self._due = clock.monotonic() + _INTERVAL
        self._warned = False
        super().__init__()

    def flush(self) -> None:
        with self._lock:
            self._write_all()

    def reset_after_fork(self) -> None:
        """Leave to the parent what it has not written."""
        super().reset_after_fork()
        for seen in self._seen.values():
            seen.written(self._answers_of(seen))

    def answered(self, operation_id: str) -> None:
        """Count an answer: it is told of every one, so this has to be fast."""
        with self._lock:
            self._answers[operation_id] = self._answers.get(operation_id, 0) + 1

    def met(self, found: list[Drift]) -> None:
        """Add up; the same list again, if an answer differs as one before, is known."""
        with self._lock:
            same = self._same.get(id(found))
            kinds = same[1] if same is not None and same[0] is found else self._kinds_of(found)
            for seen, times, as_specified in kinds:
                seen.times += times
                seen.answers += 1
                seen.as_specified += as_specified
            if self._clock.monotonic() >= self._due:
                self._write_all()
            elif self._new and not self._warned:
                self._write(self._new)
            self._new.clear()

    def _kinds_of(self, found: list[Drift]) -> list[tuple[_Seen, int, int]]:
        kinds: list[tuple[_Seen, int, int]] = []
        for drift in found:
            key = (drift[:5], drift.found, drift.new_value, repr(drift.shape))
            if key not in self._seen and len(self._seen) < MOST_KINDS:
                self._seen[key] = _Seen(_head(drift, self._version))
                self._new.append(self._seen[key])
            if key in self._seen:
                kinds.append((self._seen[key], drift.times, drift.as_specified or 0))
        if len(self._same) >= MOST_KINDS:
            self._same.clear()
        self._same[id(found)] = found, kinds
        return kinds

    def _write_all(self) -> None:
        self._due = self._clock.monotonic() + _INTERVAL
        self._write(list(self._seen.values()))

    def _write(self, all_seen: list[_Seen]) -> None:
        day = time.strftime("%Y-%m-%d", time.gmtime(self._clock.now()))
        waiting = [each for each in all_seen if each.times or each.counted < self._answers_of(each)]
        if not waiting:
            return
        try:
            with opened_to_append(self._file, 0o666, LARGEST_FILE) as file:
                for seen in waiting:
                    append_line(file, self._line(seen, day))
                    seen.written(self._answers_of(seen))
        except OSError as error:
            if not self._warned:
                self._warned = True
                _LOG.warning("the drift log %s cannot be written: %s", self._file, error.strerror)

    def _answers_of(self, seen: _Seen) -> int:
        return self._answers.get(seen.head["operation"], 0)

    def _line(self, seen: _Seen, day: str) -> bytes:
        entry = {
            **seen.head,
            "times": seen.times,
            "answers": seen.answers,
            "as_specified": seen.as_specified,
            "answers_in_all": self._answers_of(seen) - seen.counted,
            "day": day,
        }
        return (json.dumps(entry, separators=(",", ":")) + "\n").encode()


def _head(drift: Drift, version: str) -> dict[str, Any]:
    head = {
        "operation": drift.operation_id,
        "status": drift.status,
        "schema": drift.schema,
        "path": _cut(drift.path),
        "kind": drift.kind,
        "expected": _cut(drift.expected),
        "found": _DIGITS.sub("#", drift.found) if drift.kind == "total" else drift.found,
        "shape": drift.shape,
        "version": version,
    }
    if drift.new_value is not None:
        head["value"] = drift.new_value
    for depth in _DEPTHS:
        if len(json.dumps(head)) < LONGEST_LINE - 300:  # for the counts
            break
        head["shape"] = _shallower(head["shape"], depth)
    return head


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"


def _shallower(shape: Any, depth: int) -> Any:
    if isinstance(shape, dict):
        inner = cast("dict[str, Any]", shape).items()
        return {key: _shallower(each, depth - 1) for key, each in inner} if depth else "object"
    if isinstance(shape, list):
        items: list[Any] = cast("Any", shape)
        return [_shallower(each, depth - 1) for each in items] if depth else "array"
    return shape
