"""Compares two versions of the specification and tells consumers what it means to them.

`compare` finds the changes; each is of a kind in `rules.RULES`, which says what it costs. Nothing
is compared by its text: what is only said in other words is no change but a `texts-changed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.naming.names import class_name
from generator.reading.join import JoinedDocument
from generator.reading.node import Node

from .change import Change
from .operations import compare_operations
from .schemas import Place, compare_schemas
from .shape import TEXTS, shape
from .side import SCHEMA_PREFIX, Side, split, unchanged


def compare(old: JoinedDocument, new: JoinedDocument) -> tuple[Change, ...]:
    """Return what changed from `old` to `new`, the costliest first."""
    sides = Side(old), Side(new)
    same = unchanged(*sides)
    changes = [
        *compare_operations(*sides, same),
        *_models(*sides, same),
        *(change for part in (_servers, _schemes, _texts) for change in part(*sides)),
    ]
    unique = {(each.rule.name, each.subject, each.old, each.new): each for each in changes}
    return tuple(sorted(unique.values(), key=lambda each: (-each.level, each.subject, each.text)))


def _models(old: Side, new: Side, same: set[str]) -> Iterator[Change]:
    def place(name: str) -> Place:
        uses = new.uses(name)
        return Place(old, new, class_name(name), name, old.uses(name) if uses.unknown else uses)

    added, removed, kept = split(old.schemas, new.schemas)
    for name, node in added.items():
        if shape(node).is_model:
            yield place(name).change("model-added", node)
    for name, node in removed.items():
        if shape(node).is_model:
            yield place(name).change("model-removed", node, gone=True)
    for name, pair in kept.items():
        if f"{SCHEMA_PREFIX}{name}" not in same:
            yield from compare_schemas(place(name), *pair, named=True)


def _servers(old: Side, new: Side) -> Iterator[Change]:
    def named(side: Side) -> dict[str, Node]:
        servers = side.root["servers"].items()
        return {each["x-acme-environment"].text or each["url"].text: each for each in servers}

    added, removed, kept = split(named(old), named(new))
    for name, node in added.items():
        yield new.change("server-added", name, "servers", node, new=node["url"].text)
    for name, node in removed.items():
        yield old.change("server-removed", name, "servers", node, old=node["url"].text, gone=True)
    for name, (before, after) in kept.items():
        if (was := before["url"].text) != (now := after["url"].text):
            subject = f"the server {name}"
            yield new.change("server-changed", subject, "servers", after, old=was, new=now)


def _schemes(old: Side, new: Side) -> Iterator[Change]:
    schemes = (dict(each.root["components"]["securitySchemes"].entries()) for each in (old, new))
    added, removed, kept = split(*schemes)
    for name, node in added.items():
        yield new.change("scheme-added", name, name, node, new=f"`{name}`")
    for name, node in removed.items():
        yield old.change("scheme-removed", name, name, node, old=f"`{name}`", gone=True)
    for name, (before, after) in kept.items():
        if (was := _carried(before)) != (now := _carried(after)):
            yield new.change("scheme-changed", name, name, after, old=was, new=now)


def _carried(scheme: Node) -> str:
    header = scheme["name"].text.lower() or scheme["scheme"].text
    other = scheme["x-acme-alternative-header"].text
    return f"{scheme['in'].text or scheme['type'].text} {header}{f' or {other}' if other else ''}"


def _texts(old: Side, new: Side) -> Iterator[Change]:
    """Count the texts that differ where both documents have one."""
    count = _differing(old.document.data, new.document.data)
    if count:
        yield new.change("texts-changed", "the specification", "texts", new.root, new=str(count))


def _differing(old: Any, new: Any) -> int:
    if old == new:
        return 0
    if isinstance(old, dict) and isinstance(new, dict):
        return sum(
            int(old.get(key) != new.get(key))
            if key in TEXTS and not isinstance({**old, **new}[key], dict)
            else _differing(old.get(key), new.get(key))
            for key in {*old, *new}
            if key != "version"
        )
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return sum(_differing(*pair) for pair in zip(old, new, strict=True))
    return 0
