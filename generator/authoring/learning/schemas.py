"""Schemas for shapes: what a specification says so that what was met is read without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from ...naming.names import UnusableNameError, attribute_name

# Gives an object a name among the schemas, and returns the reference to it.
Name = Callable[[str, dict[str, Any]], dict[str, Any]]
MEANING = "Met in answers; no source tells its meaning."

_FORMATS = {"string/date-time": "date-time", "string/date": "date", "string/uuid": "uuid"}
_PLAIN = {
    "integer": "integer", "negative integer": "integer", "number": "number",
    "negative number": "number", "integral number": "number", "negative integral number": "number",
    "boolean": "boolean",
}  # fmt: skip
_EMPTY: dict[str, Any] = {"type": "string", "maxLength": 0}
_ANNOTATIONS = frozenset(
    {"description", "examples", "readOnly", "writeOnly", "deprecated", "title", "default"}
)


class UndecidedError(Exception):
    """What was met can be described in several ways, so a person has to say which."""


def widened(schema: dict[str, Any], shapes: list[Any], hint: str, name: Name) -> dict[str, Any]:
    """Return a schema that takes these shapes and what `schema` takes; of `{}`, the shapes alone."""
    words = {each for each in shapes if isinstance(each, str)}
    texts = {each for each in words if each.startswith("string/")}
    text = [_text(texts, is_new=not schema)] if texts else []
    kinds = {_PLAIN[each] for each in words & _PLAIN.keys()}
    further: list[dict[str, Any]] = [{"type": kind} for kind in sorted(kinds)]
    if arrays := [each for each in shapes if isinstance(each, list)]:
        inner = [shape for each in arrays for shape in each]
        further.append({"type": "array", "items": widened({}, inner, hint, name)})
    if objects := [each for each in shapes if isinstance(each, dict)]:
        further.append(_object(objects, hint, name))
    if "null" in words:
        further.append({"type": "null"})
    if rest := [each for each in shapes if each in ("object", "array", None)]:
        raise UndecidedError(f"what is inside the {rest[0] or 'answer'} was too deep to be told")
    return _either(schema, [*further, *text] if schema else [*text, *further])


def _text(texts: set[str], *, is_new: bool) -> dict[str, Any]:
    formats = {_FORMATS.get(each) for each in texts}
    if is_new and len(formats) == 1 and None not in formats:
        return {"type": "string", "format": formats.pop()}
    return {"type": "string"} if is_new or texts != {"string/empty"} else _EMPTY


def _object(objects: list[dict[str, Any]], hint: str, name: Name) -> dict[str, Any]:
    shapes: dict[str, list[Any]] = {}
    for key, shape in chain.from_iterable(each.items() for each in objects):
        shapes.setdefault(key, []).append(shape)
    if "*" in shapes:
        raise UndecidedError("it is an object whose keys are data: is it a map, and of what?")
    if not shapes:
        return {"type": "object", "maxProperties": 0}
    check_names(shapes)
    properties = {
        key: {**widened({}, inner, f"{hint}-{key}", name), "description": MEANING}
        for key, inner in shapes.items()
    }
    return name(hint, {"type": "object", "description": MEANING, "properties": properties})


def check_names(names: Iterable[str]) -> None:
    """Raise `UndecidedError` for names that cannot all be attributes of one Python class."""
    known: dict[str, str] = {}
    for name in names:
        try:
            attribute = attribute_name(name)
        except UnusableNameError as error:
            raise UndecidedError(f"{error}: how is it called?") from None
        if attribute in known:
            raise UndecidedError(
                f"{known[attribute]} and {name} are both {attribute} in Python: which is right?"
            )
        known[attribute] = name


def _either(schema: dict[str, Any], further: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a schema that takes what `schema` takes, and what further ones take.

    What is said about the field stays outside of the alternatives; types alone become a list.
    """
    about = {k: v for k, v in schema.items() if k in _ANNOTATIONS or k.startswith("x-")}
    core = {key: each for key, each in schema.items() if key not in about}
    alternatives = list(core["anyOf"]) if [*core] == ["anyOf"] else [core] if core else []
    alternatives += [each for each in further if each not in alternatives]
    plain = {"type": "string"}
    if plain in alternatives:
        alternatives = [each for each in alternatives if each != _EMPTY]
    if len(alternatives) < 2:  # noqa: PLR2004 - one, or any value
        return {**(alternatives[0] if alternatives else {}), **about}
    types = None if "anyOf" in schema else _types(alternatives)
    return {**({"type": types} if types else {"anyOf": alternatives}), **about}


def _types(alternatives: list[dict[str, Any]]) -> list[str] | None:
    """Return the types, if nothing else is said of any; null may join what says more."""
    if any([*each] != ["type"] for each in alternatives):
        return None
    types = (each["type"] for each in alternatives)
    listed = chain.from_iterable([each] if isinstance(each, str) else each for each in types)
    return list(dict.fromkeys(listed))
