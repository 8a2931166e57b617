"""Drift logs read back: the lines of many files and processes, added up by kind of difference.

A log comes from elsewhere, so nothing in it is trusted: a line of another form is counted and left
out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple, cast, get_args

from acme_ticketing_core.models.shapes import is_word
from acme_ticketing_core.models.surprise import Kind

_OPERATION: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*")
_SCHEMA: Final = re.compile(r"[A-Za-z0-9_]*")
_PATH: Final = re.compile(r"(\*|[A-Za-z_][\w-]*)?((\[\])|(\.(\*|[A-Za-z_][\w-]*)))*…?", re.ASCII)
_SHAPE: Final = re.compile(r"[a-z0-9 /-]{1,60}")
_KEY: Final = re.compile(r"\*|[A-Za-z_][\w-]*", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS: Final = frozenset(get_args(Kind))
_OF_FIELDS: Final = frozenset({"missing", "unknown field"})
_LONGEST: Final = 500
_DEEPEST: Final = 8
_COUNTS: Final = ("times", "answers", "as_specified", "answers_in_all")


class Difference(NamedTuple):
    """A kind of difference, with all that was counted of it.

    Attributes:
        operation: the operation, `b2b.events.get`.
        status: the HTTP status of the answers.
        schema: the schema that describes the field, `Event`; empty for the answer itself.
        path: the wire names that lead to the field, `list[].capacity`.
        kind: how it differs.
        expected: what the specification said.
        found: what came, in a word.
        shape: what came, as types and forms; None where there is none.
        value: a new word of an enumeration, or None.
        times: how often it was met.
        answers: in how many answers.
        as_specified: how many values at the same place did not differ; a part of the answers was
            counted.
        answers_in_all: how many answers of the operation came.
        first: the first day.
        last: the last day.

    """

    operation: str
    status: int
    schema: str
    path: str
    kind: Kind
    expected: str
    found: str
    shape: Any
    value: str | None
    times: int
    answers: int
    as_specified: int
    answers_in_all: int
    first: str
    last: str


class Read(NamedTuple):
    """What drift logs hold.

    Attributes:
        differences: one of each kind, most seen first.
        unreadable: lines that are none of a drift log.

    """

    differences: list[Difference]
    unreadable: int


def read_drift(files: Iterable[str]) -> Read:
    """Read drift logs, and add up what they tell; `-` is the standard input.

    Raises:
        OSError: a file cannot be read.

    """
    found: dict[str, Difference] = {}
    unreadable = 0
    for file in files:
        where, keep = (0, False) if file == "-" else (file, True)
        with open(where, encoding="utf-8", errors="replace", closefd=keep) as lines:
            for text in lines:
                line = text.strip().removeprefix("\ufeff")  # files may have been joined
                if not line:
                    continue
                one = _difference(line)
                if one is None:
                    unreadable += 1
                    continue
                key = json.dumps([one[:5], one.found, one.shape, one.value], sort_keys=True)
                known = found.get(key)
                found[key] = one if known is None else _added(known, one)
    order = sorted(
        found.values(), key=lambda each: (-each.times, each.operation, each.path, each.kind)
    )
    return Read(order, unreadable)


def _added(one: Difference, other: Difference) -> Difference:
    sums: Any = {name: getattr(one, name) + getattr(other, name) for name in _COUNTS}
    days = [one.first, one.last, other.first, other.last]
    return one._replace(first=min(days), last=max(days), **sums)


def _difference(line: str) -> Difference | None:
    """Read a line; None if it is none of a drift log."""
    try:
        entry: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    data = cast("dict[str, Any]", entry)
    checked = (
        _is(data.get("operation"), _OPERATION)
        and _is(data.get("schema"), _SCHEMA)
        and _is(data.get("path"), _PATH)
        and data.get("kind") in _KINDS
        and (data["kind"] not in _OF_FIELDS or data["path"][-1:] not in {"", "]"})
        and _printable(data.get("expected"))
        and _printable(data.get("found"))
        and _is_shape(data.get("shape"), _DEEPEST)
        and (data.get("value") is None or is_word(data.get("value")))
        and _is(data.get("day"), _DAY)
        and all(_is_count(data.get(name)) for name in ("status", *_COUNTS))
        and data["status"] in range(200, 300)  # only successes are read
    )
    if not checked:
        return None
    given = {name: data.get(name) for name in Difference._fields[:-2]}
    return Difference(**cast("Any", given), first=data["day"], last=data["day"])


def _is(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and form.fullmatch(value) is not None


def _printable(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and value.isprintable()


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 10**15


def _is_shape(value: Any, depth: int) -> bool:
    if value is None or _is(value, _SHAPE):
        return True
    if isinstance(value, list):
        items: list[Any] = cast("Any", value)
        return depth > 0 and all(_is_shape(each, depth - 1) for each in items)
    if isinstance(value, dict):
        entries: dict[str, Any] = cast("Any", value)
        return depth > 0 and all(
            _is(key, _KEY) and _is_shape(each, depth - 1) for key, each in entries.items()
        )
    return False
