"""Readers and writers compiled for a class, for what is exactly as specified.

A reader is for one shape, the same keys in the same order: it tests all types in one expression;
whatever does not pass the test goes to the reference, `objects.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models.reading import LOOSE, Met, Reading, has_rounded
from acme_ticketing_core.models.types import Code, Field
from acme_ticketing_core.runtime.unset import UNSET

Read = Callable[[dict[str, Any], Reading], Any]


def compiled_reader(
    model: Any, fields: tuple[Field, ...], keys: tuple[str, ...], reference: Read
) -> Read:
    if any(each.required and each.wire not in keys for each in fields) or not keys:
        return reference
    code = Code(
        cls=model, new=model.__new__, reference=reference, UNSET=UNSET,
        loose=LOOSE, rounded=has_rounded,
    )  # fmt: skip
    values = {key: f"v{index}" for index, key in enumerate(keys)}
    unknown = dict(values)
    sets: list[str] = []
    for field in fields:
        value = unknown.pop(field.wire, None)
        read = "UNSET" if value is None else field.type.reading_code(code, value)
        if read is None:
            return reference
        sets.append(f"    self.{field.name} = {read}")
    code.kept += unknown.values()
    lines = [
        "def read(data, reading):",
        f"    {', '.join(values.values())}, = data.values()",
        "    try:",
        f"        if {' or '.join(code.tests) or False}:",
        "            return reference(data, reading)",
        "    except ValueError:",
        "        return reference(data, reading)",
        "    self = new(cls)",
        *sets,
    ]
    kept = ", ".join(f"{key!r}: {value}" for key, value in unknown.items())
    lines.append(f"    self._unknown = {'{' + kept + '}' if unknown else None}")
    lines.append("    self._raw = None")
    if code.kept:
        test = " or ".join(f"{v}.__class__ in loose and {v} and rounded({v})" for v in code.kept)
        lines += [f"    if {test}:", "        reading.rounded = True"]
    if unknown:
        told = code.name(tuple(Met("unknown field", model.__name__, name) for name in unknown))
        lines += [
            "    if reading.growing:",
            f"        for each in {told}:",
            "            reading.met[each] = reading.met.get(each, 0) + 1",
        ]
    lines.append("    return self")
    return code.compile(lines, "read")


def compiled_writer(
    fields: tuple[Field, ...], reference: Callable[[Any], dict[str, Any]]
) -> Callable[[Any], dict[str, Any]]:
    code = Code(UNSET=UNSET, InvalidArgument=InvalidArgument, reference=reference)
    lines = [
        "def write(self):",
        "    if self._raw:",
        "        return reference(self)",
        "    unknown = self._unknown",
        "    data = unknown.copy() if unknown else {}",
        "    try:",
    ]
    for field in fields:
        test, written = field.type.writing_code(code)
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
    return code.compile(lines, "write")
