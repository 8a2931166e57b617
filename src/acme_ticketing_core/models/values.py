"""Values that JSON has no type for; a writer raises `InvalidArgument` for what it cannot write faithfully."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from acme_ticketing_core.errors import InvalidArgument
from acme_ticketing_core.runtime.process import import_whole
from acme_ticketing_core.runtime.unset import UNSET

if TYPE_CHECKING:
    from uuid import UUID

UUID_FORM: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_JSON_TYPES: Final[dict[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
    list: "array",
    dict: "object",
}


def json_type(value: object) -> str:
    for kind in type(value).__mro__:
        if kind in _JSON_TYPES:
            return _JSON_TYPES[kind]
    return type(value).__name__


def value_at(data: Any, path: str | Iterable[str], absent: Any = None) -> Any:
    """Follow names, also written as `a.b.c`, into objects, and numbers into arrays."""
    for step in path.split(".") if isinstance(path, str) else path:
        items: list[Any] = data
        if isinstance(data, dict):
            data = cast("dict[str, Any]", data).get(step, absent)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(items):
            data = items[int(step)]
        else:
            return absent
    return data


def write_any(value: Any) -> Any:
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    array: list[Any] = value
    entries: dict[str, Any] = value
    if type(value) is list or type(value) is tuple:
        return write_items(array, write_any)
    if type(value) is dict:
        return {key: write_any(entry) for key, entry in entries.items() if entry is not UNSET}
    if isinstance(value, datetime):
        return write_datetime(value)
    if isinstance(value, date):
        return write_date(value)
    if isinstance(value, Decimal):
        return write_decimal(value)
    if type(value) is float:
        return write_number(value)
    if type(value) in _JSON_TYPES:
        return value
    from uuid import UUID

    return write_uuid(value) if isinstance(value, UUID) else value


def write_items(items: list[Any], write: Callable[[Any], Any]) -> list[Any]:
    written: list[Any] = []
    for index, item in enumerate(items):
        try:
            written.append(write(item))
        except InvalidArgument as error:
            raise within(f"[{index}]", error) from None
    return written


def within(step: str, error: InvalidArgument) -> InvalidArgument:
    """Put the way to a value before what is wrong with it."""
    told = error.message
    joint = "" if told.startswith("[") else "." if error.inside else ": "
    return InvalidArgument(f"{step}{joint}{told}", inside=True)


def read_datetime(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


def write_datetime(value: datetime) -> str:
    """Write it with its offset, UTC as `Z`, to the precision that it has."""
    zone = (
        value.tzinfo if type(value) is datetime else instance(value, datetime, "a datetime").tzinfo
    )
    if type(zone) is timezone and not value.microsecond and _counts_minutes(zone):
        return _fast_writer()(value, zone)
    if value.utcoffset() is None:
        raise InvalidArgument(
            "a datetime without a time zone names no moment; give it the tenant's, such as "
            'value.replace(tzinfo=ZoneInfo("America/New_York"))'
        )
    whole_milliseconds = value.microsecond and not value.microsecond % 1000
    text = value.isoformat(timespec="milliseconds") if whole_milliseconds else value.isoformat()
    return text[:-6] + "Z" if zone is UTC else text


@cache
def _fast_writer() -> Callable[[datetime, timezone], str]:
    """Use orjson: isoformat goes through printf, which takes several times as long."""
    import_whole("orjson")
    import orjson

    dumps, as_z = orjson.dumps, orjson.OPT_UTC_Z
    return lambda value, zone: dumps(value, None, as_z if zone is UTC else None)[1:-1].decode()


@lru_cache(maxsize=256)
def _counts_minutes(zone: timezone) -> bool:
    """Say whether an offset has no seconds, which orjson would drop."""
    return not zone.utcoffset(None) % timedelta(minutes=1)


def write_date(value: date) -> str:
    if isinstance(instance(value, date, "a date"), datetime):
        raise InvalidArgument("expected a date, not a datetime, whose day depends on the time zone")
    return value.isoformat()


def write_decimal(value: Decimal) -> str:
    return format(_finite(value), "f")


def write_decimal_number(value: Decimal) -> int | float:
    number = _number_of(str(value if type(value) is Decimal else _finite(value)))
    if number is None:
        _finite(value)
        raise InvalidArgument("the decimal has more digits than a JSON number is sure to carry")
    return number


@lru_cache(maxsize=1024)
def _number_of(text: str) -> int | float | None:
    exact = Decimal(text)
    if not exact.is_finite():
        return None
    if exact.as_tuple().exponent == 0:
        return int(exact)
    number = float(exact)
    return number if Decimal(repr(number)) == exact else None


def write_integer(value: Any) -> Any:
    if isinstance(value, bool):
        raise InvalidArgument("expected a whole number, not bool")
    return instance(value, int, "a whole number")


def write_number(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or value - value != 0:
        raise InvalidArgument(f"expected a finite number, not {type(value).__name__}")
    return value


def write_uuid(value: UUID | str) -> str:
    text = str(value)
    if UUID_FORM.fullmatch(text) is None:
        raise InvalidArgument(
            "expected a UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, such as uuid.uuid4()"
        )
    return text.lower()


def _finite(value: Decimal) -> Decimal:
    if not instance(value, Decimal, "a Decimal").is_finite():
        raise InvalidArgument("expected a finite Decimal")
    return value


def instance(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        found = type(value).__name__ if value is not None else json_type(value)
        raise InvalidArgument(f"expected {name}, not {found}")
    return value


def time_of_header(header: str | None) -> datetime | None:
    if not header:
        return None
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(header)
    except (OverflowError, ValueError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
