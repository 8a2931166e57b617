"""One reading of an answer: its strictness, and what it met that is not as specified.

What is met is counted, and described only when somebody wants to know, by reading once more.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any, Final, Literal, NamedTuple, TypeAlias, final

from acme_ticketing_core.errors import DecodeError
from acme_ticketing_core.models.values import json_type
from acme_ticketing_core.runtime.unset import UNSET, Unset

Kind = Literal[
    "other type", "other form", "unread", "empty text", "null", "unknown field", "unknown value",
    "missing", "status", "content type", "total",
]  # fmt: skip
"""How an answer differs from the specification.

`other type`, `other form`: read all the same. `unread`: kept as JSON. `empty text`, `null`: read
as absent. `missing`: required, and absent.
"""


class Met(NamedTuple):
    """A kind of difference, at one field of one schema."""

    kind: Kind
    schema: str  # the class of the object that holds the field; empty outside any object
    field: str  # its wire name; empty for the answer itself


Noted: TypeAlias = tuple[Met, tuple[str | int, ...], str, Any]
"""What was met, the way to it, what was expected, what was found."""


class Surprise(NamedTuple):
    """What was met, described."""

    path: str  # the wire names that lead to it, `list[].priceList.name`
    expected: str
    found: str  # the JSON type, or the form of a text; never the value
    shape: Any  # as data for a specification, `shapes.shape_of`
    new_value: str | None = None  # of an enumeration, if it looks like a word
    times: int = 1
    as_specified: int | None = 0  # values at the same place that differ in no way, if known


PERMITTED: Final = frozenset({"unknown field", "unknown value"})
"""What strict reading lets pass: a server may grow."""

DEEPEST: Final = 100
"""Levels of objects inside objects that are read as models; what lies deeper is kept as JSON."""


class Tolerance(NamedTuple):
    """How the answers of a client are read."""

    strict: bool = False
    zone: tzinfo | None = None  # of times without an offset; None: they are not read

    def told(self, *, strict: bool | None) -> Tolerance:
        return self if strict is None else self._replace(strict=strict)


class Kept(dict[str, Any]):
    """JSON of fields that were not read, or came in another form, by wire names."""

    zone: tzinfo | None = None  # in which it was read


LOOSE: Final = frozenset({float, list, dict})
"""Classes of parsed JSON in which `has_rounded` may find something."""
_LARGEST: Final = 2.0**63


def has_rounded(value: Any) -> bool:
    """Tell whether a value of a class in `LOOSE` holds a float that may have been a whole number."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if each.__class__ is float:
            if abs(each) >= _LARGEST:
                return True
            continue
        inside = each.values() if each.__class__ is dict else each
        if not LOOSE.isdisjoint(map(type, inside)):
            waiting += [it for it in inside if it.__class__ in LOOSE]
    return False


@final
class Reading:
    """What readers hand on while they read one answer."""

    def __init__(
        self,
        *,
        strict: bool = False,
        zone: tzinfo | None = None,
        fast: bool = True,  # with the compiled readers, which keep no path
        growing: bool = False,  # also count unknown fields
        noted: list[Noted] | None = None,  # where all that is met is kept
    ) -> None:
        self.strict: Final = strict
        self.zone: Final = zone
        self.fast: Final = fast
        self.growing: Final = growing
        self.path: list[str | int] = []
        self.owner = ""  # the class of the object being read
        self.met: dict[Met, int] = {}
        self.keep = False  # the value just read would be written in another form
        self.rounded = False  # a number may have lost digits when the document was parsed
        self._noted = noted

    def again(self, *, fast: bool) -> Reading:
        """Give one that is told the same and has met nothing."""
        return Reading(strict=self.strict, zone=self.zone, growing=self.growing, fast=fast)

    def look_at(self, value: object) -> None:
        if value.__class__ in LOOSE and has_rounded(value):
            self.rounded = True

    def note(self, kind: Kind, expected: str, value: object, *at: str) -> None:
        """Count a difference at a place below the one being read, or raise it."""
        self.look_at(value)
        if self.strict and kind not in PERMITTED:
            raise self.error(kind, expected, value, *at)
        path = (*self.path, *at)
        field = next((step for step in reversed(path) if isinstance(step, str)), "")
        met = Met(kind, self.owner, field)
        self.met[met] = self.met.get(met, 0) + 1
        if self._noted is not None:
            self._noted.append((met, path, expected, value))

    def absent(self, expected: str, value: object) -> Unset:
        """Note a value that stands for none, or cannot be read."""
        kind: Kind = "null" if value is None else "empty text" if value == "" else "unread"
        if value == [] and expected == "object":  # its absence in PHP
            kind = "other type"
        self.note(kind, expected, value)
        return UNSET

    def error(self, kind: Kind, expected: str, value: object, *at: str) -> DecodeError:
        told = f"expected {expected}, found {json_type(value)}"
        told = "required, and absent" if kind == "missing" else told
        return DecodeError(told).at(*self.path, *at)
