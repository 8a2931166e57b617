"""How an answer may differ from the specification: the kinds, where they were met, their words."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Kind = Literal[
    "other type", "other form", "unread", "empty text", "null", "unknown field", "unknown value",
    "missing", "status", "content type", "total",
]  # fmt: skip
"""How an answer differs from the specification.

`other type`, `other form`: read all the same. `unread`: kept as JSON. `empty text`, `null`: read
as absent. `missing`: required, and absent.
"""


class Met(NamedTuple):
    """A kind of difference, at one field of one schema.

    Attributes:
        kind: how it differs.
        schema: the class of the object that holds the field; empty outside any object.
        field: its wire name; empty for the answer itself.

    """

    kind: Kind
    schema: str
    field: str


class Surprise(NamedTuple):
    """What was met, described.

    Attributes:
        path: the wire names that lead to it, `list[].priceList.name`.
        expected: what the specification says.
        found: what came: the JSON type, or the form of a text; never the value.
        shape: what came as data for a specification: see `shapes.shape_of`.
        new_value: for `unknown value`, the value, if it looks like a word of an enumeration.
        times: how often it was met.
        as_specified: how many values at the same place differ in no way.

    """

    path: str
    expected: str
    found: str
    shape: Any
    new_value: str | None = None
    times: int = 1
    as_specified: int = 0
