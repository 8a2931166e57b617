"""The base of every generated model: what needs no code of its own per class.

Equality and `repr` are written once here over the attributes; compiling them per class, as attrs
would, is most of what importing a module of models costs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, ClassVar, Self

from acme_ticketing_core.models import json
from acme_ticketing_core.models.codec import write_any
from acme_ticketing_core.redaction.redaction import HIDDEN
from acme_ticketing_core.runtime.unset import UNSET


class Model:
    """An object of the API.

    Fields that the specification does not know are kept in `unknown_fields` and written back:
    the API's PUTs replace whole objects. JSON null in an optional field that is not described as
    nullable reads as absent, and is written back as null.
    """

    __slots__ = ()

    _sensitive: ClassVar[frozenset[str]] = frozenset()

    unknown_fields: dict[str, Any]

    @classmethod
    @abstractmethod
    def decode(cls, data: dict[str, Any], /) -> Self:
        """Take over parsed JSON as a model; `data` must not be used afterwards.

        Raises:
            DecodeError: a required field is missing or a value has a wrong type; its `path` says
                where.

        """

    @abstractmethod
    def encode(self) -> dict[str, Any]:
        """Give the fields as JSON values, unknown ones included, but models inside as models.

        One level at a time: writing a page of models never holds all of it as dicts.
        """

    def to_dict(self) -> dict[str, Any]:
        """Return the model as JSON values, unknown fields included; a `File` stays one."""
        return {name: write_any(value) for name, value in self.encode().items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read JSON values, which are left as they are.

        Raises:
            DecodeError: as `decode`.

        """
        return cls.decode(deepcopy(dict(data)))

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a JSON document.

        Raises:
            DecodeError: it is not JSON, or as `decode`.

        """
        return cls.decode(json.loads(content))

    def to_json(self) -> bytes:
        """Return the model as a JSON document."""
        return json.dumps(self)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._names())

    __hash__ = None  # type: ignore[assignment]  # models can be changed

    def __repr__(self) -> str:
        shown = [
            f"{name}={HIDDEN if name in self._sensitive else repr(value)}"
            for name, value in self.__rich_repr__()
        ]
        return f"{type(self).__name__}({', '.join(shown)})"

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        """Give what may be shown, to rich: it would look into the fields itself."""
        for name in self._names():
            value = getattr(self, name)
            if value is UNSET or name == "unknown_fields":
                continue
            yield name, HIDDEN if name in self._sensitive else value
        if self.unknown_fields:
            # Their names only: nobody has said yet which of them are secret.
            yield "unknown_fields", sorted(self.unknown_fields)

    @classmethod
    def _names(cls) -> list[str]:
        names: tuple[str, ...] = cls.__slots__
        return [name for name in names if name != "__weakref__"]
