"""What a JSON value looks like, without what it says: types and forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, cast

from acme_ticketing_core.models.reading import Met, Noted, Surprise
from acme_ticketing_core.models.values import UUID_FORM, json_type
from acme_ticketing_core.runtime.unset import UNSET

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
# A key that names a field; an id, an address or a date as a key is data.
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_-]{0,39}(?:[0-9]{1,2}[A-Za-z_-]{0,20})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HEX: Final = re.compile(r"[0-9a-fA-F]{12,}")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_ -]{0,39}")
_STEP: Final = re.compile(r"\[\]|[^.\[\]]+")
_MOST_FORMS: Final = 32  # of one field


def form_of(value: object) -> str:
    """Name a value's JSON type, or the form of a text."""
    if not isinstance(value, str):
        return json_type(value)
    if not value:
        return "empty text"
    form = next((name for name, form in _FORMS if form.fullmatch(value)), None)
    return form or _form_of_time(value) or "text"


def path_of(steps: Iterable[str | int]) -> str:
    """Write the way to a value: indices become `[]`, keys that look like data `*`."""
    path = ("[]" if isinstance(step, int) else f".{key_of(step)}" for step in steps)
    return "".join(path).removeprefix(".")


def steps_of(path: str) -> list[str]:
    return _STEP.findall(path)


def key_of(key: str) -> str:
    return key if _NAME.fullmatch(key) and not _HEX.fullmatch(key) else "*"


def is_word(value: object) -> bool:
    return (
        isinstance(value, str)
        and _WORD.fullmatch(value) is not None
        and not _HEX.fullmatch(value)
        and not UUID_FORM.fullmatch(value)
    )


def described(noted: list[Noted], data: Any) -> dict[Met, list[Surprise]]:
    """Tell in words and shapes what was met, and how many values at the same places do not differ.

    Of values only a new word is kept.
    """
    known: dict[Met, dict[str, Surprise]] = {}
    differ: Counter[str] = Counter()
    for met, steps, expected, value in noted:
        path = path_of(steps)
        new_value = value if met.kind == "unknown value" and is_word(value) else None
        found, shape = ("nothing", None) if value is UNSET else (form_of(value), shape_of(value))
        place, forms = f"{path} {new_value} {shape!r}", known.setdefault(met, {})
        if place not in forms and len(forms) == _MOST_FORMS:
            continue
        before = forms.get(place, Surprise(path, expected, found, shape, new_value, times=0))
        forms[place] = before._replace(times=before.times + 1)
        differ[path] += met.kind != "missing"
    others = {path: max(0, _count(data, steps_of(path)) - differ[path]) for path in differ}
    return {
        met: [each._replace(as_specified=others[each.path]) for each in forms.values()]
        for met, forms in known.items()
    }


def _count(data: Any, steps: list[str]) -> int:
    if not steps:
        return 1
    array: list[Any] = data
    below: list[Any] = []
    if isinstance(data, list) and steps[0] == "[]":
        below = array
    elif isinstance(data, dict):
        entries = cast("dict[str, Any]", data)
        keys = entries if steps[0] == "*" else {steps[0]} & entries.keys()
        below = [entries[key] for key in keys]
    return sum(_count(each, steps[1:]) for each in below)


def shape_of(value: Any, depth: int = _DEPTH) -> Any:
    """Describe a value as data, its first levels and keys: text as its form, `string/date`."""
    array: list[Any] = value
    kind = json_type(value)
    if isinstance(value, str):
        return f"string/{form_of(value) if value else 'empty'}"
    if not depth and kind in {"array", "object"}:
        return kind
    if isinstance(value, dict):
        entries = list(cast("dict[str, Any]", value).items())[:_KEYS]
        return {key_of(key): shape_of(entry, depth - 1) for key, entry in entries}
    if isinstance(value, list):
        items = [shape_of(item, depth - 1) for item in array[:_KEYS]]
        return [shape for index, shape in enumerate(items) if shape not in items[:index]]
    if isinstance(value, float) and value.is_integer():
        kind = "integral number"
    return f"negative {kind}" if isinstance(value, (int, float)) and value < 0 else kind


def _form_of_time(text: str) -> str | None:
    if not (begin := _DAY.match(text)):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if begin.end() == len(text):
        return "date"
    if moment.tzinfo is None:
        return "date-time without offset"
    return "date-time" if text[begin.end()] == "T" else None
