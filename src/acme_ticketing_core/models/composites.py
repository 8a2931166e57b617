"""How values made of other values are read and written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from types import NoneType
from typing import Any, Final, cast

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.scalars import Anything
from acme_ticketing_core.models.types import Code, Type
from acme_ticketing_core.models.values import instance, within, write_any, write_items
from acme_ticketing_core.runtime.unset import UNSET


class Gappy(list[Any]):
    """A list without the items that cannot be read; so many were received."""

    def __init__(self, items: list[Any], received: int) -> None:
        super().__init__(items)
        self.received = received


class Array(Type):
    """Items that cannot be read are left out, and kept for writing back."""

    expected = "array"

    def __init__(self, item: Type) -> None:
        self.item: Final = item

    def read(self, value: Any, reading: Reading) -> Any:
        array: list[Any] = value
        if type(value) is not list:
            return reading.absent(self.expected, value)
        exact, read_item, path = self.item.exact, self.item.read, reading.path
        items: list[Any] = []
        keep = False
        path.append(0)
        for index, item in enumerate(array):
            if item.__class__ in exact:
                items.append(item)
                continue
            path[-1] = index
            reading.keep = False
            if item is None and not isinstance(self.item, Nullable | Anything):
                reading.note("other type", self.item.expected, item)
                keep = True
                continue
            read = read_item(item, reading)
            keep |= reading.keep
            if read is UNSET:
                keep = True
            else:
                items.append(read)
        path.pop()
        reading.keep = keep
        return items if len(items) == len(array) else Gappy(items, len(array))

    def write(self, value: Any) -> Any:
        items: list[Any] = value
        if type(value) is not tuple:
            instance(value, list, "a list")
        return write_items(items, self.item.write)

    def rewrite(self, value: Any, raw: Any, zone: tzinfo | None) -> Any:
        raws: list[Any] = raw
        if type(raw) is not list or not isinstance(value, (list, tuple)):
            return self.write(value)
        left: Iterator[Any] = iter(cast("list[Any]", value))
        written: list[Any] = []
        for each in raws:
            if self.item.read_again(each, zone) is UNSET:
                written.append(each)
                continue
            item = next(left, UNSET)
            if item is not UNSET:
                written.append(self.item.rewrite(item, each, zone))
            elif not value:  # emptied: all that could be read was removed
                return []
        return written + self.write(list(left))

    def reading_code(self, code: Code, value: str) -> str:
        if isinstance(self.item, Anything):
            code.tests.append(f"{value}.__class__ is not list")
            return self.item.reading_code(code, value)
        if self.item.exact:
            code.tests.append(code.is_no_list_of(value, self.item.exact))
            return value
        read = code.name(self.item.read_items)
        code.tests.append(f"(m{value} := {read}({value}, reading)) is None")
        return f"m{value}"

    def writing_code(self, code: Code) -> tuple[str, str]:
        if self.item.as_is:
            return code.is_no_list_of("v", self.item.as_is), "v"
        return super().writing_code(code)


class Map(Type):
    """Values of one type under free keys; those that cannot be read are left out."""

    expected = "object"

    def __init__(self, entry: Type) -> None:
        self.entry: Final = entry

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is not dict:
            return reading.absent(self.expected, value)
        entries: dict[str, Any] = {}
        keep = False
        for key, entry in cast("dict[str, Any]", value).items():
            reading.path.append("*")  # its keys are data: an id, a name
            reading.keep = False
            read = self.entry.read(entry, reading)
            reading.path.pop()
            keep |= reading.keep or read is UNSET
            if read is not UNSET:
                entries[key] = read
        reading.keep = keep
        return entries

    def write(self, value: Any) -> Any:
        written: dict[str, Any] = {}
        for key, entry in instance(value, dict, "a dict").items():
            try:
                written[key] = self.entry.write(entry)
            except InvalidArgument as error:
                raise within(f"[{key!r}]", error) from None
        return written

    def rewrite(self, value: Any, raw: Any, zone: tzinfo | None) -> Any:
        if type(raw) is not dict or not isinstance(value, dict):
            return self.write(value)
        written: dict[str, Any] = {}
        entries = cast("dict[str, Any]", value)
        for key, each in cast("dict[str, Any]", raw).items():
            if key in entries:
                written[key] = self.entry.rewrite(entries[key], each, zone)
            elif self.entry.read_again(each, zone) is UNSET:
                written[key] = each
        return written | self.write({k: v for k, v in entries.items() if k not in written})


class Union(Type):
    """A value of one of several types: the first that takes it as it is, else any."""

    def __init__(self, alternatives: tuple[Type, ...]) -> None:
        self.alternatives: Final = alternatives
        self.expected = " or ".join(dict.fromkeys(each.expected for each in alternatives))
        if all(each.exact for each in alternatives):
            self.exact = tuple(kind for each in alternatives for kind in each.exact)
        if all(each.as_is for each in alternatives):
            self.as_is = tuple(kind for each in alternatives for kind in each.as_is)

    def read(self, value: Any, reading: Reading) -> Any:
        for strict in (True, False):
            for each in self.alternatives:
                trial = Reading(strict=strict, zone=reading.zone, fast=False)
                try:
                    read = each.read(value, trial)
                except DecodeError:
                    continue
                if read is not UNSET:
                    return each.read(value, reading)
        return reading.absent(self.expected, value)

    def write(self, value: Any) -> Any:
        return write_any(value) if not hasattr(value, "to_dict") else value


class Nullable(Type):
    """Null, or a value of a type."""

    def __init__(self, inner: Type) -> None:
        self.inner: Final = inner
        self.expected = inner.expected
        self.exact = (*inner.exact, NoneType) if inner.exact else ()
        self.as_is = (*inner.as_is, NoneType) if inner.as_is else ()

    def read(self, value: Any, reading: Reading) -> Any:
        return None if value is None else self.inner.read(value, reading)

    def write(self, value: Any) -> Any:
        return None if value is None else self.inner.write(value)

    def rewrite(self, value: Any, raw: Any, zone: tzinfo | None) -> Any:
        return None if value is None else self.inner.rewrite(value, raw, zone)
