"""What breaks the rules on listings whose changes are read."""

from __future__ import annotations

from tests.generator.specs.edits import Edit, broken

_EVENTS = "paths/events.yaml"
_LIST = "    x-acme-pagination:\n      style: page\n"


def _changes(text: str) -> Edit:
    return Edit(_EVENTS, _LIST, f"    x-acme-changes: {text}\n{_LIST}")


CASES = (
    broken(
        "dangling-name",
        _changes("{by: filter, since: changedAfter, id: id}"),
        says="query parameter 'changedAfter'",
    ),
    broken(
        "dangling-name",
        _changes("{by: comparison, id: id, with: {all: true}}"),
        says="query parameter 'all'",
    ),
    broken(
        "changes-way",
        _changes("{by: order, id: id, time: startTime, sort: desc}"),
        says="takes no sortField and sortDirection",
    ),
    broken(
        "dangling-name", _changes("{by: comparison, id: uuid}"), says="field of its rows 'uuid'"
    ),
    broken(
        "dangling-name",
        _changes("{by: filter, since: startTime, id: id, time: changedOn}"),
        says="field of its rows 'changedOn'",
    ),
    broken("changes-way", _changes("{by: filter, id: id}"), says="by filter and has none"),
    broken(
        "changes-way",
        _changes("{by: comparison, id: id, since: startTime}"),
        says="by comparison and has since",
    ),
    broken(
        "changes-way",
        _changes("{by: comparison, id: id, read: b2b.events.list}"),
        says="b2b.events.list reads no row of b2b.events",
    ),
    broken(
        "changes-way",
        _changes("{by: comparison, id: id, read: b2b.reports.get}"),
        says="b2b.reports.get reads no row of b2b.events",
    ),
    broken(
        "extension-once",
        _changes("{by: comparison, id: id}"),
        Edit(
            _EVENTS,
            "    operationId: b2b.events.get\n",
            "    operationId: b2b.events.get\n    x-acme-changes: {by: comparison, id: id}\n",
        ),
        at="{by: comparison, id: id}",
        says="and so does",
        also=("dangling-name",),
    ),
)
