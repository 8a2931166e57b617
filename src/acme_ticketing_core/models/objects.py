"""How objects are read and written: the reference, in which all of tolerance lives.

For a shape that is met often, and for a class that is written often, `compiled.py` makes a function
that gives the same, faster, for what is exactly as specified.
"""

from __future__ import annotations

from datetime import tzinfo
from functools import cache
from typing import Any, Final, cast

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.compiled import Read, compiled_reader, compiled_writer
from acme_ticketing_core.models.declaration import fields_of, type_of
from acme_ticketing_core.models.reading import DEEPEST, Kept, Reading
from acme_ticketing_core.models.types import Code, Field, Type
from acme_ticketing_core.models.values import within
from acme_ticketing_core.runtime.lazy import cached_property
from acme_ticketing_core.runtime.unset import UNSET

_OFTEN: Final = 24  # a shape is met, or a model written, before code is compiled for it
_MOST_SHAPES: Final = 64  # of a class that are compiled or counted


class Object(Type):
    """An object that is read as a model, and written from one."""

    expected = "object"

    def __init__(self, model: Any) -> None:
        self.model: Final = model
        self.name: Final[str] = model.__name__
        self.as_is = (model,)
        self._written = 0
        self._compiled: dict[tuple[str, ...], Read] = {}
        self._met: dict[tuple[str, ...], int] = {}
        self._reference: Final[Read] = self._read_by_reference
        self._last: tuple[tuple[str, ...], Read] = ((), self._reference)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(fields_of(self.model))

    @cached_property
    def by_wire(self) -> dict[str, Field]:
        return {each.wire: each for each in self.fields}

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is not dict:
            return reading.absent(self.expected, value)
        data = cast("dict[str, Any]", value)
        if reading.fast:
            return self.read_shape(data, reading)
        if len(reading.path) > DEEPEST:
            return reading.absent(f"no more than {DEEPEST} levels", data)
        return self._reference(data, reading)

    def read_shape(self, data: dict[str, Any], reading: Reading) -> Any:
        keys = tuple(data)
        known, reader = self._last
        if keys != known:
            reader = self._reader(keys)
            if reader is not self._reference:
                self._last = (keys, reader)
        return reader(data, reading)

    def read_items(self, value: Any, reading: Reading) -> list[Any] | None:
        if value.__class__ is not list:
            return None
        known: tuple[str, ...] | None = None
        reader = self._reference
        models: list[Any] = []
        for item in value:
            if item.__class__ is not dict:
                return None
            keys = tuple(item)
            if keys != known:
                reader = self._reader(keys)
                known = None if reader is self._reference else keys  # which is to be counted
            models.append(reader(item, reading))
        return models

    def _reader(self, keys: tuple[str, ...]) -> Read:
        if (found := self._compiled.get(keys)) is not None:
            return found
        count = self._met[keys] = self._met.get(keys, 0) + 1
        if count >= _OFTEN and len(self._compiled) < _MOST_SHAPES:
            return self._compile(keys)
        if len(self._met) > _MOST_SHAPES:
            self._met.clear()
        return self._reference

    def _compile(self, keys: tuple[str, ...]) -> Read:
        self._met.pop(keys, None)
        found = compiled_reader(self.model, self.fields, keys, self._reference)
        self._compiled[keys] = found
        return found

    def reading_code(self, code: Code, value: str) -> str:
        code.tests.append(f"{value}.__class__ is not dict")
        if not self._compiled and self._met:
            keys = max(self._met, key=lambda each: self._met[each])
            if self._met[keys] * 2 >= _OFTEN:
                self._compile(keys)
        read = f"{code.name(self.read_shape)}({value}, reading)"
        for shape, reader in list(self._compiled.items())[:1]:
            # Its usual shape goes without a detour.
            usual = f"{code.name(reader)}({value}, reading)"
            return f"{usual} if tuple({value}) == {code.name(shape)} else {read}"
        return read

    def _read_by_reference(self, data: dict[str, Any], reading: Reading) -> Any:
        fields, by_wire = self.fields, self.by_wire
        model = self.model.__new__(self.model)
        unknown: dict[str, Any] | None = None
        raw: Kept | None = None
        path, outer = reading.path, reading.owner
        reading.owner = self.name
        for wire, value in data.items():
            field = by_wire.get(wire)
            if field is None:
                unknown = unknown or {}
                unknown[wire] = value
                reading.look_at(value)
                if reading.growing:
                    reading.note("unknown field", "nothing", value, wire)
            elif value.__class__ in field.type.exact:
                field.put(model, value)
            else:
                reading.keep = False
                path.append(wire)
                read = field.type.read(value, reading)
                path.pop()
                field.put(model, read)
                if read is UNSET or reading.keep:
                    raw = raw or Kept()
                    raw[wire], raw.zone = value, reading.zone
        if len(data) < len(fields) + len(unknown or ()):
            for field in fields:
                if field.wire not in data:
                    field.put(model, UNSET)
                    if field.required:
                        reading.note("missing", field.type.expected, UNSET, field.wire)
        model._unknown, model._raw = unknown, raw  # noqa: SLF001 - its own reader
        reading.owner, reading.keep = outer, False
        return model

    def write(self, value: Any) -> Any:
        if type(value) is self.model or isinstance(value, (self.model, dict)):
            return value
        raise InvalidArgument(f"expected a {self.name}, not {type(value).__name__}")

    def rewrite(self, value: Any, raw: Any, zone: Any) -> Any:  # noqa: ARG002 - a model keeps its own
        return self.write(value)  # which knows itself what it came as

    def encode(self, model: Any) -> dict[str, Any]:
        """Write one level, so that a page of models is never held as dicts."""
        self._written += 1
        if self._written > _OFTEN:
            # In the place of this method: nothing is called in between.
            self.model.encode = compiled_writer(self.fields, self._write_by_reference)
        return self._write_by_reference(model)

    def _write_by_reference(self, model: Any) -> dict[str, Any]:
        data: dict[str, Any] = dict(model._unknown or ())  # noqa: SLF001 - its own writer
        raw: dict[str, Any] = model._raw or {}  # noqa: SLF001 - its own writer
        zone = getattr(raw, "zone", None)
        for field in self.fields:
            value = getattr(model, field.name)
            wire = field.wire
            try:
                if value is UNSET:
                    if wire in raw and _stands_for_none(field.type, raw[wire], zone):
                        data[wire] = raw[wire]
                elif wire in raw:
                    data[wire] = field.type.rewrite(value, raw[wire], zone)
                else:
                    data[wire] = field.type.write(value)
            except InvalidArgument as error:
                raise within(field.name, error) from None
        return data


