"""Compares two versions of the specification and tells consumers what it means to them.

`compare` finds the changes; each is of a kind in `rules.RULES`, which says what it costs. Nothing
is compared by its text: what is only said in other words is no change.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.naming.names import class_name
from generator.reading.join import JoinedDocument
from generator.reading.node import Node

from .change import Change, Place
from .operations import compare_operations
from .schemas import compare_schemas
from .shape import shape
from .side import Side, split


def compare(old: JoinedDocument, new: JoinedDocument) -> tuple[Change, ...]:
    """Return what changed from `old` to `new`, the costliest first."""
    if old.data == new.data:
        return ()
    sides = Side(old), Side(new)
    parts = (compare_operations, _models, _servers, _schemes)
    changes = [change for part in parts for change in part(*sides)]
    unique = {(each.rule.name, each.subject, each.old, each.new): each for each in changes}
    return tuple(sorted(unique.values(), key=lambda each: (-each.level, each.subject, each.text)))


def _models(old: Side, new: Side) -> Iterator[Change]:
    def place(name: str) -> Place:
        uses = new.uses(name)
        return Place(old, new, class_name(name), name, old.uses(name) if uses.unknown else uses)

    added, removed, kept = split(*(dict(each.components("schemas")) for each in (old, new)))
    for name, node in {**added, **removed}.items():
        if shape(node).is_model:
            rule = "model-removed" if name in removed else "model-added"
            yield place(name).change(rule, node, gone=name in removed)
    for name, pair in kept.items():
        yield from compare_schemas(place(name), *pair, named=True)


def _servers(old: Side, new: Side) -> Iterator[Change]:
    def named(side: Side) -> dict[str, Node]:
        servers = side.root["servers"].items()
        return {each["x-acme-environment"].text or each["url"].text: each for each in servers}

    before, after = named(old), named(new)
    yield from Place(old, new, "the servers", "servers").members("server", before, after)
    for name, pair in split(before, after)[2].items():
        place = Place(old, new, f"the server {name}", "servers")
        yield from place.value("server-changed", pair[1], *(each["url"].text for each in pair))


def _schemes(old: Side, new: Side) -> Iterator[Change]:
    before, after = (dict(each.components("securitySchemes")) for each in (old, new))
    yield from Place(old, new, "the credentials", "security").members("scheme", before, after)
    for name, pair in split(before, after)[2].items():
        place = Place(old, new, name, name)
        yield from place.value("scheme-changed", pair[1], *map(_carried, pair))


def _carried(scheme: Node) -> str:
    header = scheme["name"].text.lower() or scheme["scheme"].text
    other = scheme["x-acme-alternative-header"].text
    return f"{scheme['in'].text or scheme['type'].text} {header}{f' or {other}' if other else ''}"
