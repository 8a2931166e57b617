"""Readers and writers that are compiled for a class, for what is exactly as specified.

Objects of the API come in few shapes: the same keys in the same order. For a shape that was met
often enough a function is compiled that takes all values at once, tests their types in one
expression and sets the attributes; unknown fields are part of the shape. Whatever does not pass
the test goes to the reference, `objects.py`. A process that reads little compiles nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import scalars
from acme_ticketing_core.models.composites import Array
from acme_ticketing_core.models.objects import Object
from acme_ticketing_core.models.reading import Met, Reading
from acme_ticketing_core.models.scalars import Type
from acme_ticketing_core.models.values import (
    write_date,
    write_datetime,
    write_decimal,
    write_decimal_number,
    write_number,
    write_uuid,
)
from acme_ticketing_core.runtime.unset import UNSET

_OFTEN: Final = 24
"""How often a shape is met before it is compiled."""
_MOST_SHAPES: Final = 64
"""How many shapes of a class are compiled or counted; further ones are left to the reference."""

Read = Callable[[dict[str, Any], Reading], Any]


def reader_of(of: Object) -> Read:
    """Give a reader of a class's objects that chooses by their shape."""
    shapes: dict[tuple[str, ...], Read] = {}
    met: dict[tuple[str, ...], int] = {}
    reference = of.reference
    last: tuple[tuple[str, ...], Read] = ((), reference)

    def read(data: dict[str, Any], reading: Reading) -> Any:
        nonlocal last
        keys = tuple(data)
        known, reader = last
        if keys == known:
            return reader(data, reading)
        found = shapes.get(keys)
        if found is None:
            count = met[keys] = met.get(keys, 0) + 1
            if count < _OFTEN or len(shapes) >= _MOST_SHAPES:
                if len(met) > _MOST_SHAPES:
                    met.clear()
                return reference(data, reading)
            found = shapes[keys] = _compiled(of, keys)
            del met[keys]
        last = (keys, found)
        return found(data, reading)

    return read


class _Code:
    """The parts of a function that is being written, and the names that it uses."""

    def __init__(self, **names: Any) -> None:
        self.names = names
        self.tests: list[str] = []

    def name(self, value: Any) -> str:
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name

    def compile(self, lines: list[str], function: str) -> Any:
        exec("\n".join(lines), self.names)  # noqa: S102 - our own code, names are numbered
        return self.names[function]


def _compiled(of: Object, keys: tuple[str, ...]) -> Read:
    fields = {each.wire: each for each in of.fields}
    if any(each.required and each.wire not in keys for each in of.fields) or not keys:
        return of.reference
    code = _Code(cls=of.model, new=of.model.__new__, reference=of.reference, UNSET=UNSET)
    sets: list[str] = []
    unknown: list[str] = []
    for index, key in enumerate(keys):
        value = f"v{index}"
        if key not in fields:
            unknown.append(f"{key!r}: {value}")
            continue
        taken = _taken(code, fields[key].type, value)
        if taken is None:
            return of.reference
        sets.append(f"    self.{fields[key].name} = {taken}")
    absent = [f"self.{each.name}" for each in of.fields if each.wire not in keys]
    values = ", ".join(f"v{index}" for index in range(len(keys)))
    lines = ["def read(data, reading):", f"    {values}, = data.values()"]
    if code.tests:
        lines += [f"    if {' or '.join(code.tests)}:", "        return reference(data, reading)"]
    lines += ["    self = new(cls)", *sets]
    if absent:
        lines.append(f"    {' = '.join(absent)} = UNSET")
    lines.append(f"    self._unknown = {'{' + ', '.join(unknown) + '}' if unknown else None}")
    lines.append("    self._raw = None")
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


_CONVERTED: Final[dict[type[Type], Callable[[Any], Any]]] = {
    scalars.Moment: scalars.moment_as_written,
    scalars.Day: scalars.day_as_written,
    scalars.TextDecimal: scalars.decimal_as_written,
    scalars.NumberDecimal: scalars.decimal_of_number,
}
"""Give the value of JSON that is exactly as specified, and None for any other."""


