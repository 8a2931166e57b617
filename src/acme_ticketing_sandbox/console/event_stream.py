"""Server-sent events: the calls of a sandbox as they come.

    begin    another beginning than the page knows: what it has is gone
    calls    rows, oldest first; the id says how far they reach
    changed  the control API changed something

A page that lost its server asks anew with the id of the last event that it saw, as browsers do by
themselves, and is sent what it missed.
"""

from __future__ import annotations

import json

from ..local_acme import LocalAcme
from .shown import row

_MOST_ROWS = 500


class EventStream:
    """The events for one page that saw those up to an id, or none."""

    def __init__(self, sandbox: LocalAcme, last_event_id: str) -> None:
        self._sandbox = sandbox
        self._beginning, _, number = last_event_id.partition("-")
        self._number = int(number) if number.isdecimal() else 0
        self._changes = -1

    def news(self) -> bytes:
        """Return the events since the last time, so many rows at most; nothing if there are none."""
        with self._sandbox.locked():
            journal, zone = self._sandbox.journal, self._sandbox.state.venue.time_zone
            begins, changes = journal.beginning != self._beginning, journal.changes
            entries = journal.since(0 if begins else self._number, _MOST_ROWS)
        events = b""
        if begins:
            self._beginning, self._number, self._changes = journal.beginning, 0, -1
            events += self._event("begin", "{}")
        if entries:
            self._number = entries[-1].number
            events += self._event("calls", json.dumps([row(entry, zone) for entry in entries]))
        if changes != self._changes:
            self._changes = changes
            events += b"event: changed\ndata: {}\n\n"
        return events

    def _event(self, name: str, data: str) -> bytes:
        return f"id: {self._beginning}-{self._number}\nevent: {name}\ndata: {data}\n\n".encode()
