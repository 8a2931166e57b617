"""Server-sent events: the calls of a journal as they come.

    begin    another beginning than the page knows: what it has is gone
    calls    rows, oldest first; the id says how far they reach
    changed  the control API changed something

A page that lost its server asks anew with the id of the last event that it saw, as browsers do by
themselves, and is sent what it missed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import tzinfo

from .journal import Journal, Place
from .shown import row

_MOST_ROWS = 500
_RETRY_MILLISECONDS = 500


class EventStream:
    """The events for one page that saw those up to an id, or none."""

    def __init__(self, journal: Journal, time_zone: tzinfo, last_event_id: str) -> None:
        self._journal = journal
        self._time_zone = time_zone
        beginning, _, number = last_event_id.partition("-")
        self._seen = Place(beginning, int(number) if number.isdecimal() else 0)
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._ended = False

    def end(self) -> None:
        """Let the events end: the page is gone."""
        self._ended = True
        self._woken.set()

    async def frames(self) -> AsyncIterator[bytes]:
        """Yield the events as they are sent."""
        self._journal.listen(self._wake)
        try:
            yield f"retry: {_RETRY_MILLISECONDS}\n\n".encode()
            changes = -1
            while not self._ended:
                self._woken.clear()
                news = self._journal.since(self._seen, _MOST_ROWS)
                if news.place.beginning != self._seen.beginning:
                    yield _event("begin", "{}", Place(news.place.beginning, 0))
                if news.entries:
                    rows = [row(entry, self._time_zone) for entry in news.entries]
                    yield _event("calls", json.dumps(rows), news.place)
                if news.changes != changes:
                    yield _event("changed", "{}")
                self._seen, changes = news.place, news.changes
                if news.closed:
                    return
                if len(news.entries) < _MOST_ROWS:
                    await self._woken.wait()
        finally:
            self._journal.unlisten(self._wake)

    def _wake(self) -> None:
        # A thread may still hold this listener when the server's loop has ended.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._woken.set)


def _event(name: str, data: str, place: Place | None = None) -> bytes:
    line = "" if place is None else f"id: {place.beginning}-{place.number}\n"
    return f"{line}event: {name}\ndata: {data}\n\n".encode()
