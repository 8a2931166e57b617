"""A journal of edits, to revert them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, Final, NamedTuple, final
from uuid import uuid4

from acme_ticketing_core.errors import ConfigurationError, DecodeError, InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.values import value_at
from acme_ticketing_core.runtime.files import append_line, opened_to_append
from acme_ticketing_core.settings.environments import file_name

_HEADER: Final = {
    "journal": 1,
    "note": "Before and after of edited objects: personal data. Delete it when it is of no use.",
}

_HEAD: Final = 256
"""Bytes that are read of a file's beginning: more than a header."""
_NO_JOURNAL: Final = "is no journal of edits of this version"


class JournalEntry(NamedTuple):
    """One edit of a journal.

    Attributes:
        id: its own.
        at: when it was sent, ISO 8601.
        operation: the id of the operation that wrote.
        arguments: what the object is read by.
        before: the object before, as JSON.
        after: the object after, as JSON: as it was read back, else as it was sent.
        outcome: `sent` (nothing more is known), `done`, `damaged`, `in doubt`, or `undone` since.
        sent: the object as it was sent, as JSON.
        was_read: whether `after` was read back.

    """

    id: str
    at: str
    operation: str
    arguments: Mapping[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]
    outcome: str
    sent: dict[str, Any]
    was_read: bool = False


@final
class EditJournal:
    """A file that keeps before and after of every edit, one JSON object a line.

    The file holds personal data: it says so in its first line, and only its owner can read it.
    An edit is written down before it is sent. Processes may share a file. Where it cannot be
    written, or is another program's, `ConfigurationError` is raised.

    Args:
        path: the file; made if there is none.

    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path: Final = Path(file_name("EditJournal(path)", path))

    def __repr__(self) -> str:
        return f"EditJournal({str(self.path)!r})"

    def check(self) -> None:
        """See that it can be written, and is no other program's."""
        self._append(b"")

    def begin(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        before: dict[str, Any],
        after: dict[str, Any],
        now: datetime,
    ) -> str:
        """Note an edit before it is sent; gives its id."""
        entry = uuid4().hex
        line = {
            "id": entry,
            "at": now.isoformat(timespec="milliseconds"),
            "operation": operation,
            "arguments": dict(arguments),
            "before": before,
            "after": after,
            "outcome": "sent",
        }
        self._append(json.dumps(line) + b"\n")
        return entry

    def end(self, entry: str, outcome: str, after: dict[str, Any] | None = None) -> None:
        """Note what became of it."""
        line = {"id": entry, "outcome": outcome} | ({} if after is None else {"after": after})
        self._append(json.dumps(line) + b"\n")

    def entries(self) -> list[JournalEntry]:
        """Give the edits, newest first; `InvalidArgument` if there is no journal to be read."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except OSError as error:
            raise InvalidArgument(f"{self.path} cannot be read: {error.strerror}") from None
        read: list[tuple[int, Any]] = []
        for number, line in enumerate(lines, 1):
            with suppress(DecodeError):  # cut off while it was written: that edit was not sent
                read.append((number, json.loads(line)))
        if not read or not _is_header(read[0][1]):
            raise InvalidArgument(f"{self.path} {_NO_JOURNAL}")
        found: dict[str, JournalEntry] = {}
        for number, line in read:
            if _is_header(line):
                continue  # two processes that begin a file at once may both write it
            try:
                _take(line, found)
            except (KeyError, TypeError):
                problem = f"{self.path}: line {number} is none of a journal of edits"
                raise InvalidArgument(problem) from None
        return list(found.values())[::-1]

    def _append(self, line: bytes) -> None:
        try:
            with opened_to_append(self.path, 0o600) as file:
                head = os.pread(file, _HEAD, 0)
                if not head:
                    line = json.dumps(_HEADER) + b"\n" + line
                elif not _begins_a_journal(head):
                    raise ConfigurationError(f"{self.path} {_NO_JOURNAL}: name another file")
                os.fchmod(file, 0o600)
                append_line(file, line)
                os.fsync(file)
        except OSError as error:
            problem = f"the journal {self.path} cannot be written: {error.strerror}"
            raise ConfigurationError(problem) from None


def _begins_a_journal(head: bytes) -> bool:
    with suppress(DecodeError):
        return _is_header(json.loads(head.partition(b"\n")[0]))
    return False


def _is_header(line: Any) -> bool:
    return bool(value_at(line, "journal") == _HEADER["journal"])


def _take(line: dict[str, Any], found: dict[str, JournalEntry]) -> None:
    """Add an edit to those that were found, or what became of one."""
    if "operation" in line:
        entry = JournalEntry(**line, sent=line["after"])
    elif known := found.get(line["id"]):
        new = {key: line[key] for key in ("outcome", "after") if key in line}
        entry = known._replace(**new, was_read=known.was_read or "after" in new)
    else:
        return
    if not type(entry.before) is type(entry.after) is type(entry.sent) is dict:
        raise TypeError
    found[entry.id] = entry
