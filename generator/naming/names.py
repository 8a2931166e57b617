"""Names of the API turned into names of Python."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence
from itertools import chain, count

from acme_ticketing_core.client.async_client import AsyncClient
from acme_ticketing_core.client.sync_client import SyncClient
from acme_ticketing_core.models.model import Model
from acme_ticketing_core.operations.names import parameter_words, snake_case

# What generated modules mention themselves: a name of the API that is the same would hide it.
_TYPES = frozenset({"dt", "str", "int", "float", "bool", "bytes"})
_OF_MODELS = frozenset(name for name in dir(Model) if not name.startswith("_"))
_ATTRIBUTES = _TYPES | _OF_MODELS | {
    "self", "cls", "list", "dict", "frozenset", "field", "classmethod", "options", "body", "decode",
}  # fmt: skip
_CLASSES = frozenset(dir(builtins)) | {
    "Any", "AsyncListing", "AsyncPage", "AsyncResource", "CallOptions",
    "ClassVar", "Decimal", "DecodeError", "File", "List", "Literal", "Model", "Operation", "Page",
    "Paging", "Parameter", "Resource", "Self", "Sequence", "TypeAlias", "UNSET", "UUID", "Union",
    "Unset",
}  # fmt: skip
_LONGEST = 100
_TOO_LONG = f"is longer in Python than {_LONGEST} characters, which no line and no file is made for"
_CONSTANTS = frozenset({"AT_ONCE"})
_CLIENT = frozenset(name for name in (*dir(SyncClient), *dir(AsyncClient)) if name[0] != "_")
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")


class UnusableNameError(ValueError):
    """Nothing of a name can stand in Python."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name  # as the document has it
        shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        super().__init__(f"{shown!r} {reason}")


def attribute_name(name: str) -> str:
    """Return the Python attribute or argument for a property or parameter called `name`."""
    return _identifier(snake_case(name), name, taken=_ATTRIBUTES)


def argument_name(name: str, location: str) -> str:
    """Return the Python argument for a parameter; a header loses its vendor prefix."""
    return attribute_name(parameter_words(name, location))


def method_name(name: str) -> str:
    """Return the method, or the property of an area, for a segment of an operationId."""
    return _identifier(snake_case(name), name, taken=_TYPES)


def branch_name(name: str) -> str:
    """Return the property of the client for the first segment of an operationId."""
    return _identifier(snake_case(name), name, taken=_TYPES | _CLIENT)


def resource_path(words: Sequence[str]) -> tuple[str, ...]:
    """Return the properties that lead to a resource, for all but the last word of an operationId."""
    return tuple(
        method_name(word) if index else branch_name(word) for index, word in enumerate(words)
    )


def module_name(name: str) -> str:
    """Return the module for a file called `name` (without its ending)."""
    return _identifier(snake_case(name), name, taken=frozenset())


def constant_name(resource: str, method: str) -> str:
    """Return the constant that holds the operation of `method` of `resource`."""
    constant = f"{resource}_{method}".upper()
    return f"{constant}_" if constant in _CONSTANTS else constant


def class_name(name: str) -> str:
    """Return `name` in PascalCase, keeping capitals that it already has."""
    pascal = "".join(part[:1].upper() + part[1:] for part in _SEPARATORS.split(name))
    if not pascal:
        raise UnusableNameError(name, "has no letter or digit that a Python class can be called by")
    if len(pascal) > _LONGEST:
        raise UnusableNameError(name, _TOO_LONG)
    # attrs takes whatever annotation begins with "ClassVar" for no attribute at all.
    if not pascal.isidentifier() or pascal.startswith("ClassVar"):
        pascal = f"Model{pascal}"
    return f"{pascal}_" if pascal in _CLASSES else pascal


def distinct(wanted: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return a Python name for each of several things that stand side by side.

    Each comes with its name in the document, its Python name, and its place, if it has one. Of
    twins, the one that is spelled so in the document keeps the name, or else the first; the others
    get their place behind it, or a number.
    """
    found: dict[int, str] = {}
    for index in sorted(range(len(wanted)), key=lambda index: wanted[index][0] != wanted[index][1]):
        _, name, place = wanted[index]
        numbered = (f"{name}_{number}" for number in count(2))
        options = chain((name, f"{name}_{place}") if place else (name,), numbered)
        found[index] = next(each for each in options if each not in found.values())
    return [found[index] for index in range(len(wanted))]


def argument_names(parameters: Sequence[tuple[str, str]]) -> list[str]:
    """Return the Python argument for each of an operation's parameters, by name and location."""
    return distinct([(name, argument_name(name, place), place) for name, place in parameters])


def _identifier(candidate: str, name: str, *, taken: frozenset[str]) -> str:
    if candidate[:1].isdigit():
        candidate = f"field_{candidate}"
    if not candidate.isidentifier():
        raise UnusableNameError(name, "has no letter or digit that a Python name can be made of")
    if len(candidate) > _LONGEST:
        raise UnusableNameError(name, _TOO_LONG)
    if keyword.iskeyword(candidate) or candidate in taken:
        return f"{candidate}_"
    return candidate
