"""What differs between two versions of an object; an array is one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Final, NamedTuple, TypeAlias, TypeGuard

from acme_ticketing_core.edits.journal import JournalEntry
from acme_ticketing_core.models.values import value_at
from acme_ticketing_core.runtime.unset import UNSET

Object: TypeAlias = "dict[str, Any]"
Array: TypeAlias = "list[Any]"

Path: TypeAlias = tuple[str, ...]
"""The wire names that lead to a value."""

STAMP: Final = re.compile(
    r"version|revision|(last)?(updated|modified|changed)(on|at|by|time|timestamp|date)?",
    re.IGNORECASE,
)
"""Names of fields that a server is expected to write itself whenever it writes.

That is inferred from their names; `version` was seen to be an integer (api-facts/observed.md).
"""


class Change(NamedTuple):
    """The value of a field in two versions."""

    old: Any
    new: Any


Changes: TypeAlias = dict[Path, Change]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """In any way, form included: `40` is not `40.0`."""
    return {
        path: Change(old, new)
        for path, old, new in _pairs(before, after, ())
        if not _alike(old, new, _same_form)
    }


def damage(
    expected: Mapping[str, Any],
    found: Mapping[str, Any],
    sent: Changes,
    read_only: tuple[str, ...] = (),
) -> Changes:
    """Give what does not mean what was expected; in what is new the server may fill in more."""
    return {
        path: change
        for path, change in differences(expected, found).items()
        if not (
            equivalent(change.old, change.new)
            or (
                _alike(change.new, change.old, _same_meaning, read_only)
                if any(path[: len(each)] == each for each in sent)
                else is_set_by_server(path, read_only)
            )
        )
    }


def is_set_by_server(path: Path, read_only: tuple[str, ...]) -> bool:
    return path[-1] in read_only or STAMP.fullmatch(path[-1]) is not None


def overlapping(mine: Changes, theirs: Changes) -> Changes:
    """Those of my changes that somebody else made otherwise."""
    return {
        path: change
        for path, change in mine.items()
        for other, their in theirs.items()
        if _meets(path, [other]) and not (path == other and equivalent(change.new, their.new))
    }


def changed(data: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    result = deepcopy(dict(data))
    for path, change in changes.items():
        inner = result
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        if change.new is UNSET:
            inner.pop(path[-1], None)
        else:
            inner[path[-1]] = deepcopy(change.new)
    return result


def equivalent(one: Any, other: Any) -> bool:
    """Absent, null and an empty text mean the same, and `40` and `40.0`."""
    return _alike(one, other, _same_meaning)


def outstanding(changes: Changes, data: Any) -> Changes:
    return {
        path: change
        for path, change in changes.items()
        if not equivalent(value_at(data, path, UNSET), change.new)
    }


def shown(paths: Iterable[Path]) -> str:
    """Names of fields, never their values."""
    return ", ".join(sorted(".".join(path) for path in paths))


def _same_meaning(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    nothing = [value is UNSET or value is None or value == "" for value in (one, other)]
    return all(nothing) if any(nothing) else bool(one == other)


def _same_form(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _alike(
    one: Any,
    other: Any,
    same: Callable[[Any, Any], bool],
    left_out: tuple[str, ...] | None = None,
) -> bool:
    """With `left_out`, what only the first object has does not count, nor do these names."""
    if _is_object(one) and _is_object(other):
        names = {**one, **other} if left_out is None else other.keys() - left_out
        return all(_alike(one.get(k, UNSET), other.get(k, UNSET), same, left_out) for k in names)
    if _is_array(one) and _is_array(other) and len(one) == len(other):
        return all(_alike(a, b, same, left_out) for a, b in zip(one, other, strict=True))
    return same(one, other)


def _pairs(
    before: Mapping[str, Any], after: Mapping[str, Any], path: Path
) -> Iterator[tuple[Path, Any, Any]]:
    for name in {**before, **after}:
        old, new = before.get(name, UNSET), after.get(name, UNSET)
        if _is_object(old) and _is_object(new):
            yield from _pairs(old, new, (*path, name))
        else:
            yield (*path, name), old, new


def _is_object(value: Any) -> TypeGuard[Object]:
    return isinstance(value, dict)


def _is_array(value: Any) -> TypeGuard[Array]:
    return isinstance(value, list)


def way_back(entry: JournalEntry, read_only: tuple[str, ...]) -> Changes:
    """Undo an edit, not what others wrote meanwhile; what it blanked by accident comes back too."""
    sent = differences(entry.before, entry.sent)
    blanked = {
        path: change
        for path, change in differences(entry.before, entry.after).items()
        if (equivalent(change.new, None) or change.new in ([], {})) and not _meets(path, sent)
    }
    return {
        path: Change(change.new, change.old)
        for path, change in {**sent, **blanked}.items()
        if not is_set_by_server(path, read_only)
    }


def changed_since(
    entry: JournalEntry, data: dict[str, Any], back: Changes, read_only: tuple[str, ...]
) -> Changes:
    """Those fields that are neither as the edit sent them nor as it left them."""
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
