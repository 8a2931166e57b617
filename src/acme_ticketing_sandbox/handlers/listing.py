"""Lists: pages and their order (api-facts/conventions.md, "Pagination"), fields that begin so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from ..http.refusal import Refusal
from ..state import Record
from ..values import times

DEFAULT_PAGE_SIZE = 100
# The parameters by which people are searched for, and the fields that begin with their values.
PERSON = {"firstName": "firstName", "lastName": "lastName", "email": "email", "zip": "zipCode"}


def page_of(
    asked: Mapping[str, Any], records: Iterable[Record], *, sorted_by: str, heeded: bool = True
) -> Record:
    """Return one page of the whole list as `{list, pagination}`, as a query asks, or refuse with 400.

    Without a `sortField` it is sorted by `sorted_by`; `heeded` is whether it is sorted at all.
    """
    page, page_size = asked.get("page", 1), asked.get("pageSize", DEFAULT_PAGE_SIZE)
    field = asked.get("sortField", sorted_by) if heeded else ""
    direction = str(asked.get("sortDirection", "asc")).lower()
    if page < 1 or (page_size < 1 and page_size != -1):
        raise Refusal(400, f"there is no page {page} of {page_size} records")
    ordered = _in_order(list(records), field, direction)
    return {
        "list": ordered if page_size == -1 else ordered[(page - 1) * page_size : page * page_size],
        "pagination": {
            "page": page,
            "pageSize": page_size,
            "sortField": field,
            "sortDirection": direction,
            "count": len(ordered),
        },
    }


def _in_order(records: list[Record], field: str, direction: str) -> list[Record]:
    """Return the records sorted by a field; those without it come last, in either direction."""
    known = [record for record in records if isinstance(record.get(field), (str, int, float))]
    rest = [record for record in records if not isinstance(record.get(field), (str, int, float))]
    known.sort(key=lambda record: _key(field, record[field]), reverse=direction == "desc")
    return known + rest


def _key(field: str, value: Any) -> tuple[int, Any]:
    if not isinstance(value, str):
        return 0, value
    if field.endswith("On"):
        # Times are compared as such: with daylight saving their offsets differ.
        with suppress(ValueError):  # a field that no specification knows may hold any text
            return 1, times.parse(value).timestamp()
    return 2, value.lower()


def begins(record: Record, query: Mapping[str, Any], fields: dict[str, str]) -> bool:
    """Tell whether fields begin with the parameters that name them, as far as sent, in any case."""
    return all(
        str(record.get(field, "")).lower().startswith(query[name].lower())
        for name, field in fields.items()
        if name in query
    )


def overlaps(record: Record, query: Mapping[str, Any]) -> bool:
    """Tell whether a record's run has a part in the query's period."""
    start, end = query.get("startTime"), query.get("endTime")
    return not (
        (start and times.parse(record["endTime"]) < start)
        or (end and times.parse(record["startTime"]) > end)
    )
