"""The base of every generated model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.models import json
from acme_ticketing_core.models.declaration import DecimalNumber, ModelType
from acme_ticketing_core.models.objects import Object, object_type, read_document, read_whole
from acme_ticketing_core.models.reading import Reading
from acme_ticketing_core.models.values import within, write_any
from acme_ticketing_core.operations.options import checked_truth
from acme_ticketing_core.redaction import HIDDEN
from acme_ticketing_core.runtime.unset import UNSET

if TYPE_CHECKING:
    from attrs import define, field
else:

    def define(**_settings: Any) -> Any:
        return lambda cls: cls  # `ModelType` has built it already


__all__ = ["DecimalNumber", "Model", "define"]


def _reading(strict: object, zone: object) -> Reading:
    if zone is not None and not isinstance(zone, tzinfo):
        raise InvalidArgument(f"time_zone is a ZoneInfo, not {zone!r}")
    return Reading(strict=checked_truth("strict", strict), zone=zone)


class _OfBuilt(dict[str, Any]):
    """Unknown fields of a model made here: `attrs.evolve` hands them to its copy."""


def _dict_in(slot: str, told: str) -> property:
    """Make a dict that is there once somebody looks at it."""

    def get(model: Model) -> dict[str, Any]:
        fields: dict[str, Any] | None = getattr(model, slot)
        if fields is None:
            fields = _OfBuilt() if model.built else {}
            setattr(model, slot, fields)
        return fields

    return property(get, lambda model, fields: setattr(model, slot, fields), doc=told)


@define(kw_only=True, eq=False, repr=False)
class Model(metaclass=ModelType):
    """An object of the API.

    It is read tolerantly unless `strict` is asked for: no field fails the whole, and nothing that
    came is lost. Fields that the specification does not know are kept in `unknown_fields`; JSON
    that cannot be read as its field's type, or would be written in another form, is kept in
    `raw_fields` by its wire name. Both are written back, as the API's PUTs replace whole objects;
    a field that was assigned is written as the specification says.

    Facts: first-contact/README.md.
    """

    __slots__ = ("__weakref__", "_built", "_raw", "_unknown")

    _sensitive: ClassVar[frozenset[str]] = frozenset()
    _field_names: ClassVar[tuple[str, ...]] = ()
    _annotations: ClassVar[dict[str, str]] = {}
    _required: ClassVar[frozenset[str]] = frozenset()

    if TYPE_CHECKING:
        unknown_fields: dict[str, Any] = field(factory=dict[str, Any])
        raw_fields: dict[str, Any] = field(factory=dict[str, Any])
    else:

        def __init__(
            self,
            *,
            unknown_fields: dict[str, Any] | None = None,
            raw_fields: dict[str, Any] | None = None,
            **values: Any,
        ) -> None:
            names = self._field_names
            named_all = len(values) == len(names)
            self._built = not named_all or isinstance(unknown_fields, _OfBuilt)
            of_built = unknown_fields and self._built
            self._unknown = _OfBuilt(unknown_fields) if of_built else unknown_fields or None
            self._raw = raw_fields or None
            for name in names:
                setattr(self, name, values.pop(name, UNSET))
            told = type(self).__name__
            if values:
                raise TypeError(f"{told}() got an unexpected keyword argument {min(values)!r}")
            for name in () if raw_fields else names:
                if name in self._required and getattr(self, name) is UNSET:
                    raise TypeError(f"{told}() missing the keyword argument {name!r}")

        unknown_fields = _dict_in(
            "_unknown", "Fields that the specification does not know, by their wire names."
        )
        raw_fields = _dict_in(
            "_raw", "JSON that was not read, or came in another form, by wire names."
        )

    @property
    def built(self) -> bool:
        """Whether it was made here from some of its fields, not read or copied from another."""
        return getattr(self, "_built", False)

    def is_void(self) -> bool:
        """Whether none of the declared fields holds anything, be it unread."""
        return not self.raw_fields and all(
            getattr(self, name) is UNSET for name in self._field_names
        )

    def encode(self) -> dict[str, Any]:
        """Give the fields as JSON values, but models inside as models; raises as `to_dict`."""
        return self._type().encode(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the model as JSON values, with all that came and was not understood.

        Raises:
            InvalidArgument: a field was assigned a value that it cannot hold; its path is named.

        """
        written: dict[str, Any] = {}
        for name, value in self.encode().items():
            try:
                written[name] = write_any(value)
            except InvalidArgument as error:
                field = self._type().by_wire.get(name)
                raise within(name if field is None else field.name, error) from None
        return written

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], *, strict: bool = False, time_zone: tzinfo | None = None
    ) -> Self:
        """Read JSON values, which are left as they are.

        Args:
            data: the object.
            strict: raise at the first surprise instead of keeping it.
            time_zone: where times without an offset belong; without one they are not read.

        Raises:
            DecodeError: this is no object, or `strict` and not as the specification says; its
                `path` says where.
            InvalidArgument: `strict` or `time_zone` is of another type.

        """
        anything: Any = data  # whatever its annotation promised
        is_object = isinstance(anything, Mapping)
        content = deepcopy(dict(cast("Mapping[str, Any]", anything))) if is_object else anything
        model: Self = read_whole(cls, content, _reading(strict, time_zone))
        return model

    @classmethod
    def from_json(
        cls, content: bytes, *, strict: bool = False, time_zone: tzinfo | None = None
    ) -> Self:
        """Read a JSON document, as `from_dict`; what is no JSON is a `DecodeError`, too."""
        anything: Any = content  # whatever its annotation promised
        if not isinstance(anything, (bytes, bytearray)):
            raise InvalidArgument(f"content: expected bytes, not {type(anything).__name__}")
        reading = _reading(strict, time_zone)
        model: Self = read_document(cls, content, json.loads(content), reading)[0]
        return model

    def to_json(self) -> bytes:
        """Return the model as a JSON document; as `to_dict`."""
        return json.dumps(self)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = (*self._field_names, "unknown_fields", "raw_fields")
        return all(getattr(self, name) == getattr(other, name) for name in names)

    __hash__ = None  # type: ignore[assignment]  # models can be changed

    def __repr__(self) -> str:
        shown = [
            f"{name}={HIDDEN if name in self._sensitive else repr(value)}"
            for name, value in self.__rich_repr__()
        ]
        return f"{type(self).__name__}({', '.join(shown)})"

    # For rich as well, which would look into the fields itself.
    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        for name in self._field_names:
            value = getattr(self, name)
            if value is not UNSET:
                yield name, HIDDEN if name in self._sensitive else value
        # Their names only: nobody has said yet which of them are secret.
        for name in ("unknown_fields", "raw_fields"):
            if fields := getattr(self, name):
                yield name, sorted(fields)

    @classmethod
    def _type(cls) -> Object:
        return object_type(cls)
