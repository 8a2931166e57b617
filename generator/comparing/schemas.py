"""Compares two schemas, as consumers meet them in a request or in an answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.naming.names import attribute_name
from generator.reading.node import Node
from generator.reading.specification import without

from .change import Change, Place
from .shape import BOUNDS, PYTHON_FORMATS, TEXTS, Shape, shape
from .side import split

# Formats that decide the Python type or are checked before a call leaves.
_DECIDING_FORMATS = {*PYTHON_FORMATS, "ipv4 or ipv6"}
_INTEGER, _NUMBER = frozenset({"integer"}), frozenset({"number"})
_WITH_RULE = frozenset({"default", "discriminator", "pattern"})  # of their own
_PAIR = 2  # one before, one after
_SHOWN = 6


def compare_schemas(place: Place, old: Node, new: Node, *, named: bool = False) -> Iterator[Change]:
    """Yield what changed at a place; `named`: these are the named schemas, not uses of them."""
    pair = (old.resolved().pointer, new.resolved().pointer)
    if pair in place.passed:
        return
    before, after = shape(old), shape(new)
    place = replace(place, passed=place.passed | {pair}, use=_use(after))
    yield from _marks(place, before, after)
    if before.alternatives or after.alternatives:
        yield from _unions(place, before, after)
        return
    if not named and (before.model or after.model) and (before.is_object or after.is_object):
        if before.model != after.model or before.is_object != after.is_object:
            yield place.change("type-changed", new, old=before.words(), new=after.words())
        return
    if before.types != after.types:
        name = _type_rule(before, after)
        yield place.change(name, new, old=before.words(), new=after.words())
        return
    yield from _values(place, before, after)
    yield from _properties(place, before, after)
    if before.items is not None and after.items is not None:
        inner = place.inside(f"an item of {place.subject}", "items")
        yield from compare_schemas(inner, before.items, after.items)
    elif (before.items is None) != (after.items is None):
        yield place.change("type-changed", new, old=before.words(), new=after.words())


def _marks(place: Place, before: Shape, after: Shape) -> Iterator[Change]:
    node = after.node
    nullable = "became-nullable", "no-longer-nullable"
    yield from place.mark(nullable, node, before.nullable, after.nullable)
    if after.deprecated and not before.deprecated:
        yield place.change("property-deprecated", node)
    shown = ("hidden" if each.sensitive else "shown" for each in (before, after))
    yield from place.value("sensitivity-changed", node, *shown)
    for keyword in sorted({*before.keywords, *after.keywords}):
        old, new = (each.keywords.get(keyword) for each in (before, after))
        if old != new:
            rule = _keyword_rule(keyword, old, new)
            words = (_said(keyword, each) for each in (old, new))
            yield from place.value(rule, node, *words)


def _keyword_rule(keyword: str, old: Any, new: Any) -> str:
    if keyword in BOUNDS:
        tighter = new is not None and (old is None or (new - old) * BOUNDS[keyword] > 0)
        return "bound-tightened" if tighter else "bound-loosened"
    if keyword == "pattern" and new is None:
        return "pattern-removed"
    return f"{keyword}-changed" if keyword in _WITH_RULE else "keyword-changed"


def _said(keyword: str, value: Any) -> str:
    if keyword in BOUNDS:
        return "no bound" if value is None else f"{keyword} {value}"
    written = value if keyword == "pattern" else json.dumps(value, sort_keys=True)
    told = "nothing" if value is None else f"`{written}`"
    return told if keyword in _WITH_RULE else f"{keyword}: {told}"


def _type_rule(before: Shape, after: Shape) -> str:
    was, now = before.types, after.types  # none means any
    if not now or (was and (was < now or (was, now) == (_INTEGER, _NUMBER))):
        return "type-widened"
    if not was or was > now or (was, now) == (_NUMBER, _INTEGER):
        return "type-narrowed"
    return "type-changed"


def _unions(place: Place, before: Shape, after: Shape) -> Iterator[Change]:
    """Compare where at least one of the two offers alternatives."""
    old, new = ({shape(it).words(): it for it in each.alternatives} for each in (before, after))
    if old and new:
        yield from place.members("alternative", old, new)
        for pair in split(old, new)[2].values():
            yield from compare_schemas(place, *pair)
        return
    narrower = "type-narrowed" if after.words() in old else "type-changed"
    name = "type-widened" if before.words() in new else narrower
    yield place.change(name, after.node, old=before.words(), new=after.words())


def _values(place: Place, before: Shape, after: Shape) -> Iterator[Change]:
    node = after.node
    if before.format != after.format:
        deciding = {before.format, after.format} & _DECIDING_FORMATS
        name = "format-changed" if deciding else "format-hint-changed"
        was, now = (e.words() if deciding else e.format or "none" for e in (before, after))
        yield place.change(name, node, old=was, new=now)
    was_free, is_free = (each.open or not each.values for each in (before, after))
    if is_free and not was_free and not after.values:
        yield place.change("enum-dropped", node, old=_listed(before.values))
        return
    if was_free and not is_free and not before.values:
        yield place.change("enum-introduced", node, new=_listed(after.values))
        return
    yield from place.mark(("enum-opened", "enum-closed"), node, was_free, is_free)
    kind = "known-value" if was_free and is_free else "enum-value"
    if added := tuple(each for each in after.values if each not in before.values):
        yield place.change(f"{kind}-added", node, new=_listed(added))
    if removed := tuple(each for each in before.values if each not in after.values):
        yield place.change(f"{kind}-removed", node, old=_listed(removed))


def _properties(place: Place, before: Shape, after: Shape) -> Iterator[Change]:
    added, removed, kept = split(before.properties, after.properties)
    for old, new in _renamed(removed, added):
        called = f"`{_property(place, old).subject}`"
        yield _property(place, new).change("property-renamed", added.pop(new), old=called)
        del removed[old]
    for name, node in added.items():
        needed = "-required" if name in after.required else ""
        yield _property(place, name).change(f"property-added{needed}", node)
    for name, node in removed.items():
        yield _property(place, name).change("property-removed", node, gone=True)
    for name, (was, now) in kept.items():
        inner = replace(_property(place, name), use=_use(shape(now)))
        required = (name in each.required for each in (before, after))
        rules = "property-became-required", "property-became-optional"
        yield from inner.mark(rules, now, *required)
        yield from compare_schemas(inner, was, now)
    yield from _extra(place, before, after)


def _property(place: Place, name: str) -> Place:
    return place.inside(f"{place.subject}.{attribute_name(name)}", name)


def _renamed(removed: dict[str, Node], added: dict[str, Node]) -> list[tuple[str, str]]:
    """Return the pairs of names that are clearly one property under another name."""
    before, after = (
        {
            name: json.dumps(without(node.value, TEXTS), sort_keys=True)
            for name, node in each.items()
        }
        for each in (removed, added)
    )
    count = Counter([*before.values(), *after.values()])
    twins = {said: name for name, said in after.items() if count[said] == _PAIR}
    return [(name, twins[said]) for name, said in before.items() if said in twins]


def _extra(place: Place, before: Shape, after: Shape) -> Iterator[Change]:
    old, new = before.extra, after.extra
    refused = [each is not None and each.value is False for each in (old, new)]
    rules = "extra-fields-refused", "extra-fields-allowed"
    yield from place.mark(rules, after.node, *refused)
    if not any(refused):
        was, now = (e if e and e.value and isinstance(e.value, dict) else None for e in (old, new))
        inner = place.inside(f"a value of {place.subject}", "additionalProperties")
        if was is not None and now is not None:
            yield from compare_schemas(inner, was, now)
        elif was is not now:
            words = [shape(each).words() if each else "any" for each in (was, now)]
            yield inner.change("type-changed", after.node, old=words[0], new=words[1])


def _use(of: Shape) -> str:
    if of.types & {"integer", "number"} or of.format == "decimal":
        return "reads or computes with"
    if of.types == {"array"}:
        return "iterates over"
    return "reads"


def _listed(values: tuple[Any, ...]) -> str:
    shown = ", ".join(f"`{value}`" for value in values[:_SHOWN])
    return shown if len(values) <= _SHOWN else f"{shown} and {len(values) - _SHOWN} more"