def _taken(code: _Code, type_: Type, value: str) -> str | None:
    """Add the test of a value; give the code of what is set, or None where there is none."""
    if isinstance(type_, scalars.Anything):
        return value
    if type_.exact:
        code.tests.append(_of_none(code, value, type_.exact))
        return value
    if isinstance(type_, scalars.Text):
        known = code.name(type_.known)
        code.tests.append(f"{value}.__class__ is not str or {value} not in {known}")
        return value
    if type(type_) in _CONVERTED:
        convert = code.name(_CONVERTED[type(type_)])
        code.tests.append(f"(m{value} := {convert}({value})) is None")
        return f"m{value}"
    if isinstance(type_, Object):
        code.tests.append(f"{value}.__class__ is not dict")
        return f"{code.name(_nested(type_))}({value}, reading)"
    if isinstance(type_, Array):
        return _taken_array(code, type_.item, value)
    return None


def _taken_array(code: _Code, item: Type, value: str) -> str | None:
    if isinstance(item, Object):
        read = code.name(_array_of(_nested(item)))
        code.tests.append(f"(m{value} := {read}({value}, reading)) is None")
        return f"m{value}"
    if isinstance(item, scalars.Anything):
        code.tests.append(f"{value}.__class__ is not list")
        return value
    if item.exact:
        kinds = code.name(frozenset(item.exact))
        holds = code.name(_holds_only)
        code.tests.append(f"not {holds}({value}, {kinds})")
        return value
    return None


def _of_none(code: _Code, value: str, kinds: tuple[type, ...]) -> str:
    """Give the test that a value is of none of some classes."""
    if len(kinds) == 1:
        return f"{value}.__class__ is not {code.name(kinds[0])}"
    return f"{value}.__class__ not in {code.name(kinds)}"


def _holds_only(value: Any, kinds: frozenset[type]) -> bool:
    return value.__class__ is list and kinds.issuperset(map(type, value))


def _nested(of: Object) -> Read:
    """Give the reader of objects inside objects; made when one comes, for classes hold each other."""
    if of.read_fast is None:
        of.read_fast = reader_of(of)
    read: Read = of.read_fast
    return read


def _array_of(read: Read) -> Callable[[Any, Reading], list[Any] | None]:
    def read_array(value: Any, reading: Reading) -> list[Any] | None:
        if value.__class__ is not list:
            return None
        for item in value:
            if item.__class__ is not dict:
                return None
        return [read(item, reading) for item in value]

    return read_array


_WRITTEN: Final[dict[type[Type], Callable[[Any], Any]]] = {
    scalars.Moment: write_datetime,
    scalars.Day: write_date,
    scalars.TextDecimal: write_decimal,
    scalars.NumberDecimal: write_decimal_number,
    scalars.Number: write_number,
    scalars.Identity: write_uuid,
}


def writer_of(of: Object) -> Callable[[Any], dict[str, Any]]:
    """Compile the writer of a class; what holds a value of another type goes to the reference."""
    code = _Code(UNSET=UNSET, InvalidArgument=InvalidArgument, reference=of.reference_encode)
    lines = [
        "def write(self):",
        "    if self._raw:",
        "        return reference(self)",
        "    data = self._unknown.copy() if self._unknown else {}",
        "    try:",
    ]
    for field in of.fields:
        test, written = _given(code, field.type)
        lines += [
            f"        v = self.{field.name}",
            "        if v is not UNSET:",
            *(
                [f"            if {test}:", "                return reference(self)"]
                if test
                else []
            ),
            f"            data[{field.wire!r}] = {written}",
        ]
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
    if type(type_) in _WRITTEN:
        return "", f"{code.name(_WRITTEN[type(type_)])}(v)"
    if isinstance(type_, scalars.Text):
        return "v.__class__ is not str", "v"
    if isinstance(type_, scalars.Integer | scalars.Boolean):
        return _of_none(code, "v", type_.exact), "v"
    if isinstance(type_, Object):
        return f"v.__class__ is not {code.name(type_.model)}", "v"
    return "", f"{code.name(type_.write)}(v)"
