"""What undoing an edit of a journal changes: the fields that the edit changed, and that it blanked."""

from __future__ import annotations

from typing import Any

from acme_ticketing_core.edits.differences import (
    Change,
    Changes,
    Path,
    damage,
    differences,
    equivalent,
    is_set_by_server,
    value_at,
)
from acme_ticketing_core.edits.journal import JournalEntry


def way_back(entry: JournalEntry, read_only: tuple[str, ...]) -> Changes:
    """Give the fields that an edit changed, from what it left to what was there before.

    Fields that others wrote at the same time are not the edit's, and stay; what became blank by it
    was not meant to.

    Args:
        entry: the edit.
        read_only: names of fields that the server sets itself.

    """
    sent = differences(entry.before, entry.sent)
    blanked = {
        path: change
        for path, change in differences(entry.before, entry.after).items()
        if equivalent(change.new, None) and not _meets(path, sent)
    }
    return {
        path: Change(value_at(entry.after, path), change.old)
        for path, change in {**sent, **blanked}.items()
        if not is_set_by_server(path, read_only)
    }


def is_as_left(
    entry: JournalEntry, data: dict[str, Any], back: Changes, read_only: tuple[str, ...]
) -> bool:
    """Whether what the edit changed was not changed since; the server may have filled in more."""
    wrong = damage(entry.after, data, back, read_only)
    return not any(_meets(path, back) for path in wrong)


def _meets(path: Path, changes: Changes) -> bool:
    """Whether a path is, holds, or is inside one of those that changed."""
    return any(path[: len(each)] == each[: len(path)] for each in changes)
