"""Compares what one operation is called, takes, answers and needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.naming.names import argument_name
from generator.reading.node import Node
from generator.reading.operation_table import USUAL_STYLES, OperationRow, ParameterRow

from .change import Change, Place
from .schemas import compare_schemas
from .side import Side, Uses, call_name, split

_SAFEST_FIRST = ("safe", "idempotent", "guarded", "none")
_SUPPLIED = frozenset({"idempotency-key", "request-id"})
_PATH_PARAMETER = re.compile(r"\{[^{}]*\}")


def compare_operations(old: Side, new: Side) -> Iterator[Change]:
    """Yield the operations that came and went, and what changed in the others."""
    added, removed, kept = split(old.rows, new.rows)
    pairs = list(kept.values())
    by_endpoint = {_endpoint(row): row for row in removed.values()}
    for row in added.values():
        place, node = _place(old, new, row), new.by_id[row.id].node
        if was := by_endpoint.get(_endpoint(row)):
            called = f"`{call_name(was.id)}()`"
            yield place.change("operation-renamed", node["operationId"], old=called)
            pairs.append((was, row))
            del removed[was.id]
        else:
            told = row.summary.rstrip(".") or f"{row.method} {row.path}"
            yield place.change("operation-added", node, new=told)
    for was in removed.values():
        yield _place(old, new, was).change("operation-removed", old.by_id[was.id].node, gone=True)
    for pair in pairs:
        yield from _Operation(old, new, *pair).changes()


def _endpoint(row: OperationRow) -> tuple[str, str]:
    return row.method, _PATH_PARAMETER.sub("{}", row.path)


def _place(old: Side, new: Side, row: OperationRow) -> Place:
    return Place(old, new, f"{call_name(row.id)}()", row.id)


class _Operation:
    def __init__(self, old: Side, new: Side, was: OperationRow, row: OperationRow) -> None:
        self.place = _place(old, new, row)
        self.rows = self.was, self.row = was, row
        self.nodes = _, self.node = old.by_id[was.id].node, new.by_id[row.id].node

    def changes(self) -> Iterator[Change]:
        yield from self._parameters()
        yield from self._body()
        yield from self._answers()
        yield from self._credentials()
        yield from self._behaviour()
        yield from self._pages()

    def _parameters(self) -> Iterator[Change]:
        old, new = _arguments(self.place.old, self.was), _arguments(self.place.new, self.row)
        added, removed, kept = split(old, new)
        for row, node in added.values():
            kind = "-supplied" if row.role in _SUPPLIED else "-required" if row.required else ""
            yield self._argument(row).change(f"parameter-added{kind}", node)
        for row, node in removed.values():
            kind = "idempotency-key" if row.role == "idempotency-key" else "parameter"
            yield self._argument(row).change(f"{kind}-removed", node, gone=True)
        for (was, before), (row, node) in kept.values():
            place = self._argument(row)
            if row.role not in _SUPPLIED:
                rules = "parameter-became-required", "parameter-became-optional"
                yield from place.mark(rules, node, was.required, row.required)
            if was.role == "idempotency-key" and row.role != was.role:
                yield place.change("idempotency-key-removed", node)
            else:
                roles = (each.role or "none" for each in (was, row))
                yield from place.value("parameter-role-changed", node, *roles)
            styles = _style(was, before), _style(row, node)
            yield from place.value("parameter-style-changed", node, *styles)
            sent = replace(place, uses=Uses(sent_by=(self.place.subject,)))
            yield from compare_schemas(sent, before["schema"], node["schema"])

    def _argument(self, row: ParameterRow) -> Place:
        argument = argument_name(row.name, row.location)
        return self.place.inside(f"{call_name(self.row.id)}({argument}=...)", row.name)

    def _body(self) -> Iterator[Change]:
        old, new = (each["requestBody"].resolved() for each in self.nodes)
        required = [each["required"].value is True for each in (old, new)]
        if old.exists and new.exists:
            rules = "body-became-required", "body-became-optional"
            yield from self.place.mark(rules, new, *required)
            call = self.place.subject
            uses = Uses(sent_by=(call,))
            place = self.place.inside(f"the body of {call}", "requestBody", uses=uses)
            yield from self._content(place, "body", old, new)
        elif new.exists:
            yield self.place.change("body-added-required" if required[1] else "body-added", new)
        elif old.exists:
            yield self.place.change("body-removed", old, gone=True)

    def _content(self, place: Place, what: str, old: Node, new: Node) -> Iterator[Change]:
        """Compare what a body or an answer may consist of."""
        before, after = old["content"], new["content"]
        if before.keys == after.keys:
            for name, content in after.entries():
                yield from compare_schemas(place, before[name]["schema"], content["schema"])
            return
        kind = "media-type-changed"
        if what == "answer" and not (before.keys and after.keys):
            kind = "content-removed" if before.keys else "content-added"
        types = (" or ".join(each.keys) for each in (before, after))
        yield from self.place.value(f"{what}-{kind}", new, *types)

    def _answers(self) -> Iterator[Change]:
        old, new = (dict(each["responses"].entries()) for each in self.nodes)
        for kind, good in (("answer", True), ("error", False)):
            named = (
                {status: node for status, node in each.items() if status.startswith("2") is good}
                for each in (old, new)
            )
            yield from self.place.members(kind, *named)
        call = self.place.subject
        for status, pair in split(old, new)[2].items():
            was, now = (each.resolved() for each in pair)
            headers = (
                {k.lower(): node for k, node in it["headers"].entries()} for it in (was, now)
            )
            yield from self.place.members("answer-header", *headers)
            what = "what" if status[0] == "2" else f"the failure {status} that"
            uses = Uses(given_by=(call,))
            place = self.place.inside(f"{what} {call} returns", status, uses=uses)
            yield from self._content(place, "answer", was, now)
        empty = (each.empty_body for each in self.rows)
        rules = "answer-may-be-empty", "answer-never-empty"
        yield from self.place.mark(rules, self.node["responses"], *empty)

    def _credentials(self) -> Iterator[Change]:
        old, new = (
            {_alternative(each): node for each in row.security}
            for row, node in zip(self.rows, self.nodes, strict=True)
        )
        yield from self.place.members("credentials", old, new)
        if old.keys() == new.keys() and list(old) != list(new):
            yield self.place.change("credentials-reordered", self.node, new=", then ".join(new))

    def _behaviour(self) -> Iterator[Change]:
        place, node, was, row = self.place, self.node, self.was, self.row
        if _endpoint(was) != _endpoint(row):
            endpoints = (f"`{each.method} {each.path}`" for each in self.rows)
            yield from place.value("operation-moved", node, *endpoints)
        deprecated = (each.deprecated is not None for each in self.rows)
        yield from place.mark(("operation-deprecated", "operation-restored"), node, *deprecated)
        sessions = was.opens_session, row.opens_session
        yield from place.value("session-opening-changed", node, *sessions)
        yield from place.value("limit-changed", node, was.limit, row.limit)
        weaker = _SAFEST_FIRST.index(row.replay) > _SAFEST_FIRST.index(was.replay)
        replay = "replay-weakened" if weaker else "replay-strengthened"
        yield from place.value(replay, node, was.replay, row.replay)
        yield from place.mark(("polling-added", "polling-removed"), node, was.polling, row.polling)
        if was.polling and row.polling:
            yield from place.value("polling-changed", node, was.polling, row.polling)

    def _pages(self) -> Iterator[Change]:
        old, new = (each.pagination or {} for each in self.rows)
        yield from self.place.mark(("pagination-added", "pagination-removed"), self.node, old, new)
        if old and new:
            totals = old.get("count"), new.get("count")
            yield from self.place.mark(("total-added", "total-removed"), self.node, *totals)
            both = "count" in old and "count" in new
            old, new = ({**each, "count": each["count"] if both else None} for each in (old, new))
            yield from self.place.value("pagination-changed", self.node, old, new)


def _arguments(side: Side, row: OperationRow) -> dict[tuple[str, str], tuple[ParameterRow, Node]]:
    """Return parameters by what identifies them: headers have no case."""
    nodes = side.by_id[row.id].described
    return {
        (each.location, each.name.lower() if each.location == "header" else each.name): (
            each, nodes[each.name, each.location]
        )
        for each in row.parameters
    }  # fmt: skip


def _style(row: ParameterRow, node: Node) -> str:
    written = node["style"].text or USUAL_STYLES[row.location]
    return f"{written}, {'repeated' if row.explode else 'joined'}"


def _alternative(security: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in sorted(security)) or "none at all"
