"""The drift log: how answers differ from the specification, in a file, and nothing of what they say.

One JSON line for each kind of difference that a client newly meets, and later lines with further
counts; a reader adds them up. A line holds types, forms and names of the specification, and no
value but a new word of an enumeration. Many threads and processes may write one file.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import stat
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Self, cast, final

from acme_ticketing_core.observability.hooks import Hooks
from acme_ticketing_core.runtime.process import reset_after_fork

if TYPE_CHECKING:
    from acme_ticketing_core.observability.drift import Drift
    from acme_ticketing_core.runtime.clock import Clock

_LOG: Final = logging.getLogger("acme_ticketing.drift_log")

LONGEST_LINE: Final = 4096
"""Bytes of a line: the system appends so many in one piece."""
MOST_KINDS: Final = 2000
"""Kinds of differences that a client tells apart; further ones are not written."""
LARGEST_FILE: Final = 64 * 1024 * 1024
"""Bytes of a file to which more is appended."""
_INTERVAL: Final = 60.0
_DEPTHS: Final = (4, 3, 2, 1, 0)
_LONGEST_NAME: Final = 400
_DIGITS: Final = re.compile(r"[0-9]+")


@final
class _Seen:
    """A kind of difference with what is not yet written of it.

    Attributes:
        head: what a line says of the kind.
        times: how often it was met.
        answers: in how many answers.
        as_specified: how many values at the same place did not differ.
        counted: how many answers of the operation earlier lines tell of.
        new: whether it was just met for the first time.

    """

    def __init__(self, head: dict[str, Any]) -> None:
        self.head: Final = head
        self.times = 0
        self.answers = 0
        self.as_specified = 0
        self.counted = 0
        self.new = True


@final
class DriftLog:
    """Writes the differences that a client is told of to a file.

    A disk that is full or broken disturbs no call: there is one warning, and what could not be
    written is tried again later.
    """

    def __init__(self, file: str, version: str, clock: Clock) -> None:
        self._file: Final = os.path.abspath(file)  # noqa: PTH100 - pathlib is for who needs it
        self._version: Final = version
        self._clock: Final = clock
        self._seen: Final[dict[tuple[Any, ...], _Seen]] = {}
        self._same: Final[dict[int, tuple[list[Drift], list[tuple[_Seen, int, int]]]]] = {}
        self._answers: Final[dict[str, int]] = {}
        self._due = clock.monotonic() + _INTERVAL
        self._warned = False
        self._lock = threading.Lock()
        reset_after_fork(self)

    @property
    def hooks(self) -> Hooks:
        return Hooks(recorders=(self,))

    def flush(self) -> None:
        with self._lock:
            self._write_all()

    def reset_after_fork(self) -> None:
        """Leave to the parent what it has not written."""
        self._lock = threading.Lock()
        for seen in self._seen.values():
            seen.times = seen.answers = seen.as_specified = 0
            seen.counted = self._answers.get(seen.head["operation"], 0)

    def answered(self, operation_id: str) -> None:
        with self._lock:
            self._answers[operation_id] = self._answers.get(operation_id, 0) + 1

    def met(self, found: list[Drift]) -> None:
        """Add up how an answer differs; what was told before in the same list is known."""
        with self._lock:
            same = self._same.get(id(found))
            kinds = same[1] if same is not None and same[0] is found else self._kinds_of(found)
            new: list[_Seen] = []
            for seen, times, as_specified in kinds:
                if seen.new:
                    seen.new = False
                    new.append(seen)
                seen.times += times
                seen.answers += 1
                seen.as_specified += as_specified
            if self._clock.monotonic() >= self._due:
                self._write_all()
            elif new and not self._warned:
                self._write(new)

    def _kinds_of(self, found: list[Drift]) -> list[tuple[_Seen, int, int]]:
        """Give the kinds of differences, with how often they were met and how often not."""
        kinds = [
            (seen, drift.times, drift.as_specified or 0)
            for drift in found
            if (seen := self._seen_of(drift)) is not None
        ]
        if len(self._same) >= MOST_KINDS:
            self._same.clear()
        self._same[id(found)] = found, kinds
        return kinds

    def _seen_of(self, drift: Drift) -> _Seen | None:
        """Give the kind of a difference; None if it is one too many."""
        shape = drift.shape if drift.shape.__class__ is str else repr(drift.shape)
        key = (drift[:5], drift.found, drift.new_value, shape)
        seen = self._seen.get(key)
        if seen is None:
            if len(self._seen) >= MOST_KINDS:
                return None
            seen = self._seen[key] = _Seen(_head(drift, self._version))
        return seen

    def _write_all(self) -> None:
        self._due = self._clock.monotonic() + _INTERVAL
        self._write(list(self._seen.values()))

    def _write(self, all_seen: list[_Seen]) -> None:
        """Append a line for each kind that has news."""
        day = time.strftime("%Y-%m-%d", time.gmtime(self._clock.now()))
        waiting = [seen for seen in all_seen if self._has_news(seen)]
        if not waiting:
            return
        try:
            with _Appending(self._file) as appending:
                for seen in waiting:
                    appending.append(self._line(seen, day))
                    seen.counted = self._answers.get(seen.head["operation"], 0)
                    seen.times = seen.answers = seen.as_specified = 0
        except OSError as error:
            if not self._warned:
                self._warned = True
                _LOG.warning("the drift log %s cannot be written: %s", self._file, error.strerror)

    def _has_news(self, seen: _Seen) -> bool:
        return bool(seen.times) or seen.counted < self._answers.get(seen.head["operation"], 0)

    def _line(self, seen: _Seen, day: str) -> bytes:
        entry = {
            **seen.head,
            "times": seen.times,
            "answers": seen.answers,
            "as_specified": seen.as_specified,
            "answers_in_all": self._answers.get(seen.head["operation"], 0) - seen.counted,
            "day": day,
        }
        return (json.dumps(entry, separators=(",", ":")) + "\n").encode()


class _Appending:
    """A file to which whole lines are appended, open for as long as that takes."""

    def __init__(self, file: str) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
        for name in ("O_CLOEXEC", "O_NONBLOCK", "O_BINARY"):
            flags |= getattr(os, name, 0)
        self._descriptor = os.open(file, flags, 0o666)

    def __enter__(self) -> Self:
        try:
            if _size(self._descriptor):
                os.lseek(self._descriptor, -1, os.SEEK_END)
                if os.read(self._descriptor, 1) != b"\n":  # a line that a full disk cut off
                    self.append(b"\n")
        except OSError:
            os.close(self._descriptor)
            raise
        return self

    def append(self, line: bytes) -> None:
        """Append a line in one piece."""
        if os.write(self._descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def __exit__(self, *_error: object) -> None:
        os.close(self._descriptor)


def _size(descriptor: int) -> int:
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file")
    if state.st_size > LARGEST_FILE:
        raise OSError(errno.EFBIG, "it has grown too large")
    return state.st_size


def _head(drift: Drift, version: str) -> dict[str, Any]:
    """Give what a line says of a kind: so much of its shape that the line is not too long."""
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
    """Give a shape of fewer levels."""
    items: list[Any] = shape
    if isinstance(shape, dict):
        inner = cast("dict[str, Any]", shape)
        if not depth:
            return "object"
        return {key: _shallower(each, depth - 1) for key, each in inner.items()}
    if isinstance(shape, list):
        return [_shallower(each, depth - 1) for each in items] if depth else "array"
    return shape
