"""The last calls of a sandbox, with their requests and answers, and who waits for the next one."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from ..http.messages import Exchange, read_json

KEPT_CALLS = 10_000
KEPT_BYTES = 64_000_000
_DEEPEST = 12


@dataclass(frozen=True)
class Entry:
    """One call."""

    number: int  # counted from 1 since the journal began
    # Counted from 1 among the requests that belong together: those of one operation with one
    # `x-acme-request-uuid`, or else one `x-acme-request-id`.
    attempt: int
    exchange: Exchange  # request and answer

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids of the objects that it names."""
        return _ids_named(self.exchange)


class Place(NamedTuple):
    """How far somebody has read: the name of the journal's beginning, the number of a call."""

    beginning: str
    number: int


class News(NamedTuple):
    """What is new in a journal."""

    place: Place  # how far it reaches
    entries: list[Entry]  # the calls, oldest first
    changes: int  # how many changes the control API has made
    closed: bool  # whether nothing comes after it


class Journal:
    """Keeps the last calls; safe to share between threads.

    It begins anew when the sandbox does. Each beginning has a name of its own, by which a page that
    was away finds out that what it has is no longer there. Beyond so many calls, or bytes of bodies,
    older calls go first.
    """

    def __init__(self, calls: int = KEPT_CALLS, size: int = KEPT_BYTES) -> None:
        self._most_calls = calls
        self._most_bytes = size
        self._lock = threading.Lock()
        self._listeners: set[Callable[[], None]] = set()
        self.closed = False
        self.changes = 0
        self._begin()

    def _begin(self) -> None:
        self.beginning = secrets.token_hex(6)
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._attempts: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._last = 0
        self._bytes = 0

    def called(self, exchange: Exchange) -> None:
        with self._lock:
            self._last += 1
            entry = Entry(self._last, self._attempt(exchange), exchange)
            self._entries[self._last] = entry
            self._bytes += _size(entry)
            while len(self._entries) > self._most_calls or (
                self._bytes > self._most_bytes and len(self._entries) > 1
            ):
                _, oldest = self._entries.popitem(last=False)
                self._bytes -= _size(oldest)
        self._tell()

    def changed(self) -> None:
        """Count a change that the control API made."""
        with self._lock:
            self.changes += 1
        self._tell()

    def reset(self) -> None:
        with self._lock:
            self._begin()
        self._tell()

    def find(self, number: int) -> Entry | None:
        """Return a call, or None: it is not kept any more, or was never made."""
        with self._lock:
            return self._entries.get(number)

    def entries(self) -> list[Entry]:
        with self._lock:
            return list(self._entries.values())

    def since(self, seen: Place, most: int) -> News:
        """Return what is new to somebody who has seen so much, so many calls at most.

        What was seen of another beginning counts for nothing.
        """
        with self._lock:
            number = seen.number if seen.beginning == self.beginning else 0
            first = next(iter(self._entries), 1)
            start = max(number + 1, first)
            numbers = range(start, min(self._last + 1, start + most))
            entries = [self._entries[each] for each in numbers]
            place = Place(self.beginning, entries[-1].number if entries else number)
            return News(place, entries, self.changes, self.closed)

    def close(self) -> None:
        """Tell whoever listens that nothing comes any more."""
        self.closed = True
        self._tell()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call a listener after each change, from whichever thread made it."""
        with self._lock:
            self._listeners.add(listener)

    def unlisten(self, listener: Callable[[], None]) -> None:
        with self._lock:
            self._listeners.discard(listener)

    def _tell(self) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    def _attempt(self, exchange: Exchange) -> int:
        key = _belongs_to(exchange)
        if key is None:
            return 1
        self._attempts[key] = attempt = self._attempts.pop(key, 0) + 1
        if len(self._attempts) > self._most_calls:
            self._attempts.popitem(last=False)
        return attempt


def _belongs_to(exchange: Exchange) -> tuple[str, str] | None:
    headers = exchange.request.headers
    named = headers.get("x-acme-request-uuid") or headers.get("x-acme-request-id")
    return (exchange.call.operation_id, named) if named else None


def _size(entry: Entry) -> int:
    return len(entry.exchange.request.body) + len(entry.exchange.reply.body)


def _ids_named(exchange: Exchange) -> frozenset[str]:
    """Return the ids in a call's path, its body and its answer."""
    found = {part for part in exchange.request.path.split("/") if part}
    for content in (exchange.request.body, exchange.reply.body):
        found.update(_ids(read_json(content), 0))
    return frozenset(found)


def _ids(value: Any, depth: int) -> Iterator[str]:
    """Go through the ids of a body; a body that is nothing else is one."""
    if depth == 0 and isinstance(value, (str, int)):
        yield str(value)
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for name, found in value.items():
            if name.lower().endswith("id") and isinstance(found, (str, int)):
                yield str(found)
            yield from _ids(found, depth + 1)
    elif isinstance(value, list):
        for found in value:
            yield from _ids(found, depth + 1)
