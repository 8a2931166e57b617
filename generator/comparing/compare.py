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

from .change import Change, rule
from .operations import compare_operations
from .rules import RULES, Level, Rule
from .schemas import Place, compare_schemas
from .shape import TEXTS, shape
from .side import Side

__all__ = ["RULES", "Change", "Level", "Rule", "compare"]


def compare(old: JoinedDocument, new: JoinedDocument) -> tuple[Change, ...]:
    """Return what changed from `old` to `new`, the costliest first."""
    sides = Side(old), Side(new)
    changes = [
        *compare_operations(*sides),
        *_models(*sides),
        *_servers(*sides),
        *_schemes(*sides),
    ]
    changes += _texts(*sides)
    unique = {(each.rule.name, each.subject, each.old, each.new): each for each in changes}
    return tuple(sorted(unique.values(), key=lambda each: (-each.level, each.subject, each.text)))


def _models(old: Side, new: Side) -> Iterator[Change]:
    for name, node in new.schemas.items():
        place = Place(old, new, class_name(name), name, new.uses(name))
        if name in old.schemas:
            uses = new.uses(name) if not new.uses(name).unknown else old.uses(name)
            place = Place(old, new, class_name(name), name, uses)
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
            yield Change(
                rule("server-added"), name, "servers", new.locate(node), new=node["url"].text
            )
        elif node["url"].text != before[name]["url"].text:
            yield Change(
                rule("server-changed"), f"the server {name}", "servers", new.locate(node),
                old=before[name]["url"].text, new=node["url"].text,
            )  # fmt: skip
    for name, node in before.items():
        if name not in after:
            yield Change(
                rule("server-removed"), name, "servers", old.locate(node),
                old=node["url"].text, gone=True,
            )  # fmt: skip


def _schemes(old: Side, new: Side) -> Iterator[Change]:
    before, after = (
        dict(side.root["components"]["securitySchemes"].entries()) for side in (old, new)
    )
    for name, node in after.items():
        if name not in before:
            yield Change(rule("scheme-added"), name, name, new.locate(node), new=f"`{name}`")
        elif _carried(node) != _carried(before[name]):
            yield Change(
                rule("scheme-changed"), name, name, new.locate(node),
                old=_carried(before[name]), new=_carried(node),
            )  # fmt: skip
    for name, node in before.items():
        if name not in after:
            yield Change(
                rule("scheme-removed"), name, name, old.locate(node), old=f"`{name}`", gone=True
            )


def _carried(scheme: Node) -> str:
    header = scheme["name"].text.lower() or scheme["scheme"].text
    other = scheme["x-acme-alternative-header"].text
    return f"{scheme['in'].text or scheme['type'].text} {header}{f' or {other}' if other else ''}"


def _texts(old: Side, new: Side) -> Iterator[Change]:
    """Count the texts that differ where both documents have one."""
    count = _differing(old.document.data, new.document.data)
    if count:
        yield Change(
            rule("texts-changed"), "the specification", "texts", new.document.locate(),
            new=str(count),
        )  # fmt: skip


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
