"""Readers and writers compiled for a class, for what is exactly as specified.

For a shape (the same keys in the same order) that is met often a function is compiled that tests all
types in one expression; whatever does not pass the test goes to the reference, `objects.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import scalars
from acme_ticketing_core.models.composites import Array
from acme_ticketing_core.models.declaration import Declared
from acme_ticketing_core.models.reading import LOOSE, Met, Reading, Type, has_rounded
from acme_ticketing_core.runtime.unset import UNSET

_OFTEN: Final = 24
_MOST_SHAPES: Final = 64  # of a class that are compiled or counted

Read = Callable[[dict[str, Any], Reading], Any]


class Readers:
    """What reads the objects of a class, each by its shape."""

    def __init__(self, of: Declared) -> None:
        self._of = of
        self.reference: Read = of.reference
        self._compiled: dict[tuple[str, ...], Read] = {}
        self._met: dict[tuple[str, ...], int] = {}
        self._last: tuple[tuple[str, ...], Read] = ((), self.reference)

    def read(self, data: dict[str, Any], reading: Reading) -> Any:
        keys = tuple(data)
        known, reader = self._last
        if keys != known:
            reader = self._reader(keys)
            if reader is not self.reference:
                self._last = (keys, reader)
        return reader(data, reading)

    def read_array(self, value: Any, reading: Reading) -> list[Any] | None:
        if value.__class__ is not list:
            return None
        known: tuple[str, ...] | None = None
        reader = self.reference
        models: list[Any] = []
        for item in value:
            if item.__class__ is not dict:
                return None
            keys = tuple(item)
            if keys != known:
                reader = self._reader(keys)
                known = None if reader is self.reference else keys  # which is to be counted
            models.append(reader(item, reading))
        return models

    def usual(self) -> tuple[tuple[str, ...], Read] | None:
        """Give the shape that was met most, with its reader, if it was met often."""
        if not self._compiled and self._met:
            keys = max(self._met, key=lambda each: self._met[each])
            if self._met[keys] * 2 >= _OFTEN:
                self._compile(keys)
        return next(iter(self._compiled.items()), None)

    def _reader(self, keys: tuple[str, ...]) -> Read:
        if (found := self._compiled.get(keys)) is not None:
            return found
        count = self._met[keys] = self._met.get(keys, 0) + 1
        if count >= _OFTEN and len(self._compiled) < _MOST_SHAPES:
            return self._compile(keys)
        if len(self._met) > _MOST_SHAPES:
            self._met.clear()
        return self.reference

    def _compile(self, keys: tuple[str, ...]) -> Read:
        self._met.pop(keys, None)
        found = self._compiled[keys] = _compiled(self._of, keys)
        return found


def readers_of(of: Declared) -> Readers:
    if of.readers is None:  # on demand, for classes hold each other
        of.readers = Readers(of)
    readers: Readers = of.readers
    return readers


class _Code:
    """A function that is being written, and the names that it uses."""

    def __init__(self, **names: Any) -> None:
        self.names = names
        self.tests: list[str] = []
        self.kept: list[str] = []

    def name(self, value: Any) -> str:
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name

    def compile(self, lines: list[str], function: str) -> Any:
        exec("\n".join(lines), self.names)  # noqa: S102 - our own code, names are numbered
        return self.names[function]


def _compiled(of: Declared, keys: tuple[str, ...]) -> Read:
    fields = {each.wire: each for each in of.fields}
    if any(each.required and each.wire not in keys for each in of.fields) or not keys:
        return of.reference
    code = _Code(
        cls=of.model, new=of.model.__new__, reference=of.reference, UNSET=UNSET, UTC=UTC,
        iso=datetime.fromisoformat, marks=scalars.MOMENT_MARKS, decimal=scalars.decimal_of, zero=scalars.decimal_of_number,
        loose=LOOSE, rounded=has_rounded,
    )  # fmt: skip
    sets: list[str] = []
    unknown: list[str] = []
    for index, key in enumerate(keys):
        value = f"v{index}"
        if key not in fields:
            unknown.append(f"{key!r}: {value}")
            code.kept.append(value)
            continue
        taken = _taken(code, fields[key].type, value)
        if taken is None:
            return of.reference
        sets.append(f"    self.{fields[key].name} = {taken}")
    absent = [f"self.{each.name}" for each in of.fields if each.wire not in keys]
    values = ", ".join(f"v{index}" for index in range(len(keys)))
    lines = ["def read(data, reading):", f"    {values}, = data.values()"]
    if code.tests:
        lines += [
            "    try:",
            f"        if {' or '.join(code.tests)}:",
            "            return reference(data, reading)",
            "    except ValueError:",
            "        return reference(data, reading)",
        ]
    lines += ["    self = new(cls)", *sets]
    if absent:
        lines.append(f"    {' = '.join(absent)} = UNSET")
    lines.append(f"    self._unknown = {'{' + ', '.join(unknown) + '}' if unknown else None}")
    lines.append("    self._raw = None")
    if code.kept:
        test = " or ".join(f"{v}.__class__ in loose and {v} and rounded({v})" for v in code.kept)
        lines += [f"    if {test}:", "        reading.rounded = True"]
    if unknown:
        names = [key for key in keys if key not in fields]
        told = code.name(tuple(Met("unknown field", of.name, name) for name in names))
        lines += [
            "    if reading.growing:",
            f"        for each in {told}:",
            "            reading.met[each] = reading.met.get(each, 0) + 1",
        ]
    lines.append("    return self")
    read: Read = code.compile(lines, "read")
    return read


_MOMENT: Final = (
    "not ({0}.__class__ is str and {0}[4::3] in marks"
    " and ((m{0} := iso({0})).tzinfo is not UTC or {0}[19] == 'Z'))"
)
"""True for anything but a moment that is written back as it is; as `scalars.moment_as_written`."""


def _taken(code: _Code, type_: Type, value: str) -> str | None:
    """Add the test of a value; give the code of what is set, None where there is none."""
    if isinstance(type_, scalars.Anything):
        code.kept.append(value)
        return value
    if type_.exact:
        code.tests.append(_of_none(code, value, type_.exact))
        return value
    if isinstance(type_, scalars.Text):
        known = code.name(type_.known)
        code.tests.append(f"{value}.__class__ is not str or {value} not in {known}")
        return value
    if isinstance(type_, scalars.Moment):
        code.tests.append(_MOMENT.format(value))
        return f"m{value}"
    if isinstance(type_, scalars.NumberDecimal):
        code.tests.append(f"{value}.__class__ is not float and {value}.__class__ is not int")
        return f"decimal({value}) if {value} else zero({value})"
    if type_.as_written is not None:
        convert = code.name(type_.as_written)
        code.tests.append(f"(m{value} := {convert}({value})) is None")
        return f"m{value}"
    if isinstance(type_, Declared):
        code.tests.append(f"{value}.__class__ is not dict")
        return _taken_object(code, type_, value)
    if isinstance(type_, Array):
        return _taken_array(code, type_.item, value)
    return None


def _taken_object(code: _Code, of: Declared, value: str) -> str:
    readers = readers_of(of)
    usual = readers.usual()
    read = f"{code.name(readers.read)}({value}, reading)"
    if usual is None:
        return read
    keys, reader = map(code.name, usual)
    # Its usual shape goes without a detour.
    return f"{reader}({value}, reading) if tuple({value}) == {keys} else {read}"


def _taken_array(code: _Code, item: Type, value: str) -> str | None:
    if isinstance(item, Declared):
        read = code.name(readers_of(item).read_array)
        code.tests.append(f"(m{value} := {read}({value}, reading)) is None")
        return f"m{value}"
    if isinstance(item, scalars.Anything):
        code.tests.append(f"{value}.__class__ is not list")
        code.kept.append(value)
        return value
    if item.exact:
        kinds = code.name(frozenset(item.exact))
        holds = code.name(_holds_only)
        code.tests.append(f"not {holds}({value}, {kinds})")
        return value
    return None


def _of_none(code: _Code, value: str, kinds: tuple[type, ...]) -> str:
    if len(kinds) == 1:
        return f"{value}.__class__ is not {code.name(kinds[0])}"
    return f"{value}.__class__ not in {code.name(kinds)}"


def _holds_only(value: Any, kinds: frozenset[type]) -> bool:
    return value.__class__ is list and kinds.issuperset(map(type, value))


def writer_of(of: Declared) -> Callable[[Any], dict[str, Any]]:
    code = _Code(UNSET=UNSET, InvalidArgument=InvalidArgument, reference=of.reference_encode)
    lines = [
        "def write(self):",
        "    if self._raw:",
        "        return reference(self)",
        "    unknown = self._unknown",
        "    data = unknown.copy() if unknown else {}",
        "    try:",
    ]
    for field in of.fields:
        test, written = _given(code, field.type)
        lines += [f"        v = self.{field.name}", "        if v is not UNSET:"]
        if test:
            lines += [f"            if {test}:", "                return reference(self)"]
        lines.append(f"            data[{field.wire!r}] = {written}")
    lines += [
        "        pass",
        "    except InvalidArgument:",
        "        return reference(self)",
        "    return data",
    ]
    write: Callable[[Any], dict[str, Any]] = code.compile(lines, "write")
    return write


def _given(code: _Code, type_: Type) -> tuple[str, str]:
    """Give the test that sends a value to the reference, and the code of what is written."""
    if isinstance(type_, scalars.Text):
        return "v.__class__ is not str", "v"
    if isinstance(type_, scalars.Anything):
        return "", "v"
    if type_.exact and float not in type_.exact:
        return _of_none(code, "v", type_.exact), "v"
    if isinstance(type_, Declared):
        return f"v.__class__ is not {code.name(type_.model)}", "v"
    if isinstance(type_, Array) and (isinstance(type_.item, Declared) or type_.item.exact):
        item = type_.item
        kinds = (item.model,) if isinstance(item, Declared) else item.exact
        holds = code.name(frozenset(kinds).issuperset)
        return f"v.__class__ is not list or not {holds}(map(type, v))", "v"
    return "", f"{code.name(type_.write)}(v)"
