"""What a type of the specification is to the reader and the writer."""

from __future__ import annotations

from abc import abstractmethod
from datetime import tzinfo
from typing import Any

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.values import json_type


class Type:
    """How values of one type of the specification are read and written.

    Attributes:
        expected: what an error says was expected.
        exact: the classes of parsed JSON whose values are taken as they are.

    """

    expected: str = "any value"
    exact: tuple[type, ...] = ()

    @abstractmethod
    def read(self, value: Any, reading: Reading) -> Any:
        """Read parsed JSON; give UNSET for what is absent or cannot be read.

        Raises:
            DecodeError: the reading is strict, and this is a surprise.

        """

    @abstractmethod
    def write(self, value: Any) -> Any:
        """Give the JSON value of a Python value; a model stays one.

        Raises:
            InvalidArgument: it is of another type.

        """

    def rewrite(self, value: Any, raw: Any, zone: tzinfo | None) -> Any:
        """Write a value that came as `raw`: as it came, unless it has changed since.

        Args:
            value: the value as it is now.
            raw: the JSON of which it was read.
            zone: where times without an offset belonged when it was read.

        """
        before = self.read(raw, Reading(zone=zone, fast=False))
        same = type(before) is type(value) and before == value
        return raw if same else self.write(value)


def instance(value: Any, kind: type, name: str) -> Any:
    """Refuse a value of another class, whatever its annotation promised.

    Raises:
        InvalidArgument: it is of another.

    """
    if not isinstance(value, kind):
        found = type(value).__name__ if value is not None else json_type(value)
        raise InvalidArgument(f"expected {name}, not {found}")
    return value
