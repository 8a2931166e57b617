"""What a model declares: its fields, each with its name, wire name and type.

Annotations are resolved when the class is first read or written: importing it costs nearly nothing.
"""

from __future__ import annotations

import re
import sys
from collections import ChainMap
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, cast, get_args, get_origin

from acme_ticketing_core.models import scalars
from acme_ticketing_core.models.composites import Array, Map, Nullable
from acme_ticketing_core.models.composites import Union as UnionOfTypes
from acme_ticketing_core.models.types import Field, Type
from acme_ticketing_core.runtime.unset import UNSET, Unset

DecimalNumber = Annotated[Decimal, "number"]
"""A `Decimal` that stands as a number in JSON; any other stands as a text."""

_RENAMED: Final = re.compile(
    r'Annotated\[(?P<type>.+), (?P<quote>["\'])(?P<wire>.+)(?P=quote)\]', re.DOTALL
)
_SCALARS: Final[dict[Any, Type]] = {
    str: scalars.TEXT,
    int: scalars.INTEGER,
    float: scalars.NUMBER,
    bool: scalars.BOOLEAN,
    datetime: scalars.MOMENT,
    date: scalars.DAY,
    Decimal: scalars.TEXT_DECIMAL,
    DecimalNumber: scalars.NUMBER_DECIMAL,
    None: scalars.NOTHING,
    NoneType: scalars.NOTHING,
    Any: scalars.Anything(),
    object: scalars.Anything(),
}


class ModelType(type):
    """Makes slots of the annotations in a class body, and keeps attrs' protocol."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        if bases:
            own = {k: v for k, v in body.get("__annotations__", {}).items() if k[0] != "_"}
            base = bases[0]
            body["__slots__"] = tuple(own)
            body["_annotations"] = {**getattr(base, "_annotations", {}), **own}
            body["_field_names"] = tuple(body["_annotations"])
            needed = {each for each in own if each not in body}
            inherited: frozenset[str] = getattr(base, "_required", frozenset[str]())
            body["_required"] = inherited | needed
            for each in own:
                body.pop(each, None)
            body["__match_args__"] = ()
        return super().__new__(mcs, name, bases, body)

    if TYPE_CHECKING:

        @property
        def __attrs_attrs__(cls) -> Any: ...
    else:

        def __getattr__(cls, name: str) -> Any:
            # As no attribute of this class: rich would take a model's class for an instance of it.
            if name == "__attrs_attrs__":
                return _attrs_of(cls)  # attrs is imported by its users only
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")


@cache
def _attrs_of(cls: Any) -> Any:
    import attrs

    fields: dict[str, Any] = {}
    field: Any = attrs.field  # an annotation that is text is no type to its signature
    for name, text in cls._annotations.items():
        default = attrs.NOTHING if name in cls._required else UNSET
        fields[name] = field(default=default, kw_only=True, type=text)
    for name in ("unknown_fields", "raw_fields"):
        fields[name] = field(factory=dict, kw_only=True, type="dict[str, Any]")
    return attrs.fields(attrs.make_class(cls.__name__, fields))


def fields_of(cls: Any) -> Iterator[Field]:
    names = dict(ChainMap(*(vars(sys.modules[each.__module__]) for each in cls.__mro__)))
    for name, text in cls._annotations.items():
        renamed = _RENAMED.fullmatch(text)
        wire = camel_case(name) if renamed is None else renamed["wire"]
        plain = (text if renamed is None else renamed["type"]).removesuffix(" | Unset")
        type_ = type_of(eval(plain, names))  # noqa: S307 - our own code
        required, put = name in cls._required, getattr(cls, name).__set__
        yield Field(name=name, wire=wire, type=type_, required=required, put=put)


def camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


@cache
def type_of(annotation: Any) -> Type:
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list:
        return Array(type_of(arguments[0]))
    if origin is dict:
        return Map(type_of(arguments[1]))
    if origin is Union or origin is UnionType:
        return _of_alternatives(arguments)
    if isinstance(annotation, ModelType):
        return cast("Type", cast("Any", annotation)._type())  # noqa: SLF001 - each knows its own
    from uuid import UUID

    if annotation is UUID:
        return scalars.IDENTITY
    if hasattr(annotation, "read_text"):
        return scalars.encoded(annotation)
    if isinstance(annotation, type) and issubclass(annotation, date):  # freezegun's, in their place
        return scalars.MOMENT if issubclass(annotation, datetime) else scalars.DAY
    raise TypeError(f"a field cannot be of the type {annotation!r}")


def _of_alternatives(alternatives: tuple[Any, ...]) -> Type:
    literals = [each for each in alternatives if get_origin(each) is Literal]
    known = frozenset(value for each in literals for value in get_args(each))
    words = known and all(isinstance(value, str) for value in known)
    text = scalars.Enumeration(known) if words else scalars.TEXT
    rest = [each for each in alternatives if each not in (NoneType, Unset, *literals)]
    types = [text if each is str else type_of(each) for each in rest]
    inner = types[0] if len(types) == 1 else UnionOfTypes(tuple(types))
    return Nullable(inner) if NoneType in alternatives else inner
