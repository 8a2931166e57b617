"""How objects are read and written: the reference, in which all of tolerance lives.

`compiled.py` gives the same models, faster, for what is exactly as specified.
"""

from __future__ import annotations

from datetime import tzinfo
from functools import cache
from typing import Any, Final, TypeVar, cast

from acme_ticketing_core.errors import DecodeError, InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.composites import absent_object
from acme_ticketing_core.models.declaration import Declared, type_of
from acme_ticketing_core.models.reading import DEEPEST, Kept, Reading, Type
from acme_ticketing_core.models.values import within
from acme_ticketing_core.runtime.unset import UNSET

T = TypeVar("T")


class Object(Declared):
    """An object that is read as a model, and written from one."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self._written = 0

    def read(self, value: Any, reading: Reading) -> Any:
        if type(value) is not dict:
            return absent_object(value, reading)
        if reading.fast:
            readers = self.readers or self._compile()
            return readers.read(value, reading)
        if len(reading.path) > DEEPEST:
            return reading.absent(f"no more than {DEEPEST} levels", cast("Any", value))
        return self.reference(cast("dict[str, Any]", value), reading)

    def _compile(self) -> Any:
        from acme_ticketing_core.models.compiled import readers_of

        return readers_of(self)

    def reference(self, data: dict[str, Any], reading: Reading) -> Any:
        fields, by_wire = self.fields, self.by_wire
        model = self.model.__new__(self.model)
        unknown: dict[str, Any] | None = None
        raw: Kept | None = None
        path, outer = reading.path, reading.owner
        for wire, value in data.items():
            field = by_wire.get(wire)
            if field is None:
                unknown = unknown or {}
                unknown[wire] = value
                reading.look_at(value)
                if reading.growing:
                    reading.owner = self.name
                    path.append(wire)
                    reading.note("unknown field", "nothing", value)
                    path.pop()
            elif value.__class__ in field.type.exact:
                field.put(model, value)
            else:
                reading.owner, reading.keep = self.name, False
                path.append(wire)
                read = field.type.read(value, reading)
                path.pop()
                field.put(model, read)
                if read is UNSET or reading.keep:
                    raw = raw or Kept(reading.zone)
                    raw[wire] = value
        if len(data) < len(fields) + len(unknown or ()):
            for field in fields:
                if field.wire not in data:
                    field.put(model, UNSET)
                    if field.required:
                        reading.owner = self.name
                        path.append(field.wire)
                        reading.note("missing", field.type.expected, UNSET)
                        path.pop()
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
            from acme_ticketing_core.models.compiled import writer_of

            # In the place of this method: nothing is called in between.
            self.model.encode = writer_of(self)
        return self.reference_encode(model)

    def reference_encode(self, model: Any) -> dict[str, Any]:
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


_OFTEN: Final = 24  # models are written before the writer of their class is compiled


@cache
def object_type(model: Any) -> Object:
    return Object(model)


def read_document(annotation: Any, content: bytes, data: Any, reading: Reading) -> tuple[Any, Any]:
    """Read a parsed answer; where its numbers were rounded, parse it once more."""
    try:
        value = read_whole(annotation, data, reading)
    except DecodeError:
        if not reading.rounded:
            raise
    else:
        if not reading.rounded:
            return value, data
    data = json.loads(content, exactly=True)
    exact = Reading(strict=reading.strict, zone=reading.zone, growing=reading.growing)
    value = read_whole(annotation, data, exact)
    reading.met = exact.met
    return value, data


def read_whole(annotation: Any, data: Any, reading: Reading) -> Any:
    type_ = type_of(annotation)
    try:
        value = type_.read(data, reading)
    except (DecodeError, RecursionError):
        # Compiled readers know no path and no depth; the reference does.
        again = Reading(
            strict=reading.strict, zone=reading.zone, fast=False, growing=reading.growing
        )
        try:
            value = type_.read(data, again)
        finally:
            reading.met, reading.rounded = again.met, again.rounded
    if value is UNSET:
        raise reading.error("other type", type_.expected, data)
    return value