def _stands_for_none(type_: Type, raw: Any, zone: tzinfo | None) -> bool:
    """Tell whether JSON was left unread; what could be read has been blanked since."""
    # An object is unread where it lies too deep, which it does not show.
    return raw.__class__ is dict or type_.read_again(raw, zone) is UNSET


@cache
def object_type(model: Any) -> Object:
    return Object(model)


def read_document(annotation: Any, content: bytes, data: Any, reading: Reading) -> tuple[Any, Any]:
    """Read a parsed answer; where its numbers were rounded, parse it once more."""
    value: Any = UNSET
    try:
        value = read_whole(annotation, data, reading)
    except DecodeError:
        if not reading.rounded:
            raise
    if reading.rounded:
        data = json.loads(content, exactly=True)
        exact = reading.again(fast=True)
        value = read_whole(annotation, data, exact)
        reading.met = exact.met
    return value, data


def read_whole(annotation: Any, data: Any, reading: Reading) -> Any:
    type_ = type_of(annotation)
    try:
        value = type_.read(data, reading)
    except (DecodeError, RecursionError):
        # Compiled readers know no path and no depth; the reference does.
        again = reading.again(fast=False)
        try:
            value = type_.read(data, again)
        finally:
            reading.met, reading.rounded = again.met, again.rounded
    if value is UNSET:
        raise reading.error("other type", type_.expected, data)
    return value
