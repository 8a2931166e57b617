"""Names of the API split into words, as Python and the command line write them; its document.

Runs of capitals stay one word (`ticketUUIDs` → `ticket_uuids`), digits stay with the word before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

_PLURAL_ACRONYM: Final = re.compile(r"([A-Z]{2,})s(?=$|[A-Z_])")
_WORD_END: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS: Final = re.compile(r"[^0-9A-Za-z]+")
# What a header's name begins with says whose it is, not what it means.
_HEADER_PREFIX: Final = re.compile(r"^x-(acme-|b2c-)?", re.IGNORECASE)


def snake_case(name: str) -> str:
    name = _PLURAL_ACRONYM.sub(lambda match: match[1].capitalize() + "s", name)
    name = _WORD_END.sub("_", name)
    return "_".join(filter(None, _SEPARATORS.split(name))).lower()


def kebab_case(name: str) -> str:
    return snake_case(name).replace("_", "-")


def parameter_words(name: str, location: str) -> str:
    return (_HEADER_PREFIX.sub("", name) or name) if location == "header" else name


def option_name(parameter: dict[str, Any]) -> str:
    return kebab_case(parameter_words(parameter["name"], parameter["location"]))


_DEEPEST: Final = 50


def resolved(document: Mapping[str, Any], node: Any) -> dict[str, Any]:
    """Give the object that a node is, or that its `$ref` leads to; empty if to none."""
    for _ in range(_DEEPEST):
        if not isinstance(node, dict):
            break
        target = cast("dict[str, Any]", node).get("$ref")
        if target is None:
            return cast("dict[str, Any]", node)
        node = document
        for step in str(target).removeprefix("#/").split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            node = cast("Any", node).get(key) if isinstance(node, Mapping) else None
    return {}


def values_of(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the values of an enumeration, or of those among its alternatives."""
    for branch in (schema, *(resolved(document, each) for each in schema.get("anyOf", ()))):
        yield from branch.get("enum", ())


def first_value(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    return next(values_of(document, schema), None)
