"""Server-sent events: the calls of a sandbox as they come.

    begin    another beginning than the page knows: what it has is gone
    calls    rows, oldest first; the id says how far they reach
    changed  the control API changed something

A page that lost its server asks anew with the id of the last event that it saw, as browsers do by
themselves, and is sent what it missed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..local_acme import LocalAcme
from .shown import row

_MOST_ROWS = 500


def news(sandbox: LocalAcme, last_event_id: str) -> Iterator[bytes]:
    """Yield, whenever asked, what is new to a page that saw the events up to an id, or none."""
    seen, _, text = last_event_id.partition("-")
    number, changes = int(text) if text.isdecimal() else 0, -1
    while True:
        with sandbox.locked():
            journal, zone = sandbox.journal, sandbox.state.venue.time_zone
            begins, made = journal.beginning != seen, journal.changes
            entries = journal.since(0 if begins else number, _MOST_ROWS)
        events = ""
        if begins:
            seen, number, changes = journal.beginning, 0, -1
            events += f"id: {seen}-{number}\nevent: begin\ndata: {{}}\n\n"
        if entries:
            number, rows = entries[-1].number, json.dumps([row(entry, zone) for entry in entries])
            events += f"id: {seen}-{number}\nevent: calls\ndata: {rows}\n\n"
        if changes != made:
            changes = made
            events += "event: changed\ndata: {}\n\n"
        yield events.encode()
