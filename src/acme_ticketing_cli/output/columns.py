"""Records as rows: which fields are columns, and what stands in a cell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from ..parameters import operation_object, resolved

_SCALARS: Final = frozenset({"string", "number", "integer", "boolean"})
_USUAL: Final = ("id", "name", "orderNumber", "startTime", "endTime", "state", "status", "type")
_WIDEST: Final = 7
VALUE: Final = "value"
"""The column of a record that is no object, such as a bare id."""


def all_columns(row: dict[str, Any]) -> list[str]:
    """Give the columns of an operation's records: their plain fields.

    They come from the specification, not from the answer, so that two runs of one command have
    the same columns.
    """
    properties = record_fields(row)
    plain = [name for name, each in properties.items() if _is_plain(resolved(each))]
    return plain or list(properties) or [VALUE]


def narrow(columns: Sequence[str]) -> list[str]:
    """Choose the columns that fit on a page: the usual ones first."""
    usual = [name for name in _USUAL if name in columns]
    return (usual + [name for name in columns if name not in usual])[:_WIDEST]


def record_fields(row: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of an operation's records, as the specification has them."""
    found: dict[str, Any] = _record_schema(row).get("properties", {})
    return found


def at(record: Any, path: str) -> Any:
    """Give what stands at a path of a record, `a.b.c`; None where there is nothing."""
    if path == VALUE and not isinstance(record, dict):
        return record
    for step in path.split("."):
        if isinstance(record, list) and step.isdecimal() and int(step) < len(record):
            record = record[int(step)]
        elif isinstance(record, dict):
            record = record.get(step)
        else:
            return None
    return record


def cell(record: Any, path: str) -> str:
    """Write what stands at a path as the text of a cell."""
    value = at(record, path)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def picked(record: Any, columns: Sequence[str]) -> dict[str, Any]:
    """Give a record's fields of these paths."""
    return {column: at(record, column) for column in columns}


def _record_schema(row: dict[str, Any]) -> dict[str, Any]:
    responses = operation_object(row)["responses"]
    status = next(status for status in responses if status.startswith("2"))
    content = resolved(responses[status]).get("content", {}).get("application/json", {})
    schema = resolved(content.get("schema", {}))
    if row["pagination"] and (items := (row["pagination"] or {}).get("items")):
        schema = resolved(schema.get("properties", {}).get(items, schema))
    return resolved(schema["items"]) if "items" in schema else schema


def _is_plain(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    if isinstance(kinds, str):
        return kinds in _SCALARS
    if isinstance(kinds, list):
        return not set(kinds) - _SCALARS - {"null"}
    branches = schema.get("anyOf") or schema.get("oneOf") or ()
    return bool(branches) and all(_is_plain(resolved(branch)) for branch in branches)
