"""One of the two documents that are compared: its operations, its schemas, and who uses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from generator.naming.names import resource_path
from generator.reading.operation_table import OperationRow, operation_table
from generator.reading.specification import Specification

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
# How many operations a sentence names before it only counts them.
_NAMED = 3


@dataclass(frozen=True)
class Uses:
    """Which operations send something and which return it; none of both means: unknown."""

    sent_by: Sequence[str] = ()
    given_by: Sequence[str] = ()

    @property
    def unknown(self) -> bool:
        """Whether no operation uses it, so that either direction may matter."""
        return not self.sent_by and not self.given_by

    def __str__(self) -> str:
        told = _counted(self.given_by, "return"), _counted(self.sent_by, "send")
        return ", ".join(filter(None, told))


NOBODY = Uses()


class Side(Specification):
    """A joined document as the comparison looks at it."""

    @cached_property
    def rows(self) -> dict[str, OperationRow]:
        """The operation table by operationId."""
        return {row.id: row for row in operation_table(self.document)}

    def uses(self, schema: str) -> Uses:
        """Return the operations that send and return the schema of that name."""
        return Uses(*(each[f"#/components/schemas/{schema}"] for each in self._users))

    @cached_property
    def _users(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        sent, given = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for each in self.operations:
            name, parameters = call_name(each.id), (it.entry.value for it in each.parameters)
            for schema in self.reached(*parameters, each.node["requestBody"].value):
                sent[schema].append(name)
            for schema in self.reached(each.node["responses"].value):
                given[schema].append(name)
        return sent, given


def split(
    old: Mapping[_Key, _Value], new: Mapping[_Key, _Value]
) -> tuple[dict[_Key, _Value], dict[_Key, _Value], dict[_Key, tuple[_Value, _Value]]]:
    """Return what only `new` has, what only `old` has, and both values of what both have."""
    added = {key: value for key, value in new.items() if key not in old}
    removed = {key: value for key, value in old.items() if key not in new}
    return added, removed, {key: (old[key], new[key]) for key in new if key in old}


def call_name(operation_id: str) -> str:
    """Return an operation as a person calls it, without arguments."""
    return ".".join(["client", *resource_path(operation_id.split("."))])


def code(name: str) -> str:
    """Return `name` as Markdown shows code, unless it is prose already."""
    return name if " " in name or not name else f"`{name}`"


def _counted(operations: Sequence[str], verb: str) -> str:
    count, named = len(operations), ", ".join(map(code, operations))
    if count <= 1:
        return f"{named} {verb}s it" if operations else ""
    return f"{count} operations {verb} it{f' ({named})' if count <= _NAMED else ''}"
