"""What is set, checked alike wherever it comes from, and attributes as JSON writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints

_MOST = 1_000_000_000


def number(default: Any = MISSING, *, least: int = 0, most: int = _MOST) -> Any:
    """Declare a number of settings by its bounds; one that is not declared has these."""
    return field(default=default, metadata={"bounds": (least, most)})


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """Choices, truth values and numbers; which, the annotations of a subclass say.

    Raises:
        ValueError: a value is none of its kind.

    """

    def __post_init__(self) -> None:
        kinds = get_type_hints(type(self))
        for each in fields(self):
            value = getattr(self, each.name)
            wanted = _wanted_instead(each, kinds[each.name], value)
            if wanted:
                raise ValueError(f"{camel_case(each.name)} is {wanted}, not {value!r}")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read the attributes, their names in camel case.

        Raises:
            ValueError: a name is missing or unknown, or a value is none of its kind.

        """
        given = _by_attribute(cls, value)
        for each in fields(cls):
            if each.init and each.default is MISSING and each.name not in given:
                raise ValueError(f"{camel_case(each.name)} is missing")
        return cls(**given)

    def with_json(self, value: Mapping[str, Any]) -> Self:
        """Return them with what JSON says replaced, or raise as `from_json` does."""
        return replace(self, **_by_attribute(type(self), value))


def _wanted_instead(each: Field[Any], kind: Any, value: Any) -> str:
    """Return what a value should be; nothing if it is."""
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        return "" if value in choices else f"one of {', '.join(map(str, choices))}"
    if kind is bool:
        return "" if isinstance(value, bool) else "true or false"
    if kind in (int, float):
        least, most = each.metadata.get("bounds", (0, _MOST))
        if type(value) not in (int, kind) or not least <= value <= most:
            return f"{'an integer' if kind is int else 'a number'} from {least} to {most}"
    return ""


def _by_attribute(kind: type[Settings], value: Mapping[str, Any]) -> dict[str, Any]:
    names = {camel_case(each.name): each.name for each in fields(kind) if each.init}
    if unknown := sorted(set(value) - set(names)):
        raise ValueError(f"there is no {unknown[0]!r}; there are {', '.join(names)}")
    return {names[name]: found for name, found in value.items()}


def as_json(value: Any) -> dict[str, Any]:
    """Return the attributes that a dataclass is made of, their names in camel case."""
    return {camel_case(each.name): getattr(value, each.name) for each in fields(value) if each.init}


def camel_case(name: str) -> str:
    """Return `operationId` for `operation_id`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
