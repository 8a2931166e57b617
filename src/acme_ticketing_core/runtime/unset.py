"""The value of an argument or a field that was not given.

`None` is a JSON value (`null`); a field that is absent is something else. `UNSET` says so.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, TypeVar, final

T = TypeVar("T")


@final
class Unset(Enum):
    """The type of `UNSET`.

    An enumeration of one member, because that is the one kind of singleton that type checkers
    narrow with `is`, and that survives `copy`, `deepcopy` and `pickle` as itself.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET
"""Not given: left out of the request, absent from the answer."""


def settled(value: T | Unset) -> T:
    """Give what is surely given."""
    assert not isinstance(value, Unset), "it was given in the end"
    return value
