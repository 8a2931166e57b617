"""Compares what one operation is called, takes, answers and needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.naming.names import argument_name
from generator.reading.node import Node
from generator.reading.operation_table import OperationRow, ParameterRow

from .change import Change, Uses, rule
from .schemas import Place, compare_schemas
from .side import Side, call_name

_SAFEST_FIRST = ("safe", "idempotent", "guarded", "none")
_SUPPLIED = frozenset({"idempotency-key", "request-id"})
_USUAL = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_PATH_PARAMETER = re.compile(r"\{[^{}]*\}")


def compare_operations(old: Side, new: Side) -> Iterator[Change]:
    """Yield the operations that came and went, and what changed in those that stayed."""
    added = {name: row for name, row in new.rows.items() if name not in old.rows}
    removed = {name: row for name, row in old.rows.items() if name not in new.rows}
    by_endpoint = {_endpoint(row): row for row in removed.values()}
    for name, row in list(added.items()):
        was = by_endpoint.get(_endpoint(row))
        if was is not None:
            yield Change(
                rule("operation-renamed"), f"{call_name(name)}()", name,
                new.locate(new.operation(row)["operationId"]), old=f"`{call_name(was.id)}()`",
            )  # fmt: skip
            del added[name], removed[was.id]
            yield from _Operation(old, new, was, row).changes()
    for name, row in added.items():
        yield Change(
            rule("operation-added"), f"{call_name(name)}()", name, new.locate(new.operation(row)),
            new=row.summary.rstrip(".") or f"{row.method} {row.path}",
        )  # fmt: skip
    for name, row in removed.items():
        yield Change(
            rule("operation-removed"), f"{call_name(name)}()", name,
            old.locate(old.operation(row)), gone=True,
        )  # fmt: skip
    for name, row in new.rows.items():
        if name in old.rows:
            yield from _Operation(old, new, old.rows[name], row).changes()


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

    def _change(self, name: str, subject: str = "", *, at: str = "", **particulars: Any) -> Change:
        side, node = self.new, self.written[1]
        if particulars.get("gone"):
            side, node = self.old, self.written[0]
        return Change(
            rule(name), subject or f"{call_name(self.row.id)}()", self.row.id,
            side.locate(node[at] if at else node), **particulars,
        )  # fmt: skip

    def _place(self) -> Iterator[Change]:
        if _endpoint(self.was) != _endpoint(self.row):
            yield self._change(
                "operation-moved",
                old=f"`{self.was.method} {self.was.path}`",
                new=f"`{self.row.method} {self.row.path}`",
            )
        if (self.was.deprecated is None) != (self.row.deprecated is None):
            name = "operation-restored" if self.row.deprecated is None else "operation-deprecated"
            yield self._change(name)

    def _parameters(self) -> Iterator[Change]:
        before, after = _by_argument(self.was), _by_argument(self.row)
        for key, row in after.items():
            if key not in before:
                yield self._added(row)
            else:
                yield from self._parameter(before[key], row)
        for key, row in before.items():
            if key not in after:
                guard = row.role == "idempotency-key"
                name = "idempotency-key-removed" if guard else "parameter-removed"
                yield self._change(name, self._argument(row), at="parameters", gone=True)

    def _added(self, row: ParameterRow) -> Change:
        kind = ""
        if row.role in _SUPPLIED:
            kind = "-supplied"
        elif row.required:
            kind = "-required"
        return self._change(f"parameter-added{kind}", self._argument(row), at="parameters")

    def _parameter(self, was: ParameterRow, row: ParameterRow) -> Iterator[Change]:
        subject = self._argument(row)
        if was.required != row.required and row.role not in _SUPPLIED:
            mark = "required" if row.required else "optional"
            yield self._change(f"parameter-became-{mark}", subject, at="parameters")
        if was.role == "idempotency-key" and row.role != was.role:
            yield self._change("idempotency-key-removed", subject, at="parameters")
        elif was.role != row.role:
            yield self._change(
                "parameter-role-changed", subject, at="parameters", new=row.role or "none"
            )
        old, new = (
            _parameter_node(side, operation, each)
            for side, operation, each in ((self.old, self.was, was), (self.new, self.row, row))
        )
        styles = [
            f"{node['style'].text or _USUAL[each.location]}, {'repeated' if each.explode else 'joined'}"
            for node, each in ((old, was), (new, row))
        ]
        if styles[0] != styles[1]:
            yield self._change("parameter-style-changed", subject, at="parameters", new=styles[1])
        caller = (f"{call_name(self.row.id)}()",)
        place = Place(self.old, self.new, subject, f"{self.row.id}/{row.name}", Uses(caller))
        yield from compare_schemas(place, old["schema"], new["schema"])

    def _argument(self, row: ParameterRow) -> str:
        name = argument_name(row.name, row.location)
        return f"{call_name(self.row.id)}({name}=...)"

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
        media = old["content"].keys, new["content"].keys
        if media[0] != media[1]:
            yield self._change(
                "body-media-type-changed", at="requestBody",
                old=" or ".join(media[0]), new=" or ".join(media[1]),
            )  # fmt: skip
            return
        caller = (f"{call_name(self.row.id)}()",)
        place = Place(
            self.old, self.new, f"the body of {call_name(self.row.id)}()",
            f"{self.row.id}/requestBody", Uses(sent_by=caller),
        )  # fmt: skip
        for name, content in new["content"].entries():
            yield from compare_schemas(place, old["content"][name]["schema"], content["schema"])

    def _answers(self) -> Iterator[Change]:
        old, new = (
            {status: entry.resolved() for status, entry in each["responses"].entries()}
            for each in self.written
        )
        for status, answer in new.items():
            success = status.startswith("2")
            if status not in old:
                yield self._change(
                    "answer-added" if success else "error-added", at="responses", new=status
                )
            else:
                yield from self._answer(status, old[status], answer)
        for status in old:
            if status not in new:
                name = "answer-removed" if status.startswith("2") else "error-removed"
                yield self._change(name, at="responses", old=status, gone=True)
        if self.was.empty_body != self.row.empty_body:
            name = "answer-may-be-empty" if self.row.empty_body else "answer-never-empty"
            yield self._change(name, at="responses")

    def _answer(self, status: str, old: Node, new: Node) -> Iterator[Change]:
        headers = [{name.lower() for name in each["headers"].keys} for each in (old, new)]
        for name in sorted(headers[1] - headers[0]):
            yield self._change("answer-header-added", at="responses", new=name)
        for name in sorted(headers[0] - headers[1]):
            yield self._change("answer-header-removed", at="responses", old=name, gone=True)
        media = old["content"].keys, new["content"].keys
        if media[0] != media[1]:
            kind = "media-type-changed" if all(media) else "content-removed"
            if not media[0]:
                kind = "content-added"
            yield self._change(
                f"answer-{kind}", at="responses", old=" or ".join(media[0]),
                new=" or ".join(media[1]),
            )  # fmt: skip
            return
        caller = (f"{call_name(self.row.id)}()",)
        subject = "what" if status.startswith("2") else f"the failure {status} that"
        place = Place(
            self.old, self.new, f"{subject} {call_name(self.row.id)}() returns",
            f"{self.row.id}/{status}", Uses(given_by=caller),
        )  # fmt: skip
        for name, content in new["content"].entries():
            yield from compare_schemas(place, old["content"][name]["schema"], content["schema"])

    def _access(self) -> Iterator[Change]:
        old, new = (
            {frozenset(each): " and ".join(f"`{name}`" for name in each) for each in row.security}
            for row in (self.was, self.row)
        )
        for schemes, words in new.items():
            if schemes not in old:
                yield self._change("credentials-added", new=words or "none at all")
        for schemes, words in old.items():
            if schemes not in new:
                yield self._change("credentials-removed", old=words or "none at all")
        if set(old) == set(new) and list(old) != list(new):
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
    found: dict[tuple[str, ...], ParameterRow] = {}
    for each in row.parameters:
        name = each.name.lower() if each.location == "header" else each.name
        found[each.location, name] = each
    return found


def _parameter_node(side: Side, operation: OperationRow, row: ParameterRow) -> Node:
    written = side.operation(operation)
    item = side.root["paths"][operation.path]
    entries = (*written["parameters"].items(), *item["parameters"].items())
    nodes = (entry.resolved() for entry in entries)
    return next(
        node for node in nodes if (node["name"].text, node["in"].text) == (row.name, row.location)
    )
