"""What breaks the rules on listings whose changes are read."""

from __future__ import annotations

from tests.generator.specs.edits import Edit, broken

_EVENTS = "paths/events.yaml"
_LIST = "    x-acme-pagination:\n      style: page\n"


def _changes(text: str) -> Edit:
    return Edit(_EVENTS, _LIST, f"    x-acme-changes: {text}\n{_LIST}")


CASES = (
    broken(
        "changes-fields",
        _changes("{by: filter, since: changedAfter, id: id}"),
        says="no query parameter changedAfter",
    ),
    broken(
        "changes-fields",
        _changes("{by: comparison, id: id, with: {all: true}}"),
        says="no query parameter all",
    ),
    broken(
        "changes-fields",
        _changes("{by: order, id: id, time: startTime, sort: desc}"),
        says="takes no sortField and sortDirection",
    ),
    broken("changes-fields", _changes("{by: comparison, id: uuid}"), says="have no uuid"),
    broken(
        "changes-fields",
        _changes("{by: filter, since: startTime, id: id, time: changedOn}"),
        says="have no changedOn",
    ),
    broken("changes-way", _changes("{by: filter, id: id}"), says="lacks `since`"),
    broken(
        "changes-way", _changes("{by: comparison, id: id, since: startTime}"), says="has `since`"
    ),
    broken(
        "changes-way",
        _changes("{by: comparison, id: id, read: b2b.events.list}"),
        says="is no read of one row",
    ),
    broken(
        "changes-way",
        _changes("{by: comparison, id: id, read: b2b.reports.get}"),
        says="is not in b2b.events",
    ),
    broken(
        "changes-way",
        _changes("{by: comparison, id: id}"),
        Edit(
            _EVENTS,
            "    operationId: b2b.events.get\n",
            "    operationId: b2b.events.get\n    x-acme-changes: {by: comparison, id: id}\n",
        ),
        at="{by: comparison, id: id}",
        says="and so does",
        also=("changes-fields",),
    ),
)
