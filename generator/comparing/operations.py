"""Compares what one operation is called, takes, answers and needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.naming.names import argument_name
from generator.reading.node import Node
from generator.reading.operation_table import USUAL_STYLES, OperationRow, ParameterRow

from .change import Change, Uses
from .schemas import Place, compare_schemas
from .side import Side, call_name, split

_SAFEST_FIRST = ("safe", "idempotent", "guarded", "none")
_SUPPLIED = frozenset({"idempotency-key", "request-id"})
_PATH_PARAMETER = re.compile(r"\{[^{}]*\}")


def compare_operations(old: Side, new: Side, same: set[str]) -> Iterator[Change]:
    """Yield the operations that came and went, and what changed in those that are not the same."""
    added, removed, kept = split(old.rows, new.rows)
    by_endpoint = {_endpoint(row): row for row in removed.values()}
    for name, row in list(added.items()):
        was = by_endpoint.get(_endpoint(row))
        if was is not None:
            node, called = new.operation(row)["operationId"], f"`{call_name(was.id)}()`"
            yield new.change("operation-renamed", f"{call_name(name)}()", name, node, old=called)
            del added[name], removed[was.id]
            yield from _Operation(old, new, was, row).changes()
    for name, row in added.items():
        node, told = new.operation(row), row.summary.rstrip(".") or f"{row.method} {row.path}"
        yield new.change("operation-added", f"{call_name(name)}()", name, node, new=told)
    for name, row in removed.items():
        node = old.operation(row)
        yield old.change("operation-removed", f"{call_name(name)}()", name, node, gone=True)
    for name, (was, row) in kept.items():
        if name not in same:
            yield from _Operation(old, new, was, row).changes()


def _endpoint(row: OperationRow) -> tuple[str, str]:
    return row.method, _PATH_PARAMETER.sub("{}", row.path)


@dataclass(frozen=True)
class _Operation:
    old: Side
    new: Side
    was: OperationRow
    row: OperationRow

    def changes(self) -> Iterator[Change]:
        yield from self._place()
        yield from self._parameters()
        yield from self._body()
        yield from self._answers()
        yield from self._access()
        yield from self._behaviour()

    @property
    def written(self) -> tuple[Node, Node]:
        return self.old.operation(self.was), self.new.operation(self.row)

    @property
    def call(self) -> str:
        return f"{call_name(self.row.id)}()"

    def _inside(self, subject: str, wire: str, uses: Uses) -> Place:
        return Place(self.old, self.new, subject, f"{self.row.id}/{wire}", uses)

    def _change(self, name: str, subject: str = "", *, at: str = "", **particulars: Any) -> Change:
        side, node = self.new, self.written[1]
        if particulars.get("gone"):
            side, node = self.old, self.written[0]
        place = node[at] if at else node
        return side.change(name, subject or self.call, self.row.id, place, **particulars)

    def _place(self) -> Iterator[Change]:
        if _endpoint(self.was) != _endpoint(self.row):
            was, now = (f"`{each.method} {each.path}`" for each in (self.was, self.row))
            yield self._change("operation-moved", old=was, new=now)
        if (self.was.deprecated is None) != (self.row.deprecated is None):
            name = "operation-restored" if self.row.deprecated is None else "operation-deprecated"
            yield self._change(name)

    def _parameters(self) -> Iterator[Change]:
        added, removed, kept = split(_by_argument(self.was), _by_argument(self.row))
        for row in added.values():
            kind = "-supplied" if row.role in _SUPPLIED else "-required" if row.required else ""
            yield self._change(f"parameter-added{kind}", self._argument(row), at="parameters")
        for row in removed.values():
            guard = row.role == "idempotency-key"
            name = "idempotency-key-removed" if guard else "parameter-removed"
            yield self._change(name, self._argument(row), at="parameters", gone=True)
        for was, row in kept.values():
            yield from self._parameter(was, row)

    def _parameter(self, was: ParameterRow, row: ParameterRow) -> Iterator[Change]:
        subject = self._argument(row)
        if was.required != row.required and row.role not in _SUPPLIED:
            mark = "required" if row.required else "optional"
            yield self._change(f"parameter-became-{mark}", subject, at="parameters")
        if was.role == "idempotency-key" and row.role != was.role:
            yield self._change("idempotency-key-removed", subject, at="parameters")
        elif was.role != row.role:
            new_role = row.role or "none"
            yield self._change("parameter-role-changed", subject, at="parameters", new=new_role)
        old = _parameter_node(self.old, self.was, was)
        new = _parameter_node(self.new, self.row, row)
        styles = [
            f"{node['style'].text or USUAL_STYLES[each.location]}, {'repeated' if each.explode else 'joined'}"
            for node, each in ((old, was), (new, row))
        ]
        if styles[0] != styles[1]:
            yield self._change("parameter-style-changed", subject, at="parameters", new=styles[1])
        place = self._inside(subject, row.name, Uses(sent_by=(self.call,)))
        yield from compare_schemas(place, old["schema"], new["schema"])

    def _argument(self, row: ParameterRow) -> str:
        return f"{call_name(self.row.id)}({argument_name(row.name, row.location)}=...)"

    def _body(self) -> Iterator[Change]:
        old, new = (each["requestBody"].resolved() for each in self.written)
        if not new.exists:
            if old.exists:
                yield self._change("body-removed", at="requestBody", gone=True)
            return
        required = new["required"].value is True
        if not old.exists:
            yield self._change("body-added-required" if required else "body-added")
            return
        if (old["required"].value is True) != required:
            name = "body-became-required" if required else "body-became-optional"
            yield self._change(name, at="requestBody")
        uses = Uses(sent_by=(self.call,))
        place = self._inside(f"the body of {self.call}", "requestBody", uses)
        yield from self._content(place, "body", "requestBody", old["content"], new["content"])

    def _content(self, place: Place, what: str, at: str, old: Node, new: Node) -> Iterator[Change]:
        """Compare what a body or an answer may consist of."""
        if old.keys == new.keys:
            for name, content in new.entries():
                yield from compare_schemas(place, old[name]["schema"], content["schema"])
            return
        kind = "media-type-changed"
        if what == "answer" and not (old.keys and new.keys):
            kind = "content-removed" if old.keys else "content-added"
        was, now = (" or ".join(each.keys) for each in (old, new))
        yield self._change(f"{what}-{kind}", at=at, old=was, new=now)

    def _answers(self) -> Iterator[Change]:
        added, removed, kept = split(*(dict(each["responses"].entries()) for each in self.written))
        for status in added:
            name = "answer-added" if status.startswith("2") else "error-added"
            yield self._change(name, at="responses", new=status)
        for status in removed:
            name = "answer-removed" if status.startswith("2") else "error-removed"
            yield self._change(name, at="responses", old=status, gone=True)
        for status, (was, now) in kept.items():
            yield from self._answer(status, was.resolved(), now.resolved())
        if self.was.empty_body != self.row.empty_body:
            name = "answer-may-be-empty" if self.row.empty_body else "answer-never-empty"
            yield self._change(name, at="responses")

    def _answer(self, status: str, old: Node, new: Node) -> Iterator[Change]:
        headers = [{name.lower() for name in each["headers"].keys} for each in (old, new)]
        for name in sorted(headers[1] - headers[0]):
            yield self._change("answer-header-added", at="responses", new=name)
        for name in sorted(headers[0] - headers[1]):
            yield self._change("answer-header-removed", at="responses", old=name, gone=True)
        subject = "what" if status.startswith("2") else f"the failure {status} that"
        uses = Uses(given_by=(self.call,))
        place = self._inside(f"{subject} {self.call} returns", status, uses)
        yield from self._content(place, "answer", "responses", old["content"], new["content"])

    def _access(self) -> Iterator[Change]:
        old, new = (
            {frozenset(each): " and ".join(f"`{name}`" for name in each) for each in row.security}
            for row in (self.was, self.row)
        )
        added, removed, _ = split(old, new)
        for words in added.values():
            yield self._change("credentials-added", new=words or "none at all")
        for words in removed.values():
            yield self._change("credentials-removed", old=words or "none at all")
        if not added and not removed and list(old) != list(new):
            yield self._change("credentials-reordered", new=", then ".join(new.values()))

    def _behaviour(self) -> Iterator[Change]:
        yield from self._pagination()
        old, new = self.was.polling, self.row.polling
        if old != new:
            kind = "removed" if not new else "changed" if old else "added"
            yield self._change(f"polling-{kind}", new=str(new))
        if self.was.opens_session != self.row.opens_session:
            yield self._change("session-opening-changed", new=str(self.row.opens_session))
        if self.was.limit != self.row.limit:
            yield self._change("limit-changed", old=self.was.limit, new=self.row.limit)
        if self.was.replay != self.row.replay:
            weaker = _SAFEST_FIRST.index(self.row.replay) > _SAFEST_FIRST.index(self.was.replay)
            name = "replay-weakened" if weaker else "replay-strengthened"
            yield self._change(name, old=self.was.replay, new=self.row.replay)

    def _pagination(self) -> Iterator[Change]:
        old, new = self.was.pagination, self.row.pagination
        if (old is None) != (new is None):
            yield self._change("pagination-added" if new else "pagination-removed")
        elif old and new:
            totals = old.get("count"), new.get("count")
            if (totals[0] is None) != (totals[1] is None):
                yield self._change("total-removed" if totals[1] is None else "total-added")
            other = [{**each, "count": None} for each in (old, new)]
            if other[0] != other[1] or (None not in totals and totals[0] != totals[1]):
                yield self._change("pagination-changed", old=str(old), new=str(new))


def _by_argument(row: OperationRow) -> dict[tuple[str, ...], ParameterRow]:
    """Return parameters by what identifies them; headers have no case, path names no meaning."""
    return {
        (each.location, each.name.lower() if each.location == "header" else each.name): each
        for each in row.parameters
    }


def _parameter_node(side: Side, operation: OperationRow, row: ParameterRow) -> Node:
    parameters = side.specification.by_id[operation.id].parameters
    # What the operation says itself comes last, and goes before what its path says.
    return next(
        each.node
        for each in reversed(parameters)
        if (each.name, each.location) == (row.name, row.location)
    )
