"""A type of the specification: how its values are read and written, and the code that does so."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.runtime.record import Record


class Code:
    """A function that is being written, and the names that it uses."""

    def __init__(self, **names: Any) -> None:
        self.names = names
        self.tests: list[str] = []  # true for what the function leaves to the reference
        self.kept: list[str] = []  # values of any type

    def name(self, value: Any) -> str:
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name

    def is_none_of(self, value: str, kinds: tuple[type, ...]) -> str:
        return " and ".join(f"{value}.__class__ is not {self.name(kind)}" for kind in kinds)

    def is_no_list_of(self, value: str, kinds: tuple[type, ...]) -> str:
        only = self.name(frozenset(kinds).issuperset)
        return f"{value}.__class__ is not list or not {only}(map(type, {value}))"

    def compile(self, lines: list[str], function: str) -> Callable[..., Any]:
        exec("\n".join(lines), self.names)  # noqa: S102 - our own code, names are numbered
        compiled: Callable[..., Any] = self.names[function]
        return compiled


class Type:
    """How values of one type of the specification are read and written."""

    expected: str = "any value"
    exact: tuple[type, ...] = ()  # classes of parsed JSON whose values are taken as they are
    as_is: tuple[type, ...] = ()  # classes of values that are written as they are
    # Gives the value of JSON that is written back as it is, None for any other.
    as_written: Callable[[Any], Any] | None = None
    write: Callable[[Any], Any]  # a model stays one

    @abstractmethod
    def read(self, value: Any, reading: Reading) -> Any:
        """Give UNSET for what is absent or cannot be read."""

    def rewrite(self, value: Any, raw: Any, zone: tzinfo | None) -> Any:
        """Write a value that came as `raw`: as it came, unless it has changed since."""
        before = self.read_again(raw, zone)
        same = type(before) is type(value) and before == value
        return raw if same else self.write(value)

    def read_again(self, raw: Any, zone: tzinfo | None) -> Any:
        return self.read(raw, Reading(zone=zone, fast=False))

    def read_items(self, value: Any, reading: Reading) -> list[Any] | None:  # noqa: ARG002 - of models
        """Read an array of what is exactly as specified; give None for any other value."""
        return None

    def reading_code(self, code: Code, value: str) -> str | None:
        """Add the test of a value; give the code of what is set, None where there is none."""
        if self.exact:
            code.tests.append(code.is_none_of(value, self.exact))
            return value
        if self.as_written is None:
            return None
        code.tests.append(f"(m{value} := {code.name(self.as_written)}({value})) is None")
        return f"m{value}"

    def writing_code(self, code: Code) -> tuple[str, str]:
        """Give the test that sends a value to the reference, and the code of what is written."""
        if self.as_is:
            return code.is_none_of("v", self.as_is), "v"
        return "", f"{code.name(self.write)}(v)"


class Field(Record):
    """A field of a model; `put` sets it."""

    name: str
    wire: str
    type: Type
    required: bool
    put: Any
