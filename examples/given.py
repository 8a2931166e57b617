"""Attributes that the API leaves optional, where the program counts on them."""

from __future__ import annotations

from typing import TypeVar

from acme_ticketing import UNSET, Unset

T = TypeVar("T")


def given(value: T | Unset) -> T:
    """Return a value that the answer must have had.

    Raises:
        LookupError: it was left out.

    """
    if value is UNSET:
        raise LookupError("the answer lacks a value that this program needs")
    return value
