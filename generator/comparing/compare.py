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
from .rules import RULES, Level, Rule
from .schemas import Place, compare_schemas
from .shape import TEXTS, shape
from .side import Side

__all__ = ["RULES", "Change", "Level", "Rule", "compare"]


def compare(old: JoinedDocument, new: JoinedDocument) -> tuple[Change, ...]:
    """Return what changed from `old` to `new`, the costliest first."""
    sides = Side(old), Side(new)
    parts = (compare_operations, _models, _servers, _schemes, _texts)
    changes = [change for part in parts for change in part(*sides)]
    unique = {(each.rule.name, each.subject, each.old, each.new): each for each in changes}
    return tuple(sorted(unique.values(), key=lambda each: (-each.level, each.subject, each.text)))


def _models(old: Side, new: Side) -> Iterator[Change]:
    for name, node in new.schemas.items():
        uses = new.uses(name)
        if name in old.schemas and uses.unknown:
            uses = old.uses(name)
        place = Place(old, new, class_name(name), name, uses)
        if name in old.schemas:
            yield from compare_schemas(place, old.schemas[name], node, named=True)
        elif shape(node).is_model:
            yield place.change("model-added", node)
    for name, node in old.schemas.items():
        if name not in new.schemas and shape(node).is_model:
            place = Place(old, new, class_name(name), name, old.uses(name))
            yield place.change("model-removed", node, gone=True)


def _servers(old: Side, new: Side) -> Iterator[Change]:
    def named(side: Side) -> dict[str, Node]:
        return {
            each["x-acme-environment"].text or each["url"].text: each
            for each in side.root["servers"].items()
        }

    before, after = named(old), named(new)
    for name, node in after.items():
        if name not in before:
            yield new.change("server-added", name, "servers", node, new=node["url"].text)
        elif (url := node["url"].text) != (was := before[name]["url"].text):
            subject = f"the server {name}"
            yield new.change("server-changed", subject, "servers", node, old=was, new=url)
    for name, node in before.items():
        if name not in after:
            url = node["url"].text
            yield old.change("server-removed", name, "servers", node, old=url, gone=True)


def _schemes(old: Side, new: Side) -> Iterator[Change]:
    before, after = (
        dict(side.root["components"]["securitySchemes"].entries()) for side in (old, new)
    )
    for name, node in after.items():
        if name not in before:
            yield new.change("scheme-added", name, name, node, new=f"`{name}`")
        elif (now := _carried(node)) != (was := _carried(before[name])):
            yield new.change("scheme-changed", name, name, node, old=was, new=now)
    for name, node in before.items():
        if name not in after:
            yield old.change("scheme-removed", name, name, node, old=f"`{name}`", gone=True)


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
