"""What a JSON value looks like, without what it says: types and forms."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final, cast

from acme_ticketing_core.models.values import UUID_FORM, json_type

_DEPTH: Final = 5
_KEYS: Final = 40
_FORMS: Final = (
    ("uuid", UUID_FORM),
    ("24 hex", re.compile(r"[0-9a-fA-F]{24}")),
    ("integer", re.compile(r"-?(0|[1-9][0-9]*)")),
    ("decimal", re.compile(r"-?[0-9]+\.[0-9]+")),
    ("e-mail", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
    ("url", re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)),
)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_-]{0,39}[0-9]{0,2}")
"""A key that names a field; an id, an address or a date as a key is data."""


def form_of(value: object) -> str:
    """Name a value's JSON type, or the form of a text: `date-time`, `24 hex`, `text`."""
    if not isinstance(value, str):
        return json_type(value)
    if not value:
        return "empty text"
    for name, form in _FORMS:
        if form.fullmatch(value):
            return name
    return _form_of_time(value) or "text"


def shape_of(value: Any, depth: int = _DEPTH) -> Any:
    """Describe a value as data: a form for what is plain, its parts for an array or object.

    At most five levels and forty keys; keys that look like data become `*`.
    """
    array: list[Any] = value
    if isinstance(value, dict):
        if not depth:
            return "object"
        entries = cast("dict[str, Any]", value)
        shape: dict[str, Any] = {}
        for key in list(entries)[:_KEYS]:
            shape[key if _NAME.fullmatch(key) else "*"] = shape_of(entries[key], depth - 1)
        return shape
    if isinstance(value, list):
        if not depth:
            return "array"
        items: list[Any] = []
        for item in array[:_KEYS]:
            shape = shape_of(item, depth - 1)
            if shape not in items:
                items.append(shape)
        return items
    if isinstance(value, float):
        return "integral number" if value.is_integer() else "number"
    return form_of(value)


def _form_of_time(text: str) -> str | None:
    for name, read in (("date", date.fromisoformat), ("date-time", datetime.fromisoformat)):
        try:
            read(text)
        except ValueError:
            continue
        return name
    return None
