"""What undoing an edit of a journal changes: the fields that the edit changed, and that it blanked."""

from __future__ import annotations

from collections.abc import Iterable
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
        if (equivalent(change.new, None) or change.new in ([], {})) and not _meets(path, sent)
    }
    return {
        path: Change(value_at(entry.after, path), change.old)
        for path, change in {**sent, **blanked}.items()
        if not is_set_by_server(path, read_only)
    }


def changed_since(
    entry: JournalEntry, data: dict[str, Any], back: Changes, read_only: tuple[str, ...]
) -> Changes:
    """Give those fields that are somebody else's by now, and not as the edit sent or left them.

    Args:
        entry: the edit.
        data: the object as it is now.
        back: what undoing the edit would change.
        read_only: names of fields that the server sets itself.

    """
    sent = differences(entry.before, entry.sent)
    not_kept = damage(entry.sent, entry.after, sent, read_only)
    theirs = [path for path in not_kept if _meets(path, sent)]
    if entry.was_read:
        since = differences(entry.after, data).items()
        theirs += [path for path, each in since if not equivalent(each.old, each.new)]
    else:
        theirs += damage(entry.sent, data, sent, read_only)  # the server may have filled in more
    return {path: change for path, change in back.items() if _meets(path, theirs)}


def _meets(path: Path, others: Iterable[Path]) -> bool:
    """Whether a path is, holds, or is inside one of the others."""
    return any(path[: len(each)] == each[: len(path)] for each in others)
